import { graceOf, notEnforced } from '../seen/deployed.ts';
import { judging } from '../seen/judging.ts';
import type { SeenMail } from '../seen/mail.ts';
import type { Life, Seen } from '../seen/seen.ts';
import { isGuarded, isValid, standingAt, standingOf, standingSince } from '../seen/standing.ts';
import { EXEMPTING_TAG, SANDBOX, TIMING } from '../settings.ts';
import { MINUTE, SECOND, sinceBegin } from '../time.ts';
import { beginningOf } from './beginning.ts';
import { begunByHand, isTakenOver } from './by-hand.ts';
import { endedThoughHeld } from './of-breaker.ts';
import { answerWasLost } from './of-mail.ts';
import { maySpeakOf, surelySpeaksOf } from './spoken-of.ts';
import type { Invariant, Violation } from './violation.ts';

/** A verdict may be so old when it is acted on, and what was tagged since is the Guard's to save. */
const VERDICT_AGE = 61 * SECOND;

/** A verdict may rest on tags that are older than itself: by as much as DescribeTags was, when it last showed old ones. */
const verdictAge = ({ accountId }: Life, at: number, { injections }: Pick<Seen, 'injections'>): number =>
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
  life: Life,
  at: number,
  age: number,
  has: (tags: Life['tags'][number]['tags']) => boolean,
): boolean => {
  const known = life.tags.filter((one) => one.at <= at);
  const before = known.findLast((one) => one.at <= at - age) ?? known[0];
  return [before, ...known.filter((one) => one.at > at - age)].every((one) => one && has(one.tags));
};

const isExempt = (life: Life, at: number, age: number): boolean =>
  life.isManaged ||
  life.accountId === SANDBOX ||
  wasThere(life, at, age, (tags) =>
    tags.some(({ key, value }) => key === EXEMPTING_TAG.key && value === EXEMPTING_TAG.value),
  );

/** Whether an instance without any claim has a parent, or a group, with a valid Owner. */
export const inherits = (
  life: Life,
  at: number,
  { lives, setting, injections }: Pick<Seen, 'lives' | 'setting' | 'injections'>,
): boolean => {
  const age = verdictAge(life, at, { injections });
  const isClaimed = (tags: Life['tags'][number]['tags']): boolean =>
    tags.some(({ key, value }) => key.trim().toLowerCase() === 'owner' && value !== '');
  if (!wasThere(life, at, age, (tags) => !isClaimed(tags))) return false;
  if (life.groupOwner !== null) return isValid(life.groupOwner);
  const parent = life.parentId === null ? undefined : lives.get(life.parentId);
  if (!parent) return false;
  const isOwned = standingAt(parent, at, setting) === 'owned';
  return isOwned && standingSince(parent, at, setting) <= at - age;
};

/** What finds who launched an instance of which no record came. */
const FINDING = ['attribute', 'look-up'];

/** Whether nobody could know what launched an instance: no execution had its record, and to look for that was struck. */
const isUnknown = (life: Life, at: number, seen: Seen): boolean => {
  const open = judging(life, at, seen);
  const from = Math.min(...open.map((one) => one.from));
  return (
    open.every(({ launch }) => !launch.identity) &&
    FINDING.some((name) =>
      seen.injections.some(({ fn, ...one }) => fn === name && from <= one.at && one.at <= at),
    )
  );
};

