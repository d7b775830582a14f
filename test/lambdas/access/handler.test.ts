import { describe, expect, test } from '@jest/globals';
import { type Answer, createHandler } from '../../../lambdas/access/handler.ts';
import type { ExistingPasswordPolicy, GatewayIam } from '../../../lambdas/aws/gateway-iam.ts';
import { aLog } from '../a-log.ts';

const POLICY = {
  MinimumPasswordLength: 10,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  HardExpiry: false,
};

/** A gateway account with these users, all of them in the group `researchers`. */
const aGateway = (...users: string[]) => {
  const calls: string[] = [];
  const names = new Set(users);
  const iam: GatewayIam = {
    passwordPolicy: async () => ({}),
    setPasswordPolicy: async (policy) => {
      calls.push(`policy ${JSON.stringify(policy)}`);
    },
    createUser: async (userName) => {
      if (names.has(userName)) return false;
      calls.push(`create ${userName}`);
      names.add(userName);
      return true;
    },
    addToGroup: async (userName, groupName) => {
      calls.push(`add ${userName} to ${groupName}`);
    },
    usersIn: async () => [...names],
  };
  return { iam, calls, names };
};

const request = (RequestType: string, ResourceType: string, ResourceProperties: object) => ({
  RequestType,
  ResponseURL: 'https://cloudformation/answer',
  StackId: 'a-stack',
  RequestId: 'a-request',
  LogicalResourceId: 'A-Resource',
  ResourceType,
  ResourceProperties: { ServiceToken: 'a-function', ...ResourceProperties },
});

const users = (RequestType: string, ...UserNames: string[]) =>
  request(RequestType, 'Custom::Users', { UserNames, GroupNames: ['researchers', 'researchers-2'] });
const passwords = (RequestType: string, Policy: unknown = POLICY) =>
  request(RequestType, 'Custom::PasswordPolicy', { Policy: JSON.stringify(Policy) });

const run = async (iam: GatewayIam, event: unknown) => {
  const answers: Answer[] = [];
  const log = aLog();
  await createHandler({
    iam,
    log,
    answer: async (url, answer) => {
      expect(url).toBe('https://cloudformation/answer');
      answers.push(answer);
    },
  })(event);
  expect(answers).toHaveLength(1);
  return { answer: answers[0], lines: log.lines };
};

describe('the password policy', () => {
  test.each(['Create', 'Update'])('%s sets every field', async (type) => {
    const { iam, calls } = aGateway();
    const { answer } = await run(iam, passwords(type));
    expect(calls).toEqual([`policy ${JSON.stringify(POLICY)}`]);
    expect(answer).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'account-password-policy',
      StackId: 'a-stack',
      RequestId: 'a-request',
      LogicalResourceId: 'A-Resource',
    });
  });

  test('is left as it is when the stack is deleted', async () => {
    const { iam, calls } = aGateway();
    const { answer } = await run(iam, passwords('Delete'));
    expect(calls).toEqual([]);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'account-password-policy' });
  });

  test('with a field left out is refused: IAM would reset that one', async () => {
    const { iam, calls } = aGateway();
    const { RequireSymbols: _, ...others } = POLICY;
    const { answer, lines } = await run(iam, passwords('Update', others));
    expect(calls).toEqual([]);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('RequireSymbols') });
    expect(lines).toEqual(['access-not-set']);
  });

  /** What becomes of the policy that an account has, deployed twice. */
  const deployedOn = async (existing: ExistingPasswordPolicy) => {
    let policy: ExistingPasswordPolicy = { ...POLICY, ...existing };
    const iam: GatewayIam = {
      ...aGateway().iam,
      passwordPolicy: async () => policy,
      setPasswordPolicy: async (set) => {
        policy = set;
      },
    };
    await run(iam, passwords('Create'));
    const once = policy;
    expect((await run(iam, passwords('Update'))).lines).toEqual(['password-policy-set']);
    expect(policy).toEqual(once);
    return once;
  };

  const STRONG = {
    MinimumPasswordLength: 14,
    RequireUppercaseCharacters: true,
    MaxPasswordAge: 90,
    PasswordReusePrevention: 24,
    HardExpiry: true,
  };

  test.each<[string, ExistingPasswordPolicy, ExistingPasswordPolicy]>([
    ['that is stronger in every field is kept', STRONG, STRONG],
    ['that is longer keeps its length', { MinimumPasswordLength: 16 }, { MinimumPasswordLength: 16 }],
    ['that is shorter does not', { MinimumPasswordLength: 8 }, {}],
    ['that asks for no number does from now on', { RequireNumbers: false, RequireSymbols: false }, {}],
    ['that expires passwords still does', { MaxPasswordAge: 365 }, { MaxPasswordAge: 365 }],
    ['that remembers old ones still does', { PasswordReusePrevention: 1 }, { PasswordReusePrevention: 1 }],
    // Everybody must be able to change the first one.
    ['by which people may not change theirs lets them', { AllowUsersToChangePassword: false }, {}],
    // IAM takes no zero for these.
    [
      'with zeros for what it does not ask for gets none',
      { MaxPasswordAge: 0, PasswordReusePrevention: 0 },
      {},
    ],
  ])('%s', async (_, existing, kept) => {
    expect(await deployedOn(existing)).toEqual({ ...POLICY, ...kept });
  });
});

