import type { OwnerTag } from '../compliance/owner-rule.ts';
import type { Verdict } from '../compliance/verdict.ts';
import type { GracePeriodInput, NoticeInput } from '../grace-period/input.ts';
import { type Decision, HELD_BY_BREAKER, type Outcome } from '../grace-period/outcome.ts';
import type { Round } from '../grace-period/round.ts';
import { byInstance, groupInstances } from '../instances.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Identity } from '../record/identity.ts';
import type { Launcher } from '../record/launcher.ts';

/** What the configuration says about notices. */
export type NoticeSettings = {
  readonly ownerTag: OwnerTag;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** Addresses for questions. */
  readonly administrators: readonly string[];
};

/** What a mail says of a source, for which it stands for an hour. */
export type SourceNews = Pick<Source, 'what' | 'name'> & {
  /** How many of its launches had no mail of their own since the last such mail, and when that was. */
  readonly launches: number;
  /** ISO 8601 UTC; null in the first mail about it. */
  readonly since: string | null;
  /** Until when the mail stands for its other launches, ISO 8601 UTC. */
  readonly until: string;
};

/** What the mail of a round is written from. */
export type NoticeContext = {
  readonly input: NoticeInput;
  readonly round: Round;
  readonly launcher: Launcher;
  /** Null if the mail stands for no other launch. */
  readonly source: SourceNews | null;
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

/** What may launch again and again with no person behind it: an Auto Scaling group, or a principal such as a role. */
type Source = {
  /** Such as `Role`. */
  readonly what: string;
  readonly name: string;
  /** Distinguishes it from all other sources. */
  readonly key: string;
};

/** Who made a call that leads to no person; null if the record does not distinguish two such callers. */
const principalOf = (identity: Identity): Pick<Source, 'what' | 'name'> | null => {
  switch (identity.is) {
    case 'role-session':
    case 'instance-session':
    case 'identity-center-session':
      // A controller opens new sessions again and again. Only its role stays the same.
      return { what: 'Role', name: identity.roleName };
    case 'iam-user':
      return identity.userName === null ? null : { what: 'IAM user', name: identity.userName };
    case 'federated-user':
      return identity.name === null ? null : { what: 'Federated user', name: identity.name };
    case 'nobody':
      if (identity.type === 'Root') return { what: 'User', name: 'root' };
      if (identity.type !== 'AWSService' || identity.invokedBy === null) return null;
      return { what: 'AWS service', name: identity.invokedBy };
    default:
      return identity satisfies never;
  }
};

/** A launch, and what is known of who is behind it. */
export type AttributedLaunch = Pick<GracePeriodInput, 'launch' | 'account' | 'cause'> & {
  readonly launcher: Launcher;
  readonly origin: Origin | null;
};

/** Evidence of who is behind something that may launch again and again. */
const OF_SOURCES: readonly Launcher['evidence'][] = [
  'group-owner',
  'group-creator',
  'request-owner',
  'request-creator',
];

/** Whether a person made the launch, who is notified of each. */
export const isByPerson = ({ userName, evidence }: Launcher): boolean =>
  userName !== null && !OF_SOURCES.includes(evidence);

/** A group or an instance belongs to one Region, a principal to all Regions of its account. */
const originAsSource = ({ launch }: AttributedLaunch, { kind, id }: Origin): Source => ({
  what: kind === 'instance' ? 'Parent instance' : 'Auto Scaling group',
  name: id,
  key: `${launch.accountId} ${launch.region} ${kind} ${id}`,
});

/** The source of a launch; null if a person made it, or if the record does not show who did. */
const sourceOf = (launched: AttributedLaunch): Source | null => {
  const { launch, launcher, origin } = launched;
  if (isByPerson(launcher)) return null;
  if (origin?.kind === 'auto-scaling-group') return originAsSource(launched, origin);
  const principal = launch.identity ? principalOf(launch.identity) : null;
  return principal && { ...principal, key: `${launch.accountId} ${principal.what} ${principal.name}` };
};

const isEnd = ({ decision }: NewsItem): boolean =>
  decision === 'terminated' || decision === 'would-terminate';

/** Whether an instance ended as its warning announced, without a side effect such as a removed protection. */
export const isAnnouncedEnd = (item: NewsItem): boolean => isEnd(item) && item.reason === item.verdict.reason;

/** The kinds of mail about a source: in an hour, one of each. The third comes only where an end was not as announced. */
const MAIL_KINDS = ['warning', 'report', 'exception'] as const;

const mailKindOf = (item: NewsItem): (typeof MAIL_KINDS)[number] => {
  if (item.decision === 'warned') return 'warning';
  if (item.decision === 'failed' || item.decision === 'stopped') return 'exception';
  return isEnd(item) && !isAnnouncedEnd(item) ? 'exception' : 'report';
};

/** News about a source, which is reported once an hour and not for each launch. */
type HourlyNews = {
  readonly source: Source;
  /** Its key in the table: what is reported, about which source, and to whom. */
  readonly key: string;
  /** If it is, a mail with it stands for the warnings of the hour's other launches. */
  readonly isWarning: boolean;
  readonly items: readonly NewsItem[];
};

/**
 * The part of a round's news that is reported once an hour for the whole source: news about launches that no person
 * made, and inherited Owners. All other news is reported each time: about a person's own launch, even if its instance was
 * put into a group later, and about instances that were held, missed or untagged later, which need a fresh warning.
 *
 * A mail stands only for others to the same reader and in the same mode, so the key holds both. A warning during a pause
 * says so, and does not stand for one after the pause.
 */
export const findHourlyNews = (
  items: readonly NewsItem[],
  launched: AttributedLaunch,
  paused: boolean,
): readonly HourlyNews[] => {
  const { account, cause, launcher, origin } = launched;
  const ownSource = cause === 'launch' ? sourceOf(launched) : null;
  const source = ownSource ?? (origin && originAsSource(launched, origin));
  if (!source) return [];
  const isHourly = ({ decision }: NewsItem): boolean => ownSource !== null || decision === 'inherited';
  const to = `${account.mode} ${launcher.userName ?? 'nobody'}`;
  return MAIL_KINDS.map((kind) => ({
    source,
    key: `${kind}${kind === 'warning' && paused ? ' paused' : ''} ${source.key} ${to}`,
    isWarning: kind === 'warning',
    items: items.filter((item) => isHourly(item) && mailKindOf(item) === kind),
  })).filter((news) => news.items.length > 0);
};
