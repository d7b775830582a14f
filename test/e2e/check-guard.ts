import assert from 'node:assert/strict';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DIRECTORY_ROLE_NAME, SUB_ACCOUNT_ROLES } from '../../infra/names.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { HUB_REGION } from './configuration.ts';
import { readInstances } from './instances.ts';
import type { Played } from './play.ts';
import type { Report } from './report.ts';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** Checks that AWS itself refuses forbidden calls, whatever the functions request. */
export const checkGuard = async (
  report: Report,
  target: Target,
  resources: readonly Resource[],
  played: readonly Played[],
): Promise<void> => {
  const owned = played.find(({ story }) => story.owned === story.count);
  const terminate = resources.find(
    ({ type, logicalId }) => type === 'AWS::Lambda::Function' && logicalId.startsWith('Terminate'),
  );
  await report.check(
    'AWS refuses to terminate an instance with an Owner, though terminate asks for it',
    async () => {
      assert.ok(owned && terminate);
      const { story, launched } = owned;
      const now = new Date().toISOString();
      const order = {
        attempt: 0,
        state: {
          launch: { accountId: target.accounts[story.account], region: story.region, eventTime: now },
          cause: 'launch',
          check: {
            checkedAt: now,
            dueAt: now,
            toTerminate: [{ availabilityZone: `${story.region}a`, instanceIds: launched.instanceIds }],
          },
        },
      };
      const { Payload } = await new LambdaClient(target.client('hub', HUB_REGION)).send(
        new InvokeCommand({ FunctionName: terminate.id, Payload: JSON.stringify(order) }),
      );
      assert.deepEqual(JSON.parse(Payload?.transformToString() ?? 'null'), {
        results: [],
        // Another check may show who owns them.
        unfinished: [{ reason: 'unauthorized', instanceIds: launched.instanceIds }],
        ifGone: [],
      });
      const seen = await readInstances(target, story.account, story.region);
      const ended = seen.filter(
        ({ instanceId, ended }) => ended && launched.instanceIds.includes(instanceId),
      );
      assert.deepEqual(ended, []);
    },
  );
  const { alpha, gateway } = target.accounts;
  const roles = [
    ...Object.values(SUB_ACCOUNT_ROLES).map((role) => [role, alpha] as const),
    [DIRECTORY_ROLE_NAME, gateway] as const,
  ];
  for (const [role, accountId] of roles) {
    await report.check(`an administrator of the hub may not assume ${role}`, () =>
      assert.rejects(
        new STSClient(target.client('hub', HUB_REGION)).send(
          new AssumeRoleCommand({ RoleArn: roleArn(accountId, role), RoleSessionName: 'e2e' }),
        ),
        { name: 'AccessDenied' },
      ),
    );
  }
};