describe('users', () => {
  test('who are not there are created, and all are added to every group', async () => {
    const { iam, calls } = aGateway('ann@ucsc.edu');
    const { answer } = await run(iam, users('Create', 'ann@ucsc.edu', 'bob@ucsc.edu'));
    expect(calls).toEqual([
      'add ann@ucsc.edu to researchers',
      'add ann@ucsc.edu to researchers-2',
      'create bob@ucsc.edu',
      'add bob@ucsc.edu to researchers',
      'add bob@ucsc.edu to researchers-2',
    ]);
    expect(answer).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'users',
      Data: { NotListed: 'none' },
    });
  });

  test('deployed twice, nothing more is created', async () => {
    const { iam, names } = aGateway();
    await run(iam, users('Create', 'ann@ucsc.edu'));
    const before = [...names];
    const { lines } = await run(iam, users('Update', 'ann@ucsc.edu'));
    expect([...names]).toEqual(before);
    expect(lines).toEqual([]);
  });

  test('no longer listed, is reported and left as they are', async () => {
    const { iam, names, calls } = aGateway('ann@ucsc.edu', 'bob@ucsc.edu');
    const { answer, lines } = await run(iam, users('Update', 'ann@ucsc.edu'));
    expect([...names]).toEqual(['ann@ucsc.edu', 'bob@ucsc.edu']);
    expect(calls.filter((call) => call.includes('bob'))).toEqual([]);
    expect(answer?.Data).toEqual({ NotListed: '1: bob@ucsc.edu' });
    expect(lines).toEqual(['users-not-listed']);
  });

  test('stay, all of them, when the stack is deleted', async () => {
    const { iam, calls } = aGateway('ann@ucsc.edu');
    const { answer } = await run(iam, users('Delete', 'ann@ucsc.edu'));
    expect(calls).toEqual([]);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'users' });
  });

  test('whom IAM refuses fail the deployment, with the reason', async () => {
    const { iam } = aGateway();
    const refusing = { ...iam, createUser: () => Promise.reject(new Error('LimitExceeded: 5000 users')) };
    const { answer } = await run(refusing, users('Create', 'ann@ucsc.edu'));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'Error: LimitExceeded: 5000 users' });
  });
});

test('an answer that CloudFormation does not take fails the function: Lambda runs it again', async () => {
  const handler = createHandler({
    iam: aGateway().iam,
    log: aLog(),
    answer: () => Promise.reject(new Error('HTTP 503')),
  });
  await expect(handler(users('Create', 'ann@ucsc.edu'))).rejects.toThrow('HTTP 503');
});
