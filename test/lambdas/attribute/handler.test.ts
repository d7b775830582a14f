import { describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/attribute/handler.ts';
import type { AttributeInput } from '../../../lambdas/domain/grace-period/input.ts';
import { type LookUp, sessionId } from '../../../lambdas/domain/launcher/look-up.ts';
import type { Origin } from '../../../lambdas/domain/launcher/origin.ts';
import type { Identity } from '../../../lambdas/domain/record/identity.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aRound } from '../a-round.ts';
import { aSession, GATEWAY, KEY } from '../a-session.ts';
import { anIamUser, anInstanceSession, aRoleSession } from '../an-identity.ts';
import { textAt } from '../at.ts';
import { allOf, type World } from '../known-evidence.ts';

/** The handler with these tables, and what it did. */
const anAttribute = (world: World = {}, ask = async (_: LookUp): Promise<void> => {}) => {
  const asked: LookUp[] = [];
  const read: string[] = [];
  const log = aLog();
  const { sessions, sessionsById, usersById, usersByName, callers } = allOf(world);
  const from =
    <T>(table: ReadonlyMap<string, T | null>, name: string) =>
    async (key: string) => {
      read.push(`${name} ${key}`);
      return table.get(key) ?? null;
    };
  const handler = createHandler(
    {
      TABLE_NAME: 'the-table',
      LOOK_UP_QUEUE_URL: 'the-queue',
      GATEWAY_ACCOUNT_ID: GATEWAY,
    },
    {
      sessions: {
        find: from(sessions, 'session'),
        findAlike: async (id, at) => [...(sessionsById.get(sessionId(id, at)) ?? [])],
      },
      users: {
        byId: from(usersById, 'user-id'),
        byName: from(usersByName, 'user'),
        byNameInAnyCase: async (name) => usersByName.get(name.toLowerCase()) ?? null,
      },
      callers: { find: from(callers, 'launch-caller') },
      ask: async (question) => {
        asked.push(question);
        await ask(question);
      },
      log,
    },
  );
  return { handler, asked, read, log };
};

const anInput = (identity: Identity, check?: AttributeInput['check']): AttributeInput => ({
  launch: aLaunch({ identity, launcher: { userName: null, description: 'as recorded', evidence: null } }),
  cause: 'launch',
  account: { name: 'pangenomics', mode: 'enforce' },
  warnAt: textAt(2),
  check,
});
const question = { accountId: '422448306679', region: 'us-west-2' };

test('a session is found in the table, and CloudTrail is not asked', async () => {
  const { handler, asked, read, log } = anAttribute({ sessions: [aSession()] });
  expect(await handler(anInput(aRoleSession()))).toEqual({
    userName: 'bob@ucsc.edu',
    description: 'bob@ucsc.edu (who assumed role developer)',
    evidence: 'assume-role',
  });
  expect(read).toEqual([`session ${KEY}`, 'user-id AIDABOB']);
  expect(asked).toEqual([]);
  expect(log.lines).toEqual(['launch-attributed']);
});

test('CloudTrail is asked once for a session that is not in the table, which is found when it has arrived', async () => {
  const early = anAttribute();
  const input = anInput(aRoleSession({ sessionName: 'alice@ucsc.edu', isFromConsole: true }));
  expect(await early.handler(input)).toMatchObject({ userName: 'alice@ucsc.edu', evidence: 'session-name' });
  expect(early.asked).toEqual([{ ...question, kind: 'access-key', resourceName: KEY }]);

  const late = anAttribute({ sessions: [aSession()] });
  expect(await late.handler(input)).toMatchObject({ userName: 'bob@ucsc.edu', evidence: 'assume-role' });
  expect(late.asked).toEqual([]);
});

test('a name that differs in case alone is the same person', async () => {
  const { handler } = anAttribute();
  const input = anInput(aRoleSession({ sessionName: 'Alice@UCSC.edu', isFromConsole: true }));
  expect(await handler(input)).toMatchObject({ userName: 'alice@ucsc.edu' });
});

test('the launcher that an earlier round found is not kept once another person fits as well', async () => {
  const { assumedRoleId, eventTime } = aSession();
  const identity = aRoleSession({ accessKeyId: null, assumedRoleId, startedAt: eventTime, invokedBy: 'x' });
  const early = anAttribute({ sessions: [aSession()] });
  const launcher = await early.handler(anInput(identity));
  expect(launcher).toMatchObject({ userName: 'bob@ucsc.edu' });
  const another = aSession({ principalId: 'AIDAALICE' }, { accessKeyId: 'ASIAOTHER' });
  const late = anAttribute({ sessions: [aSession(), another] });
  expect(await late.handler({ ...anInput(identity), launcher })).toMatchObject({ userName: null });
});

test('CloudTrail is asked once for the session behind a service that is not in the table', async () => {
  const { assumedRoleId = '', eventTime } = aSession();
  const identity = aRoleSession({
    accessKeyId: null,
    assumedRoleId,
    startedAt: eventTime,
    invokedBy: 'cloudformation.amazonaws.com',
  });
  const early = anAttribute();
  expect(await early.handler(anInput(identity))).toMatchObject({ userName: null });
  expect(early.asked).toEqual([
    { ...question, kind: 'session-start', resourceName: assumedRoleId, at: eventTime },
  ]);
  const late = anAttribute({ sessions: [aSession()] });
  expect(await late.handler(anInput(identity))).toMatchObject({ userName: 'bob@ucsc.edu' });
  expect(late.asked).toEqual([]);
});

describe('neither the table is read nor CloudTrail asked', () => {
  test.each<[string, Identity]>([
    ['an IAM user', anIamUser('bob@ucsc.edu')],
    ['a service-linked role', aRoleSession({ serviceLinked: true })],
    ['nobody', { is: 'nobody', type: 'Root', invokedBy: null }],
  ])('for %s', async (_, identity) => {
    const { handler, asked, read } = anAttribute();
    await handler(anInput(identity));
    expect([...asked, ...read]).toEqual([]);
  });
});

test('the launcher that an earlier round found is kept if a later one finds nobody', async () => {
  const earlier = {
    userName: 'bob@ucsc.edu',
    description: 'bob@ucsc.edu (as found)',
    evidence: 'assume-role',
  } as const;
  const nobody = { userName: null, description: 'nobody known', evidence: null };
  const { handler } = anAttribute();
  const input = anInput(aRoleSession());
  expect(await handler({ ...input, launcher: earlier })).toEqual(earlier);
  expect(await handler({ ...input, launcher: nobody })).toMatchObject({
    userName: null,
    description: expect.stringContaining('role developer'),
  });
  // Later evidence replaces it if it is stronger.
  const late = anAttribute({ sessions: [aSession()] });
  const weaker = { ...earlier, userName: 'alice@ucsc.edu', evidence: 'session-name' } as const;
  expect(await late.handler({ ...input, launcher: weaker })).toMatchObject({ userName: 'bob@ucsc.edu' });
});

test('an execution of a version that did not read the identity keeps its launcher', async () => {
  const { identity: _, ...launch } = anInput(anIamUser('x')).launch;
  const { handler, asked } = anAttribute();
  expect(await handler({ ...anInput(anIamUser('x')), launch })).toEqual(launch.launcher);
  expect(asked).toEqual([]);
});

describe('the launcher of the instance that launched these', () => {
  const worker = anInstanceSession('i-1');
  const owned = (owner: string | null) => {
    const origin: Origin = { kind: 'instance', id: 'i-1', owner };
    return aRound({ origin });
  };
  const asking = [{ ...question, kind: 'instance', resourceName: 'i-1' }];

  test.each<[string, AttributeInput['check'], unknown[]]>([
    ["before a check, which reads the instance's Owner", undefined, []],
    ['if the instance has an owner', owned('bob@ucsc.edu'), []],
    ['if the instance has no Owner', owned(null), asking],
    ['if its Owner is no user', owned('shared'), asking],
    ['if the check failed', { Error: 'RoleNotAssumable' }, asking],
  ])('is asked for, or not: %s', async (_, check, expected) => {
    const { handler, asked } = anAttribute();
    await handler(anInput(worker, check));
    expect(asked).toEqual(expected);
  });

  test("is asked for in the instance's Region, if the record shows that it is another", async () => {
    const asked = async (region: string) => {
      const one = anAttribute();
      const identity = { ...anInstanceSession('i-1'), region } as const;
      const launcher = { userName: null, description: 'x', evidence: null };
      await one.handler({ ...anInput(identity, owned(null)), launcher });
      return one.asked;
    };
    const instance = { accountId: question.accountId, kind: 'instance', resourceName: 'i-1' };
    expect(await asked('us-east-1')).toEqual([{ ...instance, region: 'us-east-1', isElsewhere: true }]);
    expect(await asked('us-west-2')).toEqual([{ ...instance, region: 'us-west-2' }]);
  });

  test('is found in the table', async () => {
    const { handler, asked } = anAttribute({
      callers: { 'i-1': aRoleSession() },
      sessions: [aSession()],
    });
    expect(await handler(anInput(worker, owned(null)))).toMatchObject({
      userName: 'bob@ucsc.edu',
      evidence: 'instance-launcher',
    });
    expect(asked).toEqual([]);
  });
});

describe('the launcher of a launch without a record', () => {
  const { identity: _, ...launch } = anInput(anIamUser('x')).launch;
  const anUnrecorded = (cause: AttributeInput['cause']): AttributeInput => ({
    ...anInput(anIamUser('x')),
    launch: { ...launch, instanceIds: ['i-1', 'i-2'] },
    cause,
  });

  test.each(['untagged', 'sweep', 'resume'] as const)('is asked for at once: %s', async (cause) => {
    const { handler, asked } = anAttribute();
    expect(await handler(anUnrecorded(cause))).toMatchObject({ userName: null });
    expect(asked).toEqual([{ ...question, kind: 'instance', resourceName: 'i-1' }]);
  });

  test('is found in the table, and then the session', async () => {
    const { handler, asked } = anAttribute({
      callers: { 'i-1': aRoleSession() },
      sessions: [aSession()],
    });
    expect(await handler(anUnrecorded('sweep'))).toMatchObject({
      userName: 'bob@ucsc.edu',
      evidence: 'assume-role',
      identity: aRoleSession(),
    });
    expect(asked).toEqual([]);
  });

  test('is not asked for if several instances have no common launch', async () => {
    const { handler, asked } = anAttribute({ callers: { 'i-1': anIamUser('bob@ucsc.edu') } });
    const several = { ...launch, key: { filter: 'instance-id', value: 'i-1,i-2' } } as const;
    expect(await handler({ ...anUnrecorded('sweep'), launch: several })).toEqual(launch.launcher);
    expect(asked).toEqual([]);
  });

  test('is not asked for if no instance is named', async () => {
    const { handler, asked } = anAttribute();
    const input = { ...anUnrecorded('sweep'), launch: { ...launch, instanceIds: [] } };
    expect(await handler(input)).toEqual(launch.launcher);
    expect(asked).toEqual([]);
  });
});

test('the Owner of an Auto Scaling group is taken from the check', async () => {
  const origin: Origin = { kind: 'auto-scaling-group', id: 'web', owner: 'bob@ucsc.edu' };
  const { handler } = anAttribute();
  expect(await handler(anInput(aRoleSession({ serviceLinked: true }), aRound({ origin })))).toMatchObject({
    userName: 'bob@ucsc.edu',
    evidence: 'group-owner',
  });
});

test('a queue that refuses the question does not stop the round', async () => {
  const refuse = async () => {
    throw new Error('QueueDoesNotExist');
  };
  const { handler, asked, log } = anAttribute({}, refuse);
  expect(await handler(anInput(aRoleSession()))).toMatchObject({ userName: null });
  expect(asked).toHaveLength(1);
  expect(log.lines).toEqual(['look-up-not-queued', 'launch-attributed']);
});

test('the search ends if sessions name each other', async () => {
  const circle = aSession({ type: 'AssumedRole', principalId: 'AROAX:bob@ucsc.edu', accessKeyId: KEY });
  const { handler, read } = anAttribute({ sessions: [circle] });
  expect(await handler(anInput(aRoleSession()))).toMatchObject({ userName: null });
  expect(read).toEqual([`session ${KEY}`]);
});

describe('what AWS wrote on the instances', () => {
  const spot = aRoleSession({ roleName: 'AWSServiceRoleForEC2Spot', accessKeyId: null, serviceLinked: true });
  const provenance = { requestId: 'sir-1' };
  const creator = { ...question, kind: 'request-creator', resourceName: 'sir-1' };
  const key = 'request-creator 422448306679 us-west-2 sir-1 ';
  const input = (more: Partial<AttributeInput['launch']>, check?: AttributeInput['check']) => {
    const one = anInput(spot, check);
    return { ...one, launch: { ...one.launch, ...more } };
  };

  test('is asked about as soon as the record or a check shows it', async () => {
    const early = anAttribute();
    await early.handler(input({ provenance }));
    expect(early.asked).toEqual([creator]);
    const late = anAttribute();
    const launcher = await late.handler(input({}));
    expect(late.asked).toEqual([]);
    await late.handler({ ...input({}, aRound({ provenance })), launcher });
    expect(late.asked).toEqual([creator]);
  });

  test('is asked about a group before its Owner was looked for, and named only after', async () => {
    const groupName = 'workers';
    const callers = {
      'group-creator 422448306679 us-west-2 workers ': anIamUser('bob@ucsc.edu'),
    };
    const { handler, asked } = anAttribute({ callers });
    const early = input({ provenance: { groupName } });
    const launcher = await handler(early);
    expect(launcher.userName).toBeNull();
    expect(asked).toEqual([{ ...question, kind: 'group-creator', resourceName: groupName }]);
    const origin = { kind: 'auto-scaling-group', id: groupName, owner: null } as const;
    const check = aRound({ origin, provenance: { groupName } });
    expect(await handler({ ...early, check, launcher })).toMatchObject({ evidence: 'group-creator' });
  });

  test('names the person whom CloudTrail then shows', async () => {
    const { handler, asked } = anAttribute({ callers: { [key]: anIamUser('bob@ucsc.edu') } });
    expect(await handler(input({ provenance }))).toMatchObject({
      userName: 'bob@ucsc.edu',
      evidence: 'request-creator',
    });
    expect(asked).toEqual([]);
  });

  test('may name a session, which is asked for once it is known, and no other session again', async () => {
    const { handler, asked } = anAttribute({ callers: { [key]: aRoleSession() } });
    const check = aRound({ provenance });
    const launcher = { userName: null, description: 'x', evidence: null };
    await handler({ ...input({}, check), launcher });
    expect(asked).toEqual([{ ...question, kind: 'access-key', resourceName: KEY }]);
    const recorded = anAttribute();
    await recorded.handler({ ...anInput(aRoleSession(), check), launcher });
    expect(recorded.asked).toEqual([]);
  });

  test('is asked about for the time of the launch, not of a later grace period', async () => {
    const stackId = 'arn:aws:cloudformation:us-west-2:422448306679:stack/web/1b2c3d4e';
    const { handler, asked } = anAttribute();
    await handler(input({ provenance: { stackId }, launchedAt: '2026-11-01T00:00:00Z' }));
    expect(asked).toEqual([
      { ...question, kind: 'stack-creator', resourceName: stackId, at: '2026-11-01T00:00:00Z' },
    ]);
  });

  test('is asked about at no time for sessions whose beginning is not known', async () => {
    const { handler, asked } = anAttribute();
    await handler(input({ provenance: { cloud9Owner: 'AROAXEXAMPLE:bob@ucsc.edu' } }));
    expect(asked).toEqual([]);
  });
});
