import { type Claim, lists, unlistedIn } from '../observed/mail.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import { notEnded } from './ends.ts';
import { possibleIn } from './mail-claims.ts';
import { ownedLate, unowned } from './of-attachment.ts';
import { unreportedGroups } from './of-breaker.ts';
import { notReached, wrongTopics } from './of-person.ts';
import { notReminded, wronglyCorrected } from './of-reminder.ts';
import { isAboutSource, tooManyOfSource } from './of-source.ts';
import { tooManyWrites } from './of-write.ts';
import type { Violation } from './violation.ts';
import { tooManyWarnings } from './warnings.ts';

/** `check` and `notice` are tried seven times. If a fault struck one of them that often, the mail may not have been written. */
const STEP_TRIES = 7;
/** `publish` tries a mail four times, a minute and a half apart. */
const MAIL_TRIES = 4;
const MAIL_APART = MINUTE;

/** Whether every try to send the mail failed, so that the execution failed too and raised an alarm. */
const isAlarmed = (
  { accountId }: InstanceHistory,
  at: number,
  { failed, injections }: Observations,
): boolean => {
  const striking = (fn: string) =>
    injections.filter((one) => one.fn === fn && one.at >= at && one.at <= at + 30 * MINUTE);
  let mails: typeof injections = [];
  for (const one of striking('publish')) {
    const last = mails.at(-1);
    if (last === undefined || one.at - last.at >= MAIL_APART) mails = [...mails, one];
  }
  // A run that is killed hangs first, so there is time for one try less.
  const tries = mails.filter(({ kind }) => kind === 'killed').length > 1 ? MAIL_TRIES - 1 : MAIL_TRIES;
  const isStepLost = ['check', 'notice'].some((fn) => striking(fn).length >= STEP_TRIES);
  const isLost = isStepLost || mails.length >= tries;
  return isLost && failed.some((one) => one.at >= at && one.execution.startsWith(accountId));
};

/**
 * The instances that mails count without listing them. For each topic, no more instances are taken than its mails count. An
 * instance that some mail to the topic lists is not taken.
 */
const counted = (claim: Claim, observed: Observations): ReadonlySet<InstanceHistory> => {
  const all = new Set<InstanceHistory>();
  for (const mails of Map.groupBy(observed.mails, ({ topicArn }) => topicArn).values()) {
    const taken = new Set<InstanceHistory>();
    for (const mail of mails) {
      const count = unlistedIn(mail, claim);
      if (count === 0) continue;
      const open = possibleIn(mail, claim, observed).filter(
        (instance) => !taken.has(instance) && !mails.some((one) => lists(one, claim, instance.instanceId)),
      );
      for (const instance of open.slice(0, count)) taken.add(instance);
    }
    for (const instance of taken) all.add(instance);
  }
  return all;
};

/**
 * Whether the run that acted on an instance was killed before it could report that, and a mail says that the outcome is unknown.
 * AWS shows a termination in the next check, unless that check reads an older state.
 */
const isUnknown = (
  { instanceId }: InstanceHistory,
  claim: 'terminated' | 'stopped',
  at: number,
  { injections, mails }: Observations,
): boolean => {
  const call = claim === 'terminated' ? 'TerminateInstances' : 'StopInstances';
  const struck = injections.filter((one) => one.at > at - SECOND && one.what.includes(instanceId));
  return (
    struck.some((one) => one.at < at + SECOND && one.kind === 'killed' && one.what.includes(call)) &&
    (claim === 'stopped' || struck.some((one) => one.at >= at && one.kind === 'describe-stale')) &&
    mails.some((mail) => mail.at >= at && lists(mail, 'other', instanceId))
  );
};

const unreported = (observed: Observations): Violation[] => {
  const { mails } = observed;
  const claims = ['terminated', 'perhaps-terminated', 'stopped'] as const;
  const more = new Map(claims.map((claim) => [claim, counted(claim, observed)]));
  const speaks = (claim: (typeof claims)[number], instance: InstanceHistory): boolean =>
    more.get(claim)?.has(instance) || mails.some((mail) => lists(mail, claim, instance.instanceId));
  // The hour's one report of a source may have been about an invalid Owner: then an end that was warned of has no mail.
  const isWarned = ({ instanceId }: InstanceHistory): boolean =>
    mails.some((mail) => lists(mail, 'warned', instanceId));
  const isReported = (instance: InstanceHistory, claim: 'terminated' | 'stopped'): boolean =>
    speaks(claim, instance) ||
    (claim === 'terminated' && speaks('perhaps-terminated', instance)) ||
    mails.some(
      (mail) =>
        isAboutSource(mail, instance) &&
        (isWarned(instance) ||
          mail.sections.some((section) => section.claim === claim || section.claim === 'warned')),
    );
  return [...observed.instances.values()].flatMap((instance): Violation[] => {
    const { ended } = instance;
    const stop = instance.running.find((one) => !one.isRunning && one.by === 'service');
    const act = ended?.by === 'service' ? ended : stop;
    if (!act) return [];
    const claim = act === ended ? 'terminated' : 'stopped';
    if (isReported(instance, claim) || isAlarmed(instance, act.at, observed)) return [];
    if (isUnknown(instance, claim, act.at, observed)) return [];
    return [
      {
        at: act.at,
        invariant: 'told',
        instanceId: instance.instanceId,
        what: `${claim} at ${sinceBegin(act.at)}, and no mail reports it`,
      },
    ];
  });
};

/** The violations that can only be found once a run has ended. */
export const atEnd = (observed: Observations, end: number): Violation[] => [
  ...unreported(observed),
  ...unreportedGroups(observed, end),
  ...tooManyWarnings(observed),
  ...tooManyOfSource(observed),
  ...notEnded(observed, end),
  ...tooManyWrites(observed),
  ...unowned(observed, end),
  ...ownedLate(observed),
  ...notReminded(observed, end),
  ...wronglyCorrected(observed),
  ...notReached(observed),
  ...wrongTopics(observed, end),
];
