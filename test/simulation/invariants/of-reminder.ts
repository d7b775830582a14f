import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { Reminding, SeenMail } from '../observed/mail.ts';
import type { Injection, Observations, ResourceHistory } from '../observed/seen.ts';
import { nearMissIn, ownershipOf } from '../observed/standing.ts';
import { EXEMPTING_TAG, SANDBOX } from '../settings.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import { toStranger } from './of-person.ts';
import type { Violation } from './violation.ts';

const HOUR = 60 * MINUTE;

/** The longest time from the writing of a mail to its sending: the queue keeps it that long. */
const ON_ITS_WAY = 6 * MINUTE;

/** When it is decided, after a mail was written, whether SNS took it. */
const CONCLUDED = 10 * MINUTE;

type Listed = Reminding['listed'][number];
type ReminderMail = SeenMail & { readonly reminder: Reminding };

const isReminder = (mail: SeenMail): mail is ReminderMail => mail.reminder !== null;

const nameOf = ({ resourceType, id, accountId, region }: Listed): string =>
  `${resourceType} ${id} in ${accountId} ${region}`;

const isSame = (one: Listed, other: Listed): boolean => nameOf(one) === nameOf(other);

const resourceOf = (
  { accountId, region, resourceType, id }: Listed,
  { resources }: Pick<Observations, 'resources'>,
): ResourceHistory | undefined =>
  [...resources.values()].find(
    (one) =>
      one.accountId === accountId &&
      one.region === region &&
      one.resourceType === resourceType &&
      (one.arn.endsWith(`:${id}`) || one.arn.endsWith(`/${id}`)),
  );

/** Whether tags leave nothing to tell: a valid Owner, or an exemption. */
const isRight = (tags: readonly Tag[], { setting }: Pick<Observations, 'setting'>): boolean =>
  ownershipOf(tags, setting) === 'owned' ||
  tags.some(({ key, value }) => key === EXEMPTING_TAG.key && value === EXEMPTING_TAG.value);

const struck = (
  { injections }: Pick<Observations, 'injections'>,
  from: number,
  until: number,
  is: (one: Injection) => boolean,
): boolean => injections.some((one) => one.at >= from && one.at <= until && is(one));

/** Whether patterns were deployed by which other Owners are valid. */
const isMistaken = (at: number, observed: Observations): boolean =>
  struck(observed, 0, at, ({ kind }) => kind === 'mistaken-deploy' || kind === 'unmatched-deploy');

/** Why nobody should have been told of a resource; null if somebody should. */
const whyWrong = (one: Listed, at: number, observed: Observations): string | null => {
  const resource = resourceOf(one, observed);
  if (!resource || resource.created.length === 0) return 'nobody created it';
  if (resource.created.every(({ by }) => by === 'auto-scaling')) return 'a service made it for itself';
  if (isMistaken(at, observed)) return null;
  const reads = resource.reads.filter((read) => read.at <= at);
  const couldNotRead = struck(
    observed,
    0,
    at,
    ({ fn, what }) => fn === 'reminders' && /(tag|sts):/.test(what),
  );
  if (one.isUnreadable)
    return couldNotRead || reads.some(({ tags }) => tags === null) ? null : 'its tags could be read';
  if (reads.length === 0) return 'its tags were not read';
  if (one.isCorrected && !resource.tags.some(({ by }) => by === 'service')) return 'nothing corrected it';
  if (reads.every(({ tags }) => tags === null)) return 'it was gone';
  return reads.some(({ tags }) => tags !== null && !isRight(tags, observed))
    ? null
    : `it had ${JSON.stringify(reads.at(-1)?.tags)}`;
};

/** Whether nobody may know that SNS took a mail: then the next one tells of the same. */
const isForgotten = (first: ReminderMail, at: number, observed: Observations): boolean =>
  struck(observed, first.at - MINUTE, first.at + CONCLUDED, ({ fn }) => fn === 'publish') ||
  struck(observed, first.at, at, ({ fn, what }) => fn === 'reminders' && what.includes('dynamodb:'));

/** Whether two mails should not tell of the same resource: one of two persons is told of it, not both. */
const isToSame = (one: ReminderMail, other: ReminderMail): boolean =>
  one.topicArn === other.topicArn || (one.reminder.to === 'person' && other.reminder.to === 'person');

const toldTwice = (
  mail: ReminderMail,
  before: readonly ReminderMail[],
  observed: Observations,
): Violation[] => {
  const earlier = before.filter((one) => isToSame(one, mail) && !isForgotten(one, mail.at, observed));
  const violation = (what: string, at: number): Violation => ({
    at: mail.at,
    invariant: 'reminded-once',
    instanceId: null,
    what: `${what}: told at ${sinceBegin(at)}, and again by "${mail.subject}"`,
  });
  return earlier.flatMap((one) => [
    ...mail.reminder.listed
      .filter((listed) => one.reminder.listed.some((other) => isSame(listed, other)))
      .map((listed) => violation(nameOf(listed), one.at)),
    // A stack has a name of its own. What a stack made is only counted.
    ...mail.reminder.made
      .filter(
        ({ maker }) => maker.startsWith('stack ') && one.reminder.made.some((other) => other.maker === maker),
      )
      .map(({ maker }) => violation(maker, one.at)),
  ]);
};

/**
 * When the hour of a mail began at the earliest. If writing or sending it failed, its message came again, some minutes later each
 * time, and the hour counts from the first try.
 */
const begunAt = ({ at }: ReminderMail, { injections }: Pick<Observations, 'injections'>): number =>
  injections.find(
    (one) =>
      one.at > at - HOUR &&
      one.at <= at &&
      one.fn === 'reminders' &&
      /dynamodb:claimHour|sqs:SendMessage/.test(one.what),
  )?.at ?? at;

