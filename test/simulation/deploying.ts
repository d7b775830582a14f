import { FUNCTION_NAMES } from '../../infra/names.ts';
import type { EmbeddedAws } from '../../local/aws/embedded-aws.ts';
import type { Stack } from '../../local/template/template.ts';
import { Random } from './random.ts';
import { SECOND } from './time.ts';

/**
 * Deploys as CloudFormation does: one function after the other, and everything else at some time between them. The current
 * time decides the order.
 *
 * @param within seconds that the deployment takes; 0 deploys everything at once
 */
export const deployWithin = (
  { deploy, deployStep }: Pick<EmbeddedAws, 'deploy' | 'deployStep'>,
  stacks: readonly Stack[],
  within: number,
): void => {
  if (within === 0) {
    deploy(stacks);
    return;
  }
  const random = new Random(Date.now() / SECOND);
  for (const step of ['around', ...FUNCTION_NAMES] as const) {
    setTimeout(() => deployStep(stacks, step), random.whole(0, within) * SECOND);
  }
};
