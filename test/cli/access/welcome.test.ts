import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect, test } from '@jest/globals';
import { type CreatePassword, makePassword, welcome } from '../../../cli/access/welcome.ts';
import { NOW, said } from './given-access.ts';

const noAws: CreatePassword = async () => {
  throw new Error('AWS was asked');
};

test('the steps are in the order in which they work', async () => {
  const { code, lines, text } = await said(
    welcome(noAws, () => NOW),
    ['melinda@ucsc.edu'],
  );
  expect(code).toBe(0);
  expect(lines.filter((line) => /^\d\. /.test(line))).toEqual([
    '1. Sign in, and choose a password',
    '2. Set up MFA',
    '3. Sign out, and sign in again',
    '4. Switch to the account of your project',
    '5. For the command line: make an access key, in gi-gateway only',
    '6. Set up the command line',
    '7. Tag everything that you create',
  ]);
  expect(text).toContain('https://gi-gateway.signin.aws.amazon.com/console');
  expect(text).toContain('Device name:  melinda@ucsc.edu   (exactly this)');
  // The console keeps a key's description as a tag of its user, which nobody may write: sign-in.test.ts.
  expect(text).toMatch(/Give no\s+description/);
  expect(text).toContain('switchrole?account=422448306679&roleName=developer');
  expect(text).toContain('Owner = melinda@ucsc.edu');
  expect(text).toContain('Questions: cluster-admin@soe.ucsc.edu');
});

test('at most five commands lead to the first look, and the lines of text fit a mail', async () => {
  const { lines } = await said(
    welcome(noAws, () => NOW),
    ['melinda@ucsc.edu'],
  );
  const commands = lines.filter((line) => /^(aws|mkdir|export|cat) /.test(line));
  expect(commands.length).toBeGreaterThan(1);
  expect(commands.length).toBeLessThanOrEqual(5);
  expect(commands.at(-1)).toBe('aws s3 ls --profile pangenomics');
  expect(lines.filter((line) => line.length > 80 && !/https:|^mkdir|^#/.test(line))).toEqual([]);
});

test('who has no role yet is not told to switch', async () => {
  const { lines, errors } = await said(
    welcome(noAws, () => NOW),
    ['guest@ucsc.edu'],
  );
  expect(lines.filter((line) => /^\d\. /.test(line))).toHaveLength(4);
  expect(errors[0]).toBe('welcome: guest@ucsc.edu has no role in any sub-account');
});

test('the password is made only if asked for, and is never in the mail', async () => {
  const made: string[] = [];
  const create: CreatePassword = async () => async (userName, password) => {
    made.push(`${userName} ${password}`);
    return true;
  };
  const without = await said(
    welcome(create, () => NOW),
    ['bob@ucsc.edu'],
  );
  expect(made).toEqual([]);
  expect(without.errors).toEqual([
    'welcome: the first password is not in the mail: --make-password makes one',
  ]);

  const { code, text, errors } = await said(
    welcome(create, () => NOW),
    ['bob@ucsc.edu', '--make-password'],
  );
  const [, password = ''] = (made[0] ?? '').split(' ');
  expect(made).toEqual([`bob@ucsc.edu ${password}`]);
  expect(code).toBe(0);
  expect(text).not.toContain(password);
  expect(errors).toEqual([`welcome: first password, to be told by telephone or in person: ${password}`]);
});

test('a password that is there stays; one that cannot be made is said', async () => {
  const kept = await said(
    welcome(async () => async () => false),
    ['bob@ucsc.edu', '--make-password'],
  );
  expect(kept).toMatchObject({
    code: 1,
    errors: ['welcome: bob@ucsc.edu has a password already, and keeps it'],
  });
  const noUser = new NoSuchEntityException({ message: 'The user cannot be found.', $metadata: {} });
  for (const [error, why] of [
    [new Error('not authorized'), 'not authorized'],
    [noUser, 'the gateway has no user bob@ucsc.edu yet: npx cdk deploy --all makes them'],
  ] as const) {
    const refused: CreatePassword = async () => () => Promise.reject(error);
    const failed = await said(welcome(refused), ['bob@ucsc.edu', '--make-password']);
    expect(failed).toMatchObject({ code: 1, errors: [`welcome: the password was not made: ${why}`] });
  }
});

test('a first password passes the password policy, and is another one each time', () => {
  const some = Array.from({ length: 50 }, makePassword);
  for (const password of some) expect(password).toMatch(/^[A-Z][a-z]{3}\d(-[a-z]{4}\d){3}$/);
  expect(new Set(some).size).toBe(50);
});
