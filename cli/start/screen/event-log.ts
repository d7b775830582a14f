import { groupInstances } from '../../../lambdas/domain/instances.ts';
import { printable } from '../../../lambdas/domain/text.ts';
import type { Entry } from '../../../local/entry.ts';
import type { PlayResult } from '../../../local/play.ts';
import { decisionOf, type Propagation } from '../../../local/rows/recorder.ts';
import type { Row, RowDecision } from '../../../local/rows/row.ts';
import type { SentMail } from '../../../local/rows/sent-mail.ts';
import type { NumberedLaunch } from './numbered-launch.ts';
import { personOf, type UserAction, userActionOf } from './user-action.ts';

/** Something that the screen shows; `at` is in milliseconds since the epoch. */
export type LogEntry = { readonly at: number } & (
  | { readonly is: 'failed-launch'; readonly text: string }
  | ({ readonly is: 'user-action'; readonly launch: NumberedLaunch } & UserAction)
  | {
      readonly is: 'decision';
      readonly launch: NumberedLaunch;
      readonly decision: RowDecision;
      readonly reason: string;
      readonly instanceIds: readonly string[];
    }
  /** Things of instances that got their Owner, or would in mode enforce. */
  | {
      readonly is: 'propagated';
      readonly decision: RowDecision;
      readonly owner: string;
      readonly resourceIds: readonly string[];
      readonly instanceIds: readonly string[];
    }
  | {
      /** What became of resources that are no instances. */
      readonly is: 'resources';
      readonly decision: RowDecision;
      readonly resources: readonly Pick<Row, 'resourceType' | 'resourceId'>[];
      readonly where: string;
    }
  | { readonly is: 'mail'; readonly launch: NumberedLaunch | null; readonly mail: SentMail }
);

/** The order of entries of one instant: what people do, what the service decides, the mails about it. */
const ORDER_AT_ONE_INSTANT = {
  'failed-launch': 0,
  'user-action': 1,
  decision: 2,
  resources: 2,
  propagated: 3,
  mail: 4,
} as const satisfies Record<LogEntry['is'], number>;

const decisionsOf = (launch: NumberedLaunch): LogEntry[] =>
  groupInstances(
    launch.record.rows().map((row) => ({ instanceId: row.resourceId, ...row })),
    ({ at, decision, reason }) => ({ at: Date.parse(at), decision, reason }),
  ).map((alike) => ({ is: 'decision', launch, ...alike }));

/** What got an Owner at one instant is one entry. */
const propagationsOf = (propagations: readonly Propagation[]): LogEntry[] =>
  [
    ...Map.groupBy(propagations, (one) =>
      [one.at, one.accountId, one.region, one.owner, decisionOf(one)].join(' '),
    ).values(),
  ].flatMap((alike): LogEntry[] => {
    const [first] = alike;
    if (!first) return [];
    return [
      {
        is: 'propagated',
        at: first.at,
        decision: decisionOf(first),
        owner: printable(first.owner),
        resourceIds: alike.map(({ resourceId }) => resourceId),
        instanceIds: [...new Set(alike.flatMap(({ instanceIds }) => instanceIds))],
      },
    ];
  });

const resourcesOf = (rows: readonly Row[], accountNames: ReadonlyMap<string, string>): LogEntry[] =>
  [
    ...Map.groupBy(
      rows,
      ({ at, decision, accountId, region }) => `${at} ${decision} ${accountId} ${region}`,
    ).values(),
  ].flatMap((resources): LogEntry[] => {
    const [first] = resources;
    if (!first) return [];
    const { at, decision, accountId, region } = first;
    const where = `${accountNames.get(accountId) ?? accountId}, ${region}`;
    return [{ is: 'resources', at: Date.parse(at), decision, resources, where }];
  });

const failedLaunch = ({ eventName, record, at }: Entry, accountName: string): LogEntry[] =>
  eventName === 'RunInstances' && typeof record.errorCode === 'string'
    ? [
        {
          is: 'failed-launch',
          at,
          text: `${personOf(record.userIdentity)} in ${accountName}: ${printable(record.errorCode)}, so nothing was launched`,
        },
      ]
    : [];

/** Merges consecutive equal actions of one person on one launch: a program may call once for each instance and key. */
const merge = (entries: readonly LogEntry[]): LogEntry[] => {
  const merged: LogEntry[] = [];
  for (const entry of entries) {
    const last = merged.at(-1);
    const isMore =
      entry.is === 'user-action' &&
      last?.is === 'user-action' &&
      last.launch === entry.launch &&
      last.word === entry.word &&
      last.person === entry.person;
    if (!isMore) {
      merged.push(entry);
      continue;
    }
    merged[merged.length - 1] = {
      ...last,
      instanceIds: [...new Set([...last.instanceIds, ...entry.instanceIds])],
      tags: [...new Set([...last.tags, ...entry.tags])],
    };
  }
  return merged;
};

/** What happened to the launches, in order: what people did during a grace period, the decisions, the mails. */
export const eventLog = (
  { userActions, recorder }: Pick<PlayResult, 'userActions' | 'recorder'>,
  launches: readonly NumberedLaunch[],
  accountNames: ReadonlyMap<string, string>,
): LogEntry[] => {
  const ofInstance = Map.groupBy(
    launches.flatMap((launch) => {
      const { from, to } = spanOf(launch);
      return launch.record.instanceIds().map((id) => ({ id, launch, from, to }));
    }),
    ({ id }) => id,
  );
  /** The grace period of an action: the last that has begun, or the first if none has. */
  const launchOf = (id: string, at: number): NumberedLaunch | undefined => {
    const spans = ofInstance.get(id) ?? [];
    const span = spans.findLast(({ from }) => from <= at) ?? spans[0];
    return span && at <= span.to ? span.launch : undefined;
  };
  const byLaunch = new Map(launches.map((launch) => [launch.record.launch, launch]));

  const done = (action: UserAction): LogEntry[] =>
    [...new Set(action.instanceIds.flatMap((id) => launchOf(id, action.at) ?? []))].map((launch) => ({
      is: 'user-action',
      launch,
      ...action,
      instanceIds: action.instanceIds.filter((id) => launchOf(id, action.at) === launch),
    }));

  const entries = [
    ...userActions.flatMap((entry) =>
      failedLaunch(entry, accountNames.get(entry.accountId) ?? entry.accountId),
    ),
    ...userActions.flatMap((entry) => userActionOf(entry) ?? []).flatMap(done),
    ...launches.flatMap(decisionsOf),
    ...propagationsOf(recorder.propagations),
    ...resourcesOf(recorder.resourceRows(), accountNames),
    ...recorder.mails.flatMap((mail): LogEntry[] => {
      const launch = mail.launch && byLaunch.get(mail.launch);
      return launch === undefined ? [] : [{ is: 'mail', at: mail.at, launch, mail }];
    }),
  ];
  return merge(
    entries.sort((a, b) => a.at - b.at || ORDER_AT_ONE_INSTANT[a.is] - ORDER_AT_ONE_INSTANT[b.is]),
  );
};

const spanOf = ({ record }: NumberedLaunch): { readonly from: number; readonly to: number } => {
  const times = record.rows().map(({ at }) => Date.parse(at));
  return { from: Math.min(...times), to: Math.max(...times) };
};
