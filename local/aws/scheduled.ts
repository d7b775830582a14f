import * as z from 'zod';
import { AccessDenied, TemplateNotUnderstood } from '../errors.ts';
import type { ScheduleTarget } from '../events/schedules.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { Functions } from './functions.ts';
import type { StateMachines } from './state-machines.ts';

const Permission = z.object({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
});

/** Runs a schedule's target if EventBridge has the permission to, and throws if the run fails. */
export const scheduled = (
  stacks: readonly Stack[],
  functions: Pick<Functions, 'invoke' | 'nameOf'>,
  stateMachines: Pick<StateMachines, 'begin'>,
) => {
  const permissions = resourcesOf(stacks, 'AWS::Lambda::Permission', Permission).map((one) => one.properties);
  let runs = 0;
  return async ({ ruleArn, targetArn, roleArn }: ScheduleTarget): Promise<void> => {
    const event = {
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [ruleArn],
      detail: {},
    };
    runs += 1;
    if (!functions.nameOf(targetArn)) {
      if (roleArn === null)
        throw new TemplateNotUnderstood('the hub', `the target ${targetArn} without a role`);
      await stateMachines.begin(roleArn, targetArn, `scheduled-${runs}`, event);
      return;
    }
    const isPermitted = permissions.some(
      ({ FunctionName, Principal, SourceArn }) =>
        FunctionName === targetArn && Principal === 'events.amazonaws.com' && SourceArn === ruleArn,
    );
    if (!isPermitted) throw new AccessDenied(ruleArn, 'lambda:InvokeFunction', targetArn);
    await functions.invoke(targetArn, event);
  };
};
