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
import type { Invariant, Violation } from './violation.ts';

/** A verdict may be so old when it is acted on, and what was tagged since is the Guard's to save. */
const VERDICT_AGE = 61 * SECOND;

/** A verdict may rest on tags that are older than itself: by as much as DescribeTags was, when it last showed old ones. */
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

/** A pause takes effect within so long: the parameter is read as often. */
const PAUSE_READ = 2 * SECOND;

const NOTICE = TIMING.notice * MINUTE;

/** From the look for other grace periods to the mail, with its retries. */
const LOOKED_BEFORE = 2 * MINUTE;

/** Whether an instance had what spares it long enough for any verdict to know. */
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

/** Whether an instance without any claim has a parent, or a group, with a valid Owner. */
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

/** What finds who launched an instance of which no record came. */
const FINDING = ['attribute', 'look-up'];

/** Whether nobody could know what launched an instance: no execution had its record, and to look for that was struck. */
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

/** The mails that warn of an instance: of itself, or of its Auto Scaling group, which is told of once an hour. */
export const warningsOf = (
  instance: InstanceHistory,
  observed: Pick<Observations, 'mails' | 'instances' | 'setting'>,
): SeenMail[] =>
  observed.mails.filter(
    (mail) =>
      mayConcern(mail, 'warned', instance, observed) ||
      (instance.groupName !== null &&
        mail.groupName === instance.groupName &&
        mail.sections.some(({ claim }) => claim === 'warned')),
  );

/** Of the mails that warn of an instance, those to whoever is to tag it: the launcher, else program managers. */
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

/** Whether what is deployed has patterns that match no user: the Guard protects nobody by them, and no Owner is inherited. */
const isUnmatched = (at: number, { unmatched }: Pick<Observations, 'unmatched'>): boolean =>
  unmatched.some(({ from, until, within = 0 }) => from <= at && at <= until + within + VERDICT_AGE);

/** Whether patterns that match no user, and an Owner of any value, were there long enough for any verdict to know. */
const isSparedByMistake = (
  instance: InstanceHistory,
  at: number,
  { unmatched }: Pick<Observations, 'unmatched'>,
): boolean =>
  unmatched.some(({ from, until, within = 0 }) => from + within + VERDICT_AGE < at && at < until) &&
  wasThere(instance, at, VERDICT_AGE, (tags) => ownershipOf(tags, 'usual') !== 'unclaimed');

/**
 * Whether a mail warns of what another grace period judges already, since nobody could see that: a second warning is better
 * than none.
 */
const isBlind = (mail: SeenMail, { injections }: Pick<Observations, 'injections'>): boolean =>
  injections.some(
    ({ fn, at, what }) =>
      fn === 'check' &&
      what.includes('states:ListExecutions') &&
      at <= mail.at &&
      at >= mail.at - LOOKED_BEFORE,
  );

/** What was wrong with an end, or a stop, that the service made. */
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
  // What was claimed since the last look is the Guard's to save: if IAM knows the tag yet, and takes it for an Owner.
  const isBeyondGuard = lags || !isGuarded(instance, at, setting) || isUnmatched(at, observed);
  if (ownership !== 'unclaimed' && !(isBeyondGuard && since > at - age)) {
    found.push(violated('owned', `it has been ${ownership} since ${sinceBegin(since)}`));
  }
  if (ownership === 'unclaimed' && isSparedByMistake(instance, at, observed)) {
    found.push(violated('owned', 'it has an Owner, and no user matches the patterns'));
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
    (mail) => mail.at >= (instance.groupName ? 0 : beginning),
  );
  const warning = warnings.find((mail) => mail.at <= at - NOTICE);
  if (!warning) {
    const [late] = warnings;
    found.push(violated('warned', late ? `its warning is of ${sinceBegin(late.at)}` : 'there is no warning'));
  }
  const [first] = toThoseWhoTag(warnings);
  if (warning && first && first.at > at - NOTICE && !instance.groupName && !answerWasLost(injections, at)) {
    found.push(violated('warned', `${first.topicArn} was told at ${sinceBegin(first.at)} only`));
  }
  const sure = warnings.filter(
    (mail) =>
      surelyConcerns(mail, 'warned', instance, observed) &&
      !isBlind(mail, observed) &&
      mail.at >= begunByHand(instance, observed) &&
      !isTakenOver(mail, instance, at, warnings, observed),
  );
  const told = instance.groupName ? 0 : Math.max(0, ...sure.map(({ deadline }) => deadline ?? 0));
  if (at < told) found.push(violated('deadline', `its warning told ${sinceBegin(told)}`));
  return found;
};
