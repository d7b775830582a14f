import { NEVER_CONFIRMING } from '../history/places.ts';
import type { SeenMail } from '../observed/mail.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import { isAddress } from './of-person.ts';
import type { Violation } from './violation.ts';
import { HARMLESS } from './warnings.ts';

/** Mails an hour apart may come this much closer, since one may wait longer in its queue than the next. */
const HOUR = 59 * MINUTE;

const groupOf = ({ groupName }: InstanceHistory): string | null =>
  groupName === null ? null : `Auto Scaling group ${groupName}`;

/** Whether a mail is about what an instance was launched by, and so about all that this launches. */
export const isAboutSource = ({ source, accountId }: SeenMail, instance: InstanceHistory): boolean =>
  source !== null &&
  accountId === instance.accountId &&
  [groupOf(instance), instance.principal].includes(source);

/** Whether a warning stands for an instance that it need not list, because it says so of all launches until some time. */
export const standsFor = (mail: SeenMail, instance: InstanceHistory): boolean =>
  isAboutSource(mail, instance) &&
  mail.standsUntil !== null &&
  instance.launchedAt <= mail.standsUntil &&
  mail.sections.some(({ claim }) => claim === 'warned');

/** What surely has no person behind it: an Auto Scaling group, or a role in whose sessions no user of the gateway is. */
export const sourceOf = (
  instance: InstanceHistory,
  { users }: Pick<Observations, 'users'>,
): string | null => {
  const { caller, parentId, principal } = instance;
  const group = groupOf(instance);
  const isNobody =
    parentId === null &&
    caller.userIds.length === 0 &&
    !users.some(({ names }) => names.some(({ name }) => name === caller.name));
  return group ?? (isNobody ? principal : null);
};

const EXCEPTIONS = new Set(['stopped', 'not-terminated', 'perhaps-terminated']);

const isException = ({ sections }: SeenMail): boolean => sections.some(({ claim }) => EXCEPTIONS.has(claim));

/** Whether people tagged or protected an instance after its launch. Then it may have mails of its own. */
const isChangedByPeople = ({ tags, protection, launchedAt }: InstanceHistory): boolean =>
  tags.some(({ at, by }) => by === 'people' && at > launchedAt) || protection.some(({ isOn }) => isOn);

/**
 * Whether other people come to read the mails about a group: its Owner or creator was renamed or deleted; or its creator, whom
 * CloudTrail may show only after the first mail, reads none, so that mails to them go to the readers of that one.
 */
const hasOtherReaders = ({ groupOwner, groupCreator }: InstanceHistory, { users }: Observations): boolean =>
  users.some(({ userId, names, until }) => {
    const isNamed = (one: string | null | undefined) => names.some(({ name }) => name === one);
    const isCreator = isNamed(groupCreator?.name) || groupCreator?.userIds.includes(userId);
    if (!isCreator && !isNamed(groupOwner)) return false;
    const isChanged = names.length > 1 || until !== Number.POSITIVE_INFINITY;
    return (
      isChanged ||
      (isCreator && names.some(({ name }) => !isAddress(name) || NEVER_CONFIRMING.includes(name)))
    );
  });

/** The first mail to a topic that is one too many in an hour. */
const tooSoon = (mails: readonly SeenMail[], most: number): SeenMail | undefined =>
  mails.find((mail, index) => {
    const before = mails[index - most];
    return before !== undefined && mail.at - before.at < HOUR;
  });

/** Mails to somebody about one source that come more often than twice an hour, though nothing went wrong. */
export const tooManyOfSource = (observed: Observations): Violation[] => {
  const { instances, injections, mails, deployments, pauses, decisions } = observed;
  if (deployments.length + pauses.length + decisions.length > 0) return [];
  const isTouched = (accountId: string): boolean =>
    injections.some(
      (one) => !HARMLESS.has(one.kind) && (one.accountId === null || one.accountId === accountId),
    );
  const sources = Map.groupBy(instances.values(), (instance) => {
    const source = sourceOf(instance, observed);
    const isSkipped = source === null || isTouched(instance.accountId) || hasOtherReaders(instance, observed);
    return isSkipped || isChangedByPeople(instance) ? null : `${source} of ${instance.accountId}`;
  });
  return [...sources].flatMap(([source, those]): Violation[] => {
    if (source === null) return [];
    const ids = new Set(those.map(({ instanceId }) => instanceId));
    const about = mails.filter(({ sections }) =>
      sections.some(({ instanceIds }) => instanceIds.some((id) => ids.has(id))),
    );
    return [...Map.groupBy(about, ({ topicArn }) => topicArn)].flatMap(([topicArn, all]): Violation[] => {
      const mail =
        tooSoon(
          all.filter((one) => !isException(one)),
          2,
        ) ?? tooSoon(all.filter(isException), 1);
      if (!mail) return [];
      const times = all.map(({ at }) => sinceBegin(at)).join(', ');
      const what = `${all.length} mails about ${source} to ${topicArn.split(':').at(-1)}, at ${times}`;
      return [{ at: mail.at, invariant: 'hourly', instanceId: null, what }];
    });
  });
};
