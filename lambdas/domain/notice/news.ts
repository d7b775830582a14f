import type { OwnerTag } from '../compliance/owner-rule.ts';
import type { Verdict } from '../compliance/verdict.ts';
import type { GracePeriodInput, NoticeInput } from '../grace-period/input.ts';
import { type Decision, HELD_BY_BREAKER, type Outcome } from '../grace-period/outcome.ts';
import type { Round } from '../grace-period/round.ts';
import { byInstance, groupInstances } from '../instances.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Launcher } from '../record/launcher.ts';

/** What the configuration says about notices. */
export type NoticeSettings = {
  readonly ownerTag: OwnerTag;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** Addresses for questions. */
  readonly administrators: readonly string[];
};

/** An Auto Scaling group with one mail an hour: how often it launched since the last mail, and when that was. */
export type GroupNews = {
  readonly name: string;
  readonly launches: number;
  /** ISO 8601 UTC; null in the first mail about it. */
  readonly since: string | null;
};

/** What the mail of a round is written from. */
export type NoticeContext = {
  readonly input: NoticeInput;
  readonly round: Round;
  readonly launcher: Launcher;
  readonly group: GroupNews | null;
  readonly settings: NoticeSettings;
};

/** Decisions of which people are notified, the most urgent first. */
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

/** An item of news: what became of these instances, and the verdict behind it. */
export type NewsItem = {
  readonly decision: (typeof REPORTED)[number];
  readonly reason: string;
  readonly verdict: Verdict;
  readonly instanceIds: readonly string[];
};

const isReported = (decision: Decision): decision is NewsItem['decision'] =>
  REPORTED.some((reported) => reported === decision);

/** The news of this round that no earlier notice reported, the most urgent first. */
export const findNews = (
  round: Round,
  outcomes: readonly Outcome[],
  earlier: readonly Outcome[],
): NewsItem[] => {
  const reported = byInstance(earlier);
  const toWarn = new Set(round.toWarn);
  const found = byInstance(round.findings);
  const news = outcomes.flatMap(({ decision, reason, instanceIds }) =>
    instanceIds.flatMap((instanceId) => {
      const verdict = found.get(instanceId)?.verdict;
      // The breaker's notice covers all instances that it holds.
      if (decision === 'held' && reason === HELD_BY_BREAKER) return [];
      if (reason === 'changed-back-before') return [];
      const before = reported.get(instanceId)?.decision;
      const isNews = decision === 'warned' ? toWarn.has(instanceId) : before !== decision;
      // That an instance is exempt is news only if its account left the service after a warning.
      if (decision === 'exempt' && (reason !== 'account-not-listed' || before !== 'warned')) return [];
      return verdict && isNews && isReported(decision) ? [{ instanceId, decision, reason, verdict }] : [];
    }),
  );
  return groupInstances(news, ({ decision, reason, verdict }) => ({ decision, reason, verdict })).sort(
    (a, b) => REPORTED.indexOf(a.decision) - REPORTED.indexOf(b.decision),
  );
};

/** News about an origin with many launches, which is reported once an hour and not for each launch. */
export type HourlyNews = {
  /** Its key in the table. */
  readonly key: string;
  /** Whether it is a warning. Then a mail with it stands for the warnings of the hour's other launches. */
  readonly isWarning: boolean;
  readonly items: readonly NewsItem[];
};

/**
 * The part of a round's news that is reported once an hour for the whole origin: warnings about an Auto Scaling group's
 * launches, and inherited Owners. All other news is reported each time:
 * - a person's own launch, even if its instance was put into a group later
 * - warnings about what an instance launched, because nothing launches it again
 * - warnings about instances that were held, missed or untagged later, because these need a fresh warning
 *
 * A mail stands only for others to the same reader and in the same mode, so the key holds both.
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
