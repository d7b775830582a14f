import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, variable } from './stacks.ts';

const READ_ROLE = variable('check', 'READ_ROLE_NAME');
const ACT_ROLE = variable('terminate', 'ACT_ROLE_NAME');

/** An account in which nothing is deployed. */
const STRANGE = '999988887777';

// Every other contract shows that an assumed role acts in its own account.
describe.each(AWSES)('a role that cannot be assumed in $name is reported as RoleNotAssumable', ({ open }) => {
  const aws = open();
  const refused = (accountId: string, roleName: string) => ({
    name: 'RoleNotAssumable',
    message: expect.stringContaining(`arn:aws:iam::${accountId}:role/${roleName}`),
    cause: { name: 'AccessDenied' },
  });

  test.each([
    ['a name that no role has', ENFORCED.accountId, 'tag-enforcement-reads'],
    ['an account without the roles', STRANGE, READ_ROLE],
    ["another function's role", ENFORCED.accountId, ACT_ROLE],
  ])('%s', async (_what, accountId, roleName) => {
    const opening = aws.ec2Clients('check').readInstancesIn(roleName)(accountId, ENFORCED.region);
    await expect(opening).rejects.toMatchObject(refused(accountId, roleName));
  });

  test('the act role, in an account in dry-run', async () => {
    const { instanceIds } = await aws.launch({ place: DRY });
    const ending = aws.ec2Clients('terminate').terminateInstances(ACT_ROLE)(
      DRY.accountId,
      DRY.region,
      instanceIds,
    );
    await expect(ending).rejects.toMatchObject(refused(DRY.accountId, ACT_ROLE));
  });
});
