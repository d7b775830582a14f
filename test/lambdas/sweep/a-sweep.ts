import type { BreakerTable } from '../../../lambdas/aws/breaker-table.ts';
import type { BreakerNoticeInput } from '../../../lambdas/domain/breaker/notices-due.ts';
import type { GracePeriodInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { OpenExecution } from '../../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { LookRequest } from '../../../lambdas/domain/propagation/look.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import type { ExistingInstance } from '../../../lambdas/domain/sweep/classify.ts';
import { createHandler, type SweepEnvironment } from '../../../lambdas/sweep/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aTiming } from '../a-timing.ts';
import { anOpenExecution } from '../an-open-execution.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { noUsers, someUsers } from '../some-users.ts';

/** The state that a sweep finds. A field that is an error makes its call fail. */
export type Met = {
  readonly mode?: 'dry-run' | 'enforce';
  /** The instances, by Region. */
  readonly regions?: Readonly<Record<string, readonly ExistingInstance[] | Error>>;
  /** Further tags that DescribeTags returns, by instance. */
  readonly moreTags?: Readonly<Record<string, readonly Tag[]>>;
  readonly open?: readonly Launch[];
  /** The launches whose executions failed. */
  readonly failed?: readonly OpenExecution[];
  readonly breaker?: BreakerTable;
  readonly paused?: boolean | Error;
  readonly stopped?: readonly string[];
  readonly held?: readonly string[];
  readonly exempt?: readonly string[];
  /** Instances that were reported and left alive. */
  readonly reported?: readonly string[];
  /** Instances that administrators know already. */
  readonly noticed?: readonly string[];
  /** How often each instance was swept. */
  readonly times?: Readonly<Record<string, number>>;
  readonly table?: Error;
  /** What happens to a request for a look; null if no Owner is propagated. */
  readonly requestLook?: Error | null;
  /** The users of the gateway, if the sweep reads them. */
  readonly users?: readonly string[] | Error;
  readonly environment?: Partial<SweepEnvironment>;
};

const aSweepEnvironment = (): SweepEnvironment => ({
  STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod',
  OWNER_TAG: anOwnerTag(),
  TIMING: aTiming(),
  EXEMPTIONS: [],
  ENFORCE_LAUNCHES_AFTER: null,
  BREAKER_STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-Breaker',
  MAX_TERMINATIONS_AT_ONCE: 10,
  PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
  READ_ROLE_NAME: 'tag-enforcement-read',
  PROPAGATE_QUEUE_URL: 'the-attachment-queue',
  TABLE_NAME: 'the-table',
});

/** Sweeps pangenomics, and returns what it did. */
export const aSweep = async (met: Met) => {
  const { regions = {}, mode = 'enforce', open = [], paused = false, table, environment = {} } = met;
  const started: { readonly name: string; readonly input: GracePeriodInput }[] = [];
  const notices: { readonly name: string; readonly input: BreakerNoticeInput }[] = [];
  const breaker = met.breaker ?? aBreaker();
  const asked: string[] = [];
  const kept: [string, number][] = [];
  const looks: LookRequest[] = [];
  const log = aLog();
  const metrics = aMetrics();
  const recall = <T>(known: T): Promise<T> => (table ? Promise.reject(table) : Promise.resolve(known));
  const handler = createHandler(
    { ...aSweepEnvironment(), ...environment },
    {
      readAccountIn: () => async (accountId, region) => ({
        existing: async () => {
          asked.push(`read ${accountId} ${region}`);
          const there = regions[region] ?? [];
          if (there instanceof Error) throw there;
          return [...there];
        },
        tags: async () => new Map(Object.entries(met.moreTags ?? {})),
      }),
      openExecutions: async (accountId, places) => {
        asked.push(`open ${accountId} ${places.join(' ')}`);
        return open.map((launch) => anOpenExecution(launch));
      },
      failedExecutions: async () => {
        asked.push('failed');
        return [...(met.failed ?? [])];
      },
      startBreakerNotice: async (name, input) => {
        notices.push({ name, input });
      },
      breaker,
      startExecution: async (name, input) => {
        started.push({ name, input });
      },
      readPause: async () => {
        if (paused instanceof Error) throw paused;
        return paused;
      },
      sweepNotes: {
        find: (kind, ids) => recall(ids.filter((id) => (met[kind] ?? []).includes(id))),
      },
      sweepCounts: {
        times: (instanceId) => recall(met.times?.[instanceId] ?? 0),
        save: async (instanceId, times) => {
          await recall(undefined);
          kept.push([instanceId, times]);
        },
      },
      requestLook:
        met.requestLook === null
          ? null
          : async (request) => {
              if (met.requestLook) throw met.requestLook;
              looks.push(request);
            },
      users: met.users ? someUsers(met.users).users : noUsers,
      log,
      metrics,
    },
  );
  const input = { accountId: '422448306679', name: 'pangenomics', mode, regions: Object.keys(regions) };
  const result = await handler(input).catch((error: unknown) => error);
  return {
    result,
    started,
    notices,
    breaker,
    asked,
    kept,
    looks,
    log: log.lines,
    measured: metrics.measured,
  };
};
