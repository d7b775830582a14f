import { graceOf, notEnforced } from '../observed/deployed.ts';
import { judging } from '../observed/judging.ts';
import type { SeenMail } from '../observed/mail.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { isGuarded, isValid, ownershipAt, ownershipOf, ownershipSince } from '../observed/standing.ts';
import { EXEMPTING_TAG, SANDBOX, TIMING } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import { beginningOf } from './beginning.ts';
import { begunByHand, isTakenOver } from './by-hand.ts';
import { mayConcern, surelyConcerns } from './mail-claims.ts';
import { endedThoughHeld } from './of-breaker.ts';
import { answerWasLost } from './of-mail.ts';
import { standsFor } from './of-source.ts';
import type { Invariant, Violation } from './violation.ts';

/** The greatest age of a verdict that is acted on. Only the Guard protects an instance that was tagged after the verdict. */
const VERDICT_AGE = 61 * SECOND;

/** The greatest age of the tags behind a verdict: its own age, and that of the tags if DescribeTags showed old ones. */
const verdictAge = (
  { accountId }: InstanceHistory,
  at: number,
  { injections }: Pick<Observations, 'injections'>,
): number =>
  VERDICT_AGE +
  SECOND *
    Math.max(
      0,
      ...injections
        .filter(
          (one) =>
            one.kind === 'tags-stale' &&
            one.accountId === accountId &&
            one.at >= at - VERDICT_AGE &&
            one.at <= at,
        )
        .map(({ seconds = 0 }) => seconds),
    );

/** A pause takes effect within this time, since the parameter is read this often. */
const PAUSE_READ = 2 * SECOND;

const NOTICE = TIMING.notice * MINUTE;

/** The longest time from the search for other open executions to the mail, with retries. */
const LOOKED_BEFORE = 2 * MINUTE;

/** Whether an instance has had some tags for longer than `age`, so that every verdict must know them. */
const wasThere = (
  instance: InstanceHistory,
  at: number,
  age: number,
  has: (tags: InstanceHistory['tags'][number]['tags']) => boolean,
): boolean => {
  const known = instance.tags.filter((one) => one.at <= at);
  const before = known.findLast((one) => one.at <= at - age) ?? known[0];
  return [before, ...known.filter((one) => one.at > at - age)].every((one) => one && has(one.tags));
};

const isExempt = (instance: InstanceHistory, at: number, age: number): boolean =>
  instance.isManaged ||
  instance.accountId === SANDBOX ||
  wasThere(instance, at, age, (tags) =>
    tags.some(({ key, value }) => key === EXEMPTING_TAG.key && value === EXEMPTING_TAG.value),
  );

/** Whether an instance without a claim has a parent or an Auto Scaling group with a valid Owner. */
export const inherits = (
  instance: InstanceHistory,
  at: number,
  { instances, setting, injections }: Pick<Observations, 'instances' | 'setting' | 'injections'>,
): boolean => {
  const age = verdictAge(instance, at, { injections });
  const isClaimed = (tags: InstanceHistory['tags'][number]['tags']): boolean =>
    tags.some(({ key, value }) => key.trim().toLowerCase() === 'owner' && value !== '');
  if (!wasThere(instance, at, age, (tags) => !isClaimed(tags))) return false;
  if (instance.groupOwner !== null) return isValid(instance.groupOwner);
  const parent = instance.parentId === null ? undefined : instances.get(instance.parentId);
  if (!parent) return false;
  const isOwned = ownershipAt(parent, at, setting) === 'owned';
  return isOwned && ownershipSince(parent, at, setting) <= at - age;
};

/** The functions that find the launcher of an instance whose record did not arrive. */
const FINDING = ['attribute', 'look-up'];

/** Whether the service could not know the launcher: no execution had the record, and a fault struck the search for it. */
const isUnknown = (instance: InstanceHistory, at: number, observed: Observations): boolean => {
  const open = judging(instance, at, observed);
  const from = Math.min(...open.map((one) => one.from));
  return (
    open.every(({ launch }) => !launch.identity) &&
    FINDING.some((name) =>
      observed.injections.some(({ fn, ...one }) => fn === name && from <= one.at && one.at <= at),
    )
  );
};

/** The mails that warn about an instance, or stand for the warning of all that its source launches. */
const warningsOf = (
  instance: InstanceHistory,
  observed: Pick<Observations, 'mails' | 'instances' | 'setting'>,
): SeenMail[] =>
  observed.mails.filter(
    (mail) => mayConcern(mail, 'warned', instance, observed) || standsFor(mail, instance),
  );

/** The warnings to those who should tag the instance: the launcher, else program managers, else administrators. */
const toThoseWhoTag = (warnings: readonly SeenMail[]): SeenMail[] => {
  const rank = ({ topicArn, readers }: SeenMail): number =>
    readers.length === 0
      ? 3
      : topicArn.includes('-person-')
        ? 0
        : topicArn.endsWith('-administrators')
          ? 2
          : 1;
  const best = Math.min(...warnings.map(rank));
  return warnings.filter((mail) => rank(mail) === best);
};

