import * as z from 'zod';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { type FunctionName, functionRoleName } from '../../infra/names.ts';
import type { OnTerminationProtection } from '../../lambdas/domain/grace-period/orders-and-results.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { resourcesOf } from '../../local/template/resources.ts';
import { synthesize } from '../../local/template/synthesize.ts';

export const HUB = { accountId: '652235167018', region: 'us-west-2' };
/** A sub-account in mode enforce. */
export const ENFORCED = { accountId: '422448306679', region: 'us-west-2' };
export const ENFORCED_ELSEWHERE = { ...ENFORCED, region: 'eu-west-1' };
/** A sub-account in mode dry-run. It has no act role. */
export const DRY = { accountId: '111122223333', region: 'us-west-2' };

/** The application as synthesized for these accounts. */
export const stacksOf = (onTerminationProtection: OnTerminationProtection) =>
  synthesize(
    parseConfiguration({
      mode: 'dry-run',
      onTerminationProtection,
      ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu'] },
      hub: HUB,
      gateway: { accountId: HUB.accountId, alias: 'gateway' },
      administrators: ['cluster-admin@ucsc.edu'],
      subAccounts: [
        {
          name: 'pangenomics',
          accountId: ENFORCED.accountId,
          mode: 'enforce',
          regions: [ENFORCED.region, ENFORCED_ELSEWHERE.region],
        },
        { name: 'sandbox', accountId: DRY.accountId, regions: [DRY.region] },
      ],
    }),
  );

/** The same, with the default handling of protected instances. */
export const STACKS = stacksOf('stop');

/** The ARN of the role of a function in the hub. */
export const functionRoleArn = (name: FunctionName): string => roleArn(HUB.accountId, functionRoleName(name));

const LambdaFunction = z.object({
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

const synthesized = (name: FunctionName) => {
  const functions = resourcesOf(STACKS, 'AWS::Lambda::Function', LambdaFunction);
  const found = functions.find(({ properties }) => properties.Role === functionRoleArn(name));
  if (!found) throw new Error(`the stacks hold no function ${name}`);
  return found;
};

export const functionArn = (name: FunctionName): string => synthesized(name).arn;

/** The value of a variable in a synthesized function's environment. */
export const variable = (of: FunctionName, name: string): string => {
  const value = synthesized(of).properties.Environment.Variables[name];
  if (value === undefined) throw new Error(`the function ${of} has no variable ${name}`);
  return value;
};
