import { isObject } from '../../../infra/json.ts';
import type { Entry } from '../../../local/entry.ts';
import type { World } from '../../../local/world.ts';
import type { EventLog } from '../event-log.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import { lagBehind } from '../faults/lag.ts';
import type { UserAction } from '../history/user-action.ts';
import { ofPropagation } from '../invariants/of-attachment.ts';
import { ofEnd } from '../invariants/of-end.ts';
import { ofMail } from '../invariants/of-mail.ts';
import { ofReminder } from '../invariants/of-reminder.ts';
import { ofWrite } from '../invariants/of-write.ts';
import type { Violation } from '../invariants/violation.ts';
import { configurationOf } from '../settings.ts';
import { readMail } from './mail.ts';
import { watchResource } from './resources.ts';
import type { AttachmentHistory, Caller, InstanceHistory, Observations } from './seen.ts';
import { callers, principalOf, watchUsers } from './users.ts';
import { type Actor, watchRegion } from './watch.ts';

const NOBODY: Caller = { name: null, userIds: [], isUnobserved: true };

/** The instance whose session makes a call. */
const parentOf = ({ record }: Entry): string | null => {
  const { userIdentity } = record;
  const arn = isObject(userIdentity) ? String(userIdentity.arn) : '';
  return /\/(i-[0-9a-f]+)$/.exec(arn)?.[1] ?? null;
};

/** The name of the Auto Scaling group that a call creates. */
const groupCreatedBy = ({ eventName, record: { requestParameters } }: Entry): string | null =>
  eventName === 'CreateAutoScalingGroup' && isObject(requestParameters)
    ? String(requestParameters.autoScalingGroupName)
    : null;

/** Records what the embedded AWS does, and checks each act of the service at once. */
export const observe = (
  { aws }: Pick<World, 'aws'>,
  observed: Observations,
  injector: FaultInjector,
  eventLog: EventLog,
  violated: (violations: readonly Violation[]) => void,
): { readonly act: (apply: () => void, userAction: Pick<UserAction, 'entry' | 'act'>) => void } => {
  const actor: Actor = { by: 'service', parentId: null, principal: null, caller: NOBODY, created: new Map() };
  const callerOf = callers();
  watchUsers(aws, observed);
  for (const { accountId, regions } of configurationOf(observed.setting).subAccounts) {
    for (const region of regions) {
      const there = aws.ec2.in(accountId, region);
      const acted = (instance: InstanceHistory, what: string): void => {
        const { by } = actor;
        eventLog.add(() => `  ${instance.instanceId} ${what}, by ${by}`);
        if (by === 'service' && /^(terminated|stopped)$/.test(what))
          violated(ofEnd(instance, Date.now(), observed));
        if (by === 'service' && what.startsWith('tags: ')) violated(ofWrite(instance, Date.now(), observed));
      };
      const tagged = (attachment: AttachmentHistory): void => {
        const { by } = actor;
        eventLog.add(
          () => `  ${attachment.resourceId} tags: ${JSON.stringify(attachment.tags.at(-1))}, by ${by}`,
        );
        if (by === 'service') violated(ofPropagation(attachment, Date.now(), observed));
      };
      watchRegion(observed, { accountId, region }, there, aws.autoScaling, actor, acted, tagged);
      lagBehind(there, accountId, observed, injector);
    }
  }

  const publish = aws.topics.publish.bind(aws.topics);
  aws.topics.publish = (input) => {
    const messageId = publish(input);
    const publication = aws.topics.publication(messageId);
    if (!publication) return messageId;
    const mail = readMail(publication);
    observed.mails.push(mail);
    eventLog.add(() => {
      const said = mail.sections.map(({ claim, instanceIds }) => `${claim}: ${instanceIds.join(' ')}`);
      const reminded = mail.reminder?.listed.map(({ resourceType, id }) => `${resourceType} ${id}`) ?? [];
      return `  mail to ${mail.topicArn.split(':').at(-1)}: ${mail.subject} [${[...said, ...reminded].join('; ')}]`;
    });
    violated([...ofMail(mail, observed), ...ofReminder(mail, observed)]);
    return messageId;
  };

  const { observer } = aws;
  const graceStarted = observer.graceStarted.bind(observer);
  observer.graceStarted = (execution, launch, cause) => {
    eventLog.add(() => `  execution ${execution}`);
    graceStarted(execution, launch, cause);
  };
  const ended = (execution: string): void => {
    for (const one of observed.executions) if (one.name === execution) one.until = Date.now();
  };
  const succeeded = observer.succeeded.bind(observer);
  observer.succeeded = (execution) => {
    ended(execution);
    succeeded(execution);
  };
  const failed = observer.failed.bind(observer);
  observer.failed = (execution, error) => {
    ended(execution);
    observed.failed.push({ at: Date.now(), execution, error: String(error) });
    eventLog.add(() => `  execution ${execution} failed: ${String(error)}`);
    failed(execution, error);
  };

  return {
    act: (apply, { entry, act }) => {
      actor.by = 'people';
      actor.parentId = parentOf(entry);
      actor.principal = principalOf(entry);
      actor.caller = callerOf(entry);
      const group = groupCreatedBy(entry);
      if (group !== null) actor.created.set(`${entry.accountId} ${entry.region} ${group}`, actor.caller);
      apply();
      watchResource(act, { caller: actor.caller, parentId: actor.parentId }, observed);
      actor.by = 'service';
      actor.parentId = null;
      actor.principal = null;
      actor.caller = NOBODY;
    },
  };
};
