import type { Chain, IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { EnforcementFunction } from './enforcement-function.ts';
import { invoke } from './invoke.ts';
import { RETRY_ATTRIBUTE } from './retries.ts';

/**
 * A state that looks for the person behind the launch. Failing, it leaves `$.launcher` as it was, found before or absent,
 * and goes on all the same: whom to tell never delays what is due.
 */
export const attributeState = (
  scope: Construct,
  id: string,
  attribute: EnforcementFunction,
  next: IChainable,
): Chain =>
  invoke(scope, id, attribute, '$.launcher')
    .addRetry(RETRY_ATTRIBUTE)
    .addCatch(next, { resultPath: '$.notAttributed' })
    .next(next);
