import type { OwnerTag } from '../compliance/owner-rule.ts';
import type { Verdict } from '../compliance/verdict.ts';
import type { GracePeriodInput, NoticeInput } from '../grace-period/input.ts';
import { type Decision, HELD_BY_BREAKER, type Outcome } from '../grace-period/outcome.ts';
import type { Round } from '../grace-period/round.ts';
import { byInstance, groupInstances } from '../instances.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Launcher } from '../record/launcher.ts';

export type NoticeSettings = {
  readonly ownerTag: OwnerTag;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** Addresses to ask. */
  readonly administrators: readonly string[];
};

/** An Auto Scaling group that is told of once an hour: how often it launched meanwhile, and since when. */
export type GroupNews = {
  readonly name: string;
  readonly launches: number;
  /** ISO 8601 UTC; null in the first mail about it. */
  readonly since: string | null;
};

/** All that the mail of a round is written from. */
export type NoticeContext = {
  readonly input: NoticeInput;
  readonly round: Round;
  readonly launcher: Launcher;
  readonly group: GroupNews | null;
  readonly settings: NoticeSettings;
};

/** Decisions that a person is told of, the most urgent first. */
const REPORTED = [
  'failed',
  'terminated',
  'stopped',
  'would-terminate',
  'held',
  'warned',
  'invalid',
  'noticed',
  'exempt',
  'repaired',
  'inherited',
] as const satisfies Decision[];

/** Something to tell: what became of these instances, and the verdict behind it. */
export type NewsItem = {
  readonly decision: (typeof REPORTED)[number];
  readonly reason: string;
  readonly verdict: Verdict;
  readonly instanceIds: readonly string[];
};

const isReported = (decision: Decision): decision is NewsItem['decision'] =>
  REPORTED.some((told) => told === decision);

/** What this round has to tell that no earlier notice told, the most urgent first. */
export const findNews = (
  round: Round,
  outcomes: readonly Outcome[],
  earlier: readonly Outcome[],
): NewsItem[] => {
  const told = byInstance(earlier);
  const toWarn = new Set(round.toWarn);
  const found = byInstance(round.findings);
  const news = outcomes.flatMap(({ decision, reason, instanceIds }) =>
    instanceIds.flatMap((instanceId) => {
      const verdict = found.get(instanceId)?.verdict;
      // The people concerned are told of all that the breaker holds in one mail.
      if (decision === 'held' && reason === HELD_BY_BREAKER) return [];
      if (reason === 'changed-back-before') return [];
      const before = told.get(instanceId)?.decision;
      const isNews = decision === 'warned' ? toWarn.has(instanceId) : before !== decision;
      // What is spared is no news but to those who were told that it would end.
      if (decision === 'exempt' && (reason !== 'account-not-listed' || before !== 'warned')) return [];
      return verdict && isNews && isReported(decision) ? [{ instanceId, decision, reason, verdict }] : [];
    }),
  );
  return groupInstances(news, ({ decision, reason, verdict }) => ({ decision, reason, verdict })).sort(
    (a, b) => REPORTED.indexOf(a.decision) - REPORTED.indexOf(b.decision),
  );
};

/** What is told of a launcher of many launches once an hour, and not at each of them. */
export type HourlyNews = {
  /** Names it in the table. */
  readonly key: string;
  /** Whether it is a warning: a mail that tells it stands for the warnings of the hour's other launches. */
  readonly isWarning: boolean;
  readonly items: readonly NewsItem[];
};

/**
 * What of a round's news is told once an hour of the whole origin. A failure is always told, and so is a person of
 * their own launch: that its instance was put into a group later is no reason for silence. What an instance
 * launches is warned of each time: nothing launches it again. So is what was held, missed or untagged later: its warning
 * is to be a fresh one.
 *
 * A mail stands for others to the same reader and in the same mode only: the key says both.
 */
export const findHourlyNews = (
  items: readonly NewsItem[],
  { launch: { accountId, region }, account, cause }: Pick<GracePeriodInput, 'launch' | 'account' | 'cause'>,
  { userName, evidence }: Launcher,
  origin: Origin | null,
): readonly HourlyNews[] => {
  if (!origin) return [];
  const ofGroup =
    cause === 'launch' &&
    origin.kind === 'auto-scaling-group' &&
    (userName === null || evidence === 'group-owner');
  const key = `${accountId} ${region} ${origin.id} ${account.mode} ${userName ?? 'nobody'}`;
  const warnings = ofGroup ? items.filter(({ decision }) => decision === 'warned') : [];
  const inherited = items.filter(({ decision }) => decision === 'inherited');
  return [
    { key, isWarning: true, items: warnings },
    { key: `inherited ${key}`, isWarning: false, items: inherited },
  ].filter((news) => news.items.length > 0);
};