/** A mail within an hour of another one to the same person. A topic may get one of each kind. */
const tooSoon = (
  mail: ReminderMail,
  before: readonly ReminderMail[],
  observed: Observations,
): Violation[] => {
  const isPersons = mail.topicArn.includes('-person-');
  // A person's mail that their topic did not take went to the program managers, as may others' mails.
  if (mail.reminder.to === 'person' && !isPersons) return [];
  const last = before.findLast(
    (one) => one.topicArn === mail.topicArn && one.reminder.to === mail.reminder.to,
  );
  if (!last || mail.at - begunAt(last, observed) >= HOUR - ON_ITS_WAY) return [];
  const isSentAgain =
    last.reminder.noticeId === mail.reminder.noticeId && isForgotten(last, mail.at, observed);
  if (isSentAgain) return [];
  const what = `a mail at ${sinceBegin(last.at)}, and another at ${sinceBegin(mail.at)}`;
  return [{ at: mail.at, invariant: 'reminded-once', instanceId: null, what }];
};

/** What is wrong with a mail about resources that are no instances. */
export const ofReminder = (mail: SeenMail, observed: Observations): Violation[] => {
  if (!isReminder(mail)) return [];
  const before = observed.mails.filter(isReminder).filter((one) => one !== mail && one.at <= mail.at);
  const wrong = mail.reminder.listed.flatMap((one): Violation[] => {
    const why = whyWrong(one, mail.at, observed);
    const what = `"${mail.subject}" tells of ${nameOf(one)}: ${why}`;
    return why === null ? [] : [{ at: mail.at, invariant: 'reminded-rightly', instanceId: one.id, what }];
  });
  const strangers = mail.topicArn.includes('-person-')
    ? mail.reminder.listed.flatMap((one): Violation[] => {
        const { accountId } = one;
        const created = resourceOf(one, observed)?.created ?? [];
        const made = created.map(({ caller, parentId }) => ({
          ...{ caller, parentId, accountId },
          ...{ groupOwner: null, groupCreator: null },
        }));
        return toStranger(mail, made, one.id, observed);
      })
    : [];
  return [...wrong, ...strangers, ...toldTwice(mail, before, observed), ...tooSoon(mail, before, observed)];
};

/** Of two questions to CloudTrail about the creator, each with five minutes and the batching of a queue. Tags are read after it. */
const ANSWERED = 14 * MINUTE;

/** Ten minutes of grace, the batching of two queues, five minutes for others to come, and what events take. */
const IN_TIME = 21 * MINUTE + ANSWERED;

/** When tags are read at the latest, if nothing goes wrong. */
const READ = 14 * MINUTE + ANSWERED;

/** Resources of which nobody is told, although nothing went wrong. Made by a stack or a service, they are only counted in mails. */
export const notReminded = (observed: Observations, end: number): Violation[] =>
  [...observed.resources.values()].flatMap((resource): Violation[] => {
    const [first] = resource.created;
    const { arn, resourceType } = resource;
    if (!first || resourceType === 'ec2:volume' || resourceType === 'cloudformation:stack') return [];
    if (!['console', 'user', 'botocore', 'instance'].includes(first.by)) return [];
    const until = resource.tags.filter(({ at, by }) => at <= first.at + READ && by !== 'service');
    if (until.some(({ tags }) => tags === null || isRight(tags, observed))) return [];
    const mails = observed.mails.filter(isReminder);
    const last = mails.findLast(({ at }) => at <= first.at + IN_TIME && at > first.at + IN_TIME - HOUR);
    // A mailbox that has just had a mail gets the next an hour later.
    const due = Math.max(first.at + IN_TIME, last ? last.at + HOUR + IN_TIME : 0);
    // What a service does not show of its own resources delays no others.
    const isOfOther = ({ kind, what }: Injection): boolean =>
      kind === 'service-unread' && !what.includes(arn);
    const isDisturbed =
      observed.deployments.length > 0 ||
      struck(observed, first.at - HOUR, due, (injection) => !isOfOther(injection));
    if (due > end || isDisturbed) return [];
    const isTold = mails.some(({ at, reminder }) =>
      reminder.listed.some((one) => at <= due && resourceOf(one, observed) === resource),
    );
    const what = `created at ${sinceBegin(first.at)}, and nobody is told of it by ${sinceBegin(due)}`;
    return isTold ? [] : [{ at: due, invariant: 'reminds', instanceId: arn, what }];
  });

const ownerIn = (tags: readonly Tag[]): string => tags.find(({ key }) => key === 'Owner')?.value ?? '';

/** Near misses that the service corrected wrongly, and Owners that it overwrote by that. */
export const wronglyCorrected = (observed: Observations): Violation[] =>
  [...observed.resources.values()].flatMap((resource) =>
    resource.tags.flatMap(({ at, tags, by }, index): Violation[] => {
      if (by !== 'service') return [];
      const violation = (invariant: Violation['invariant'], what: string): Violation[] => [
        { at, invariant, instanceId: resource.arn, what },
      ];
      const was = resource.tags[index - 1]?.tags ?? [];
      const owner = ownerIn(tags ?? []);
      if (ownerIn(was) !== '' && ownerIn(was) !== owner)
        return violation('overwritten', `it had ${ownerIn(was)}`);
      if (resource.accountId === SANDBOX) return violation('corrected-rightly', 'written in dry-run');
      const isMeant = resource.reads.some((read) => read.at <= at && nearMissIn(read.tags ?? []) === owner);
      return isMeant || isMistaken(at, observed)
        ? []
        : violation('corrected-rightly', `got ${owner}, and no near miss that was read means that`);
    }),
  );