/** The mails that warn of an instance: of itself, or of its Auto Scaling group, which is told of once an hour. */
export const warningsOf = (life: Life, seen: Pick<Seen, 'mails' | 'lives' | 'setting'>): SeenMail[] =>
  seen.mails.filter(
    (mail) =>
      maySpeakOf(mail, 'warned', life, seen) ||
      (life.groupName !== null &&
        mail.groupName === life.groupName &&
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
const isUnmatched = (at: number, { unmatched }: Pick<Seen, 'unmatched'>): boolean =>
  unmatched.some(({ from, until, within = 0 }) => from <= at && at <= until + within + VERDICT_AGE);

/** Whether patterns that match no user, and an Owner of any value, were there long enough for any verdict to know. */
const isSparedByMistake = (life: Life, at: number, { unmatched }: Pick<Seen, 'unmatched'>): boolean =>
  unmatched.some(({ from, until, within = 0 }) => from + within + VERDICT_AGE < at && at < until) &&
  wasThere(life, at, VERDICT_AGE, (tags) => standingOf(tags, 'usual') !== 'unclaimed');

/**
 * Whether a mail warns of what another grace period judges already, since nobody could see that: a second warning is better
 * than none.
 */
const isBlind = (mail: SeenMail, { injections }: Pick<Seen, 'injections'>): boolean =>
  injections.some(
    ({ fn, at, what }) =>
      fn === 'check' &&
      what.includes('states:ListExecutions') &&
      at <= mail.at &&
      at >= mail.at - LOOKED_BEFORE,
  );

/** What was wrong with an end, or a stop, that the service made. */
export const ofEnd = (life: Life, at: number, seen: Seen): Violation[] => {
  const { setting, injections, pauses } = seen;
  const violated = (invariant: Invariant, what: string): Violation => ({
    at,
    invariant,
    what,
    instanceId: life.instanceId,
  });
  const found: Violation[] = [];

  const age = verdictAge(life, at, seen);
  const standing = standingAt(life, at, setting);
  const since = standingSince(life, at, setting);
  const lags = injections.some((one) => one.kind === 'authorization-lags' && one.at === at);
  // What was claimed since the last look is the Guard's to save: if IAM knows the tag yet, and takes it for an Owner.
  const isBeyondGuard = lags || !isGuarded(life, at, setting) || isUnmatched(at, seen);
  if (standing !== 'unclaimed' && !(isBeyondGuard && since > at - age)) {
    found.push(violated('owned', `it has been ${standing} since ${sinceBegin(since)}`));
  }
  if (standing === 'unclaimed' && isSparedByMistake(life, at, seen)) {
    found.push(violated('owned', 'it has an Owner, and no user matches the patterns'));
  }
  if (isExempt(life, at, age)) found.push(violated('spared', 'it is exempt, or its account is in dry-run'));
  const isLost = isUnmatched(at, seen) || (life.parentId !== null && isUnknown(life, at, seen));
  if (inherits(life, at, seen) && !isLost)
    found.push(violated('inherits', 'what launched it has a valid Owner'));
  if (pauses.some(({ from, until }) => from + PAUSE_READ < at && at < until)) {
    found.push(violated('paused', 'enforcement was paused'));
  }

  const held = endedThoughHeld(life, at, seen);
  if (held !== undefined) found.push(violated('held', held));

  const beginning = beginningOf(life, at, seen);
  const deployed = notEnforced(life.accountId, at, seen);
  if (deployed) found.push(violated('spared', `its account is not enforced: ${deployed.change} is deployed`));
  if (at < beginning + graceOf(beginning, at, seen)) {
    found.push(violated('deadline', `its grace period began at ${sinceBegin(beginning)}`));
  }
  const warnings = warningsOf(life, seen).filter((mail) => mail.at >= (life.groupName ? 0 : beginning));
  const warning = warnings.find((mail) => mail.at <= at - NOTICE);
  if (!warning) {
    const [late] = warnings;
    found.push(violated('warned', late ? `its warning is of ${sinceBegin(late.at)}` : 'there is no warning'));
  }
  const [first] = toThoseWhoTag(warnings);
  if (warning && first && first.at > at - NOTICE && !life.groupName && !answerWasLost(injections, at)) {
    found.push(violated('warned', `${first.topicArn} was told at ${sinceBegin(first.at)} only`));
  }
  const sure = warnings.filter(
    (mail) =>
      surelySpeaksOf(mail, 'warned', life, seen) &&
      !isBlind(mail, seen) &&
      mail.at >= begunByHand(life, seen) &&
      !isTakenOver(mail, life, at, warnings, seen),
  );
  const told = life.groupName ? 0 : Math.max(0, ...sure.map(({ deadline }) => deadline ?? 0));
  if (at < told) found.push(violated('deadline', `its warning told ${sinceBegin(told)}`));
  return found;
};
