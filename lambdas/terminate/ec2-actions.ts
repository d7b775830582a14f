import { mayHaveBeenCarriedOut } from '../aws/ec2.ts';
import type {
  RemoveProtection,
  SpotRequestsIn,
  StopInstances,
  TerminateInstances,
  Termination,
} from '../aws/ec2-changes.ts';
import type { ReadInstancesIn } from '../aws/read-instances.ts';
import { fillTags } from '../check/observe-launch.ts';
import { judgeInstance } from '../domain/compliance/judge-instance.ts';
import type { OwnerTag } from '../domain/compliance/owner-rule.ts';
import type { Verdict } from '../domain/compliance/verdict.ts';
import { ageOf, isStale } from '../domain/grace-period/deadline.ts';
import {
  ActRefused,
  EnforcementHeld,
  NotFinished,
  TerminationRefused,
} from '../domain/grace-period/errors.ts';
import type { Log } from '../log.ts';

/** The calls of EC2 in the account and Region of a launch. Each throws the errors of `CallWithRetry`. */
export type Ec2Actions = {
  terminate(instanceIds: readonly string[]): Promise<CallResult<Termination[]>>;
  stop(instanceIds: readonly string[]): Promise<CallResult<string[]>>;
  removeProtection(instanceId: string): Promise<CallResult<void>>;
  cancelRequest(requestId: string): Promise<CallResult<boolean>>;
  /** The ids of persistent Spot requests, by instance id. */
  persistentRequests(instanceIds: readonly string[]): Promise<CallResult<ReadonlyMap<string, string>>>;
  /** The verdict on an instance as it is now. */
  judge(instanceId: string): Promise<CallResult<Verdict>>;
};

/** Clients of EC2 for any account and Region. They use its act role. */
export type Ec2ActionClients = {
  readonly terminateInstances: TerminateInstances;
  readonly stopInstances: StopInstances;
  readonly removeProtection: RemoveProtection;
  readonly spotRequestsIn: SpotRequestsIn;
  readonly readInstancesIn: ReadInstancesIn;
};

export const ec2ActionsFor = (
  { accountId, region }: { readonly accountId: string; readonly region: string },
  clients: Ec2ActionClients,
  {
    callWithRetry,
    ownerTag,
    log,
  }: { readonly callWithRetry: CallWithRetry; readonly ownerTag: OwnerTag; readonly log: Log },
): Ec2Actions => {
  const call = <Result>(
    name: string,
    ids: readonly string[],
    call: () => Promise<Result>,
  ): Promise<CallResult<Result>> =>
    callWithRetry(name.startsWith('Describe') ? 'question' : 'change', () =>
      call().catch((error: unknown) => {
        log.warn('ec2-call-failed', { operation: name, accountId, region, ids, error });
        throw error;
      }),
    );
  return {
    terminate: (ids) =>
      call('TerminateInstances', ids, () => clients.terminateInstances(accountId, region, ids)),
    stop: (ids) => call('StopInstances', ids, () => clients.stopInstances(accountId, region, ids)),
    removeProtection: (instanceId) =>
      call('ModifyInstanceAttribute', [instanceId], async () => {
        await clients.removeProtection(accountId, region, instanceId);
        log.warn('protection-removed', { accountId, region, instanceId });
      }),
    cancelRequest: (requestId) =>
      call('CancelSpotInstanceRequests', [requestId], async () => {
        const requests = await clients.spotRequestsIn(accountId, region);
        return requests.cancel(requestId);
      }),
    persistentRequests: (ids) =>
      call('DescribeSpotInstanceRequests', ids, async () => {
        const requests = await clients.spotRequestsIn(accountId, region);
        return requests.persistent(ids);
      }),
    judge: (instanceId) =>
      call('DescribeInstances', [instanceId], async (): Promise<Verdict> => {
        const reader = await clients.readInstancesIn(accountId, region);
        const found = await reader.instance(instanceId);
        if (!found) return { is: 'gone', reason: 'not-found' };
        const [filled = found] = await fillTags(reader, [found], ownerTag);
        return judgeInstance(filled, ownerTag);
      }),
  };
};

/** The answer of a call, and whether an earlier attempt of it, whose answer was lost, may have been carried out. */
type CallResult<Result> = { readonly answer: Result; readonly mayHaveActed: boolean };

/**
 * Calls EC2, and retries while that may help. `what` says whether the call changes something: a question whose answer
 * was lost has changed nothing.
 *
 * @throws EnforcementHeld when enforcement is paused or the breaker holds it, and no attempt can have been carried out
 * @throws NotFinished when the verdict is too old; or when the call is held or unauthorized, and an earlier attempt may
 *   have been carried out
 * @throws TerminationRefused, ActRefused as the call throws them: a retry would not change the answer
 */
type CallWithRetry = <Result>(
  what: 'change' | 'question',
  call: () => Promise<Result>,
) => Promise<CallResult<Result>>;

/**
 * Milliseconds between attempts: a quarter of a second, doubled up to four, with full jitter. About thirty fit into a
 * minute.
 */
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 4000;

const wait = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** tries));
  });

const isFinal = (error: unknown): boolean =>
  error instanceof EnforcementHeld ||
  error instanceof NotFinished ||
  error instanceof TerminationRefused ||
  error instanceof ActRefused;

const isUnauthorized = (error: unknown): error is TerminationRefused | ActRefused =>
  (error instanceof TerminationRefused || error instanceof ActRefused) && error.why === 'unauthorized';

/** Reads what forbids a call now: the pause or the breaker; null if neither does. */
export type ReadHold = () => Promise<EnforcementHeld['by'] | null>;

/**
 * Before each attempt, reads whether enforcement is paused or held, and whether the verdict is still fresh: the SDK's
 * own retries do neither. Once held, everything stays held in this run, even if the pause was short.
 *
 * @param isRetry whether a run before this one, on the same verdict, gave no answer: it may have carried out every call
 */
export const retryWhileVerdictFresh = (
  checkedAt: string,
  readHold: ReadHold,
  isRetry: boolean,
): CallWithRetry => {
  let held: EnforcementHeld['by'] | null = null;
  return async (what, call) => {
    let mayHaveActed = isRetry;
    let last: unknown;
    const refuseStale = (): void => {
      if (!isStale(ageOf(checkedAt, new Date()))) return;
      const reason = last instanceof Error ? last.name : 'stale-verdict';
      throw new NotFinished(reason, mayHaveActed, { cause: last });
    };
    for (let tries = 0; ; tries += 1) {
      refuseStale();
      try {
        held ??= await readHold();
        if (held) throw mayHaveActed ? new NotFinished(held, true) : new EnforcementHeld(held);
        // Checked again: reading the hold may have taken long.
        refuseStale();
        return { answer: await call(), mayHaveActed };
      } catch (error) {
        // If the instance got an Owner meanwhile, IAM refuses it whether it is running or shutting down: check again.
        if (isUnauthorized(error) && mayHaveActed) throw new NotFinished(error.why, true, { cause: error });
        if (isFinal(error)) throw error;
        mayHaveActed ||= what === 'change' && mayHaveBeenCarriedOut(error);
        last = error;
      }
      await wait(tries);
    }
  };
};
