import { Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';

/** A construct's id in small letters: `launch-queue` of LaunchQueue. */
const kebab = (id: string): string => id.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

/** The hub's dead-letter queues, by what they are of. One that is added later is watched without anybody's thinking of it. */
export const deadLetterQueues = (scope: Construct): ReadonlyMap<string, Queue> =>
  new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((one) => {
        const of = one.node.scope?.node.id ?? '';
        return one instanceof Queue && one.node.id === 'DeadLetters' ? [[kebab(of), one] as const] : [];
      }),
  );

/** The hub's functions, by their name. */
export const functionsByName = (scope: Construct): ReadonlyMap<FunctionName, EnforcementFunction> =>
  new Map(
    Stack.of(scope)
      .node.findAll()
      .flatMap((one) => (one instanceof EnforcementFunction ? [[one.functionName, one] as const] : [])),
  );
