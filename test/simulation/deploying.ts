import { FUNCTION_NAMES } from '../../infra/names.ts';
import type { EmbeddedAws } from '../../local/aws/embedded-aws.ts';
import type { Stack } from '../../local/template/template.ts';
import { Random } from './random.ts';
import { SECOND } from './time.ts';

/**
 * Deploys as CloudFormation does: one function after the other, and at some time between them all that is around. In which
 * order, follows from the instant.
 *
 * @param within seconds; 0 is all at once
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
