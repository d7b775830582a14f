import * as z from 'zod';
import { StateMachines } from '../../local/aws/state-machines.ts';
import type { Iam } from '../../local/iam/iam.ts';
import { resourcesOf } from '../../local/template/resources.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import { aServiceObserver } from '../local/aws/a-service-observer.ts';
import type { Aws } from './aws.ts';
import { functionArn, functionRoleArn, STACKS, variable } from './stacks.ts';
import { withDefinition } from './with-definition.ts';

const MACHINE = variable('intake', 'STATE_MACHINE_ARN');
const NOTICE = functionArn('notice');
const Machine = z.object({ DefinitionString: z.string() });
const Message = z.object({ token: z.string() });
const Told = z.object({ name: z.string(), answer: z.unknown() });

/** The queue that the synthesized state machine sends mails to. */
const [, QueueUrl] =
  resourcesOf(STACKS, 'AWS::StepFunctions::StateMachine', Machine)
    .find(({ arn }) => arn === MACHINE)
    ?.properties.DefinitionString.match(/"QueueUrl":"([^"]+)"/) ?? [];

/** One state that waits like those of a grace period, and one that shows the answer. */
const DEFINITION = {
  StartAt: 'Mail',
  States: {
    Mail: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
      Next: 'Tell',
    },
    Tell: {
      Type: 'Task',
      Resource: NOTICE,
      Parameters: { 'name.$': '$$.Execution.Name', 'answer.$': '$' },
      End: true,
    },
  },
};

/** The embedded Step Functions, with executions that wait for mails. */
export const embeddedWaiting = (iam: Iam): Pick<Aws, 'waitForMail'> & Pick<StateMachines, 'answer'> => {
  let token = '';
  const answers = new Map<string, PromiseWithResolvers<unknown>>();
  const failed = (name: string, error: unknown): void => answers.get(name)?.reject(error);
  const machines = new StateMachines(withDefinition(DEFINITION), {
    iam,
    queues: {
      arnOf: (queueUrl) =>
        resourcesOf(STACKS, 'AWS::SQS::Queue', z.unknown()).find(({ ref }) => ref === queueUrl)?.arn,
      send: (_arn, body) => {
        token = Message.parse(JSON.parse(body)).token;
      },
    },
    functions: {
      nameOf: (arn) => (arn === NOTICE ? 'notice' : undefined),
      invoke: async (_arn, event) => {
        const { name, answer } = Told.parse(event);
        answers.get(name)?.resolve(answer);
        return null;
      },
    },
    observer: aServiceObserver({
      failed,
    }),
  });
  return {
    answer: machines.answer,
    waitForMail: async (name) => {
      answers.set(name, Promise.withResolvers<unknown>());
      // Time stands still from here on, so the wait never times out.
      await inVirtualTime(Date.now(), async (clock) => {
        const end = machines.begin(functionRoleArn('intake'), MACHINE, name, {});
        end?.catch((error: unknown) => failed(name, error));
        await clock.until(Date.now());
      });
      return { token, answer: async () => answers.get(name)?.promise };
    },
  };
};
