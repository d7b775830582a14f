import { isObject } from '../../../infra/json.ts';
import type { Entry } from '../../../local/entry.ts';
import type { World } from '../../../local/world.ts';
import type { Chronicle } from '../chronicle.ts';
import { lagBehind } from '../faults/lag.ts';
import type { Weather } from '../faults/weather.ts';
import { ofEnd } from '../invariants/of-end.ts';
import { ofMail } from '../invariants/of-mail.ts';
import { ofWrite } from '../invariants/of-write.ts';
import type { Violation } from '../invariants/violation.ts';
import { configurationOf } from '../settings.ts';
import { readMail } from './mail.ts';
import type { Caller, Seen } from './seen.ts';
import { callers, watchUsers } from './users.ts';
import { type Actor, watchRegion } from './watch.ts';

const NOBODY: Caller = { name: null, userIds: [] };

/** The instance whose session makes a call. */
const parentOf = ({ record }: Entry): string | null => {
  const { userIdentity } = record;
  const arn = isObject(userIdentity) ? String(userIdentity.arn) : '';
  return /\/(i-[0-9a-f]+)$/.exec(arn)?.[1] ?? null;
};

/** Takes down what the embedded AWS does, and checks each act as it is done. */
export const observe = (
  { aws }: Pick<World, 'aws'>,
  seen: Seen,
  weather: Weather,
  chronicle: Chronicle,
  violated: (violations: readonly Violation[]) => void,
): { readonly act: (happen: () => void, entry: Entry) => void } => {
  const actor: Actor = { by: 'service', parentId: null, caller: NOBODY };
  const callerOf = callers();
  watchUsers(aws, seen);
  for (const { accountId, regions } of configurationOf(seen.setting).subAccounts) {
    for (const region of regions) {
      const there = aws.ec2.in(accountId, region);
      watchRegion(seen, { accountId, region }, there, aws.autoScaling, actor, (life, what) => {
        const { by } = actor;
        chronicle.add(() => `  ${life.instanceId} ${what}, by ${by}`);
        if (by === 'service' && /^(terminated|stopped)$/.test(what)) violated(ofEnd(life, Date.now(), seen));
        if (by === 'service' && what.startsWith('tags: ')) violated(ofWrite(life, Date.now(), seen));
      });
      lagBehind(there, accountId, seen, weather);
    }
  }

  const publish = aws.topics.publish.bind(aws.topics);
  aws.topics.publish = (input) => {
    const messageId = publish(input);
    const publication = aws.topics.publication(messageId);
    if (!publication) return messageId;
    const mail = readMail(publication);
    seen.mails.push(mail);
    chronicle.add(() => {
      const said = mail.sections.map(({ claim, instanceIds }) => `${claim}: ${instanceIds.join(' ')}`);
      return `  mail to ${mail.topicArn.split(':').at(-1)}: ${mail.subject} [${said.join('; ')}]`;
    });
    violated(ofMail(mail, seen));
    return messageId;
  };

  const { witness } = aws;
  const graceStarted = witness.graceStarted.bind(witness);
  witness.graceStarted = (execution, launch, cause) => {
    chronicle.add(() => `  execution ${execution}`);
    graceStarted(execution, launch, cause);
  };
  const ended = (execution: string): void => {
    for (const one of seen.executions) if (one.name === execution) one.until = Date.now();
  };
  const succeeded = witness.succeeded.bind(witness);
  witness.succeeded = (execution) => {
    ended(execution);
    succeeded(execution);
  };
  const failed = witness.failed.bind(witness);
  witness.failed = (execution, error) => {
    ended(execution);
    seen.failed.push({ at: Date.now(), execution, error: String(error) });
    chronicle.add(() => `  execution ${execution} failed: ${String(error)}`);
    failed(execution, error);
  };

  return {
    act: (happen, entry) => {
      actor.by = 'people';
      actor.parentId = parentOf(entry);
      actor.caller = callerOf(entry);
      happen();
      actor.by = 'service';
      actor.parentId = null;
      actor.caller = NOBODY;
    },
  };
};