/** Whether patterns that match no user may be in force. The Guard then protects no instance, and no Owner is inherited. */
const isUnmatched = (at: number, { unmatched }: Pick<Observations, 'unmatched'>): boolean =>
  unmatched.some(({ from, until, within = 0 }) => from <= at && at <= until + within + VERDICT_AGE);

/** Whether patterns that match no user, and an Owner of any value, are old enough that every verdict must know them. */
const isSparedByMistake = (
  instance: InstanceHistory,
  at: number,
  { unmatched }: Pick<Observations, 'unmatched'>,
): boolean =>
  unmatched.some(({ from, until, within = 0 }) => from + within + VERDICT_AGE < at && at < until) &&
  wasThere(instance, at, VERDICT_AGE, (tags) => ownershipOf(tags, 'usual') !== 'unclaimed');

/**
 * Whether a fault may have hidden another open execution from the check behind a warning. Then it warns all the same, since a
 * second warning is better than none.
 */
const isBlind = (mail: SeenMail, { injections }: Pick<Observations, 'injections'>): boolean =>
  injections.some(
    ({ fn, at, what }) =>
      fn === 'check' &&
      what.includes('states:ListExecutions') &&
      at <= mail.at &&
      at >= mail.at - LOOKED_BEFORE,
  );

/** The rules that the service broke when it terminated or stopped an instance. */
export const ofEnd = (instance: InstanceHistory, at: number, observed: Observations): Violation[] => {
  const { setting, injections, pauses } = observed;
  const violated = (invariant: Invariant, what: string): Violation => ({
    at,
    invariant,
    what,
    instanceId: instance.instanceId,
  });
  const found: Violation[] = [];

  const age = verdictAge(instance, at, observed);
  const ownership = ownershipAt(instance, at, setting);
  const since = ownershipSince(instance, at, setting);
  const lags = injections.some((one) => one.kind === 'authorization-lags' && one.at === at);
  // Only the Guard protects a claim after the last check, if IAM knows the tag already and treats it as an Owner.
  const isBeyondGuard = lags || !isGuarded(instance, at, setting) || isUnmatched(at, observed);
  if (ownership !== 'unclaimed' && !(isBeyondGuard && since > at - age)) {
    found.push(violated('owned', `it has been ${ownership} since ${sinceBegin(since)}`));
  }
  if (ownership === 'unclaimed' && isSparedByMistake(instance, at, observed)) {
    found.push(violated('owned', 'it has an Owner, and the deployed patterns match no user'));
  }
  if (isExempt(instance, at, age))
    found.push(violated('spared', 'it is exempt, or its account is in dry-run'));
  const isLost =
    isUnmatched(at, observed) || (instance.parentId !== null && isUnknown(instance, at, observed));
  if (inherits(instance, at, observed) && !isLost)
    found.push(violated('inherits', 'what launched it has a valid Owner'));
  if (pauses.some(({ from, until }) => from + PAUSE_READ < at && at < until)) {
    found.push(violated('paused', 'enforcement was paused'));
  }

  const held = endedThoughHeld(instance, at, observed);
  if (held !== undefined) found.push(violated('held', held));

  const beginning = beginningOf(instance, at, observed);
  const deployed = notEnforced(instance.accountId, at, observed);
  if (deployed) found.push(violated('spared', `its account is not enforced: ${deployed.change} is deployed`));
  if (at < beginning + graceOf(beginning, at, observed)) {
    found.push(violated('deadline', `its grace period began at ${sinceBegin(beginning)}`));
  }
  const warnings = warningsOf(instance, observed).filter(
    (mail) => mail.at >= beginning || (beginning === instance.launchedAt && standsFor(mail, instance)),
  );
  const warning = warnings.find((mail) => mail.at <= at - NOTICE);
  if (!warning) {
    const [late] = warnings;
    found.push(
      violated(
        'warned',
        late ? `its first warning was sent at ${sinceBegin(late.at)}` : 'there is no warning',
      ),
    );
  }
  const [first] = toThoseWhoTag(warnings);
  const isSpokenFor = warnings.some((mail) => standsFor(mail, instance));
  if (warning && first && first.at > at - NOTICE && !isSpokenFor && !answerWasLost(injections, at)) {
    found.push(violated('warned', `${first.topicArn} was not warned before ${sinceBegin(first.at)}`));
  }
  const sure = warnings.filter(
    (mail) =>
      surelyConcerns(mail, 'warned', instance, observed) &&
      !isBlind(mail, observed) &&
      mail.at >= begunByHand(instance, observed) &&
      !isTakenOver(mail, instance, at, warnings, observed),
  );
  const promised = instance.groupName ? 0 : Math.max(0, ...sure.map(({ deadline }) => deadline ?? 0));
  if (at < promised)
    found.push(violated('deadline', `its warning named the deadline ${sinceBegin(promised)}`));
  return found;
};
