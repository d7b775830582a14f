import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import { isHeld } from '../breaker/count-and-hold.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { ageOf, isStale } from '../domain/grace-period/deadline.ts';
import { AccountNotEnforced, AnswerLost, StaleVerdict } from '../domain/grace-period/errors.ts';
import { TerminateInput } from '../domain/grace-period/input.ts';
import { OnTerminationProtection, type Terminations } from '../domain/grace-period/orders-and-results.ts';
import {
  failUnfinished,
  mergeResults,
  NO_TERMINATIONS,
  remainingOrders,
  retryTimeExceeded,
} from '../domain/grace-period/terminations.ts';
import { byInstance } from '../domain/instances.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import { carryOut } from './carry-out.ts';
import {
  type Ec2ActionClients,
  ec2ActionsFor,
  type ReadHold,
  retryWhileVerdictFresh,
} from './ec2-actions.ts';

/** The environment of `terminate`. */
export const TerminateEnvironment = z.object({
  /** The name of the role in each enforced sub-account that may terminate instances without an Owner. */
  ACT_ROLE_NAME: z.string(),
  /** Ids of the sub-accounts in mode enforce. */
  ENFORCED_ACCOUNTS: json(z.array(z.string())),
  /** The parameter that pauses enforcement unless its value is `no`. */
  PAUSE_PARAMETER_NAME: z.string(),
  /** The table in which the breaker keeps what it holds. */
  TABLE_NAME: z.string(),
  ON_TERMINATION_PROTECTION: OnTerminationProtection,
  OWNER_TAG: json(OwnerTag),
});
export type TerminateEnvironment = z.infer<typeof TerminateEnvironment>;

export type TerminateClients = Ec2ActionClients & {
  readonly readPause: ReadPause;
  readonly breaker: Pick<BreakerTable, 'read'>;
  readonly log: Log;
};

/**
 * Terminates what a fresh check found noncompliant, and returns EC2's answer for each instance. What cannot be
 * completed while the check is fresh is unfinished: the state machine checks again.
 *
 * @throws StaleVerdict when the check is older than a minute at the beginning
 * @throws AnswerLost for the same on a retry: the run before it gave no answer
 * @throws AccountNotEnforced when the account is in dry-run
 */
export const createHandler =
  (environment: TerminateEnvironment, clients: TerminateClients) =>
  async (event: unknown): Promise<Terminations> => {
    const { attempt, redrives, state } = z.parse(TerminateInput, event);
    const isAnother = attempt > 0 || redrives > 0;
    const { launch, check, terminations: before = NO_TERMINATIONS } = state;
    const { accountId } = launch;
    if (!environment.ENFORCED_ACCOUNTS.includes(accountId)) throw new AccountNotEnforced(accountId);
    const ageSeconds = ageOf(check.checkedAt, new Date());
    if (isStale(ageSeconds)) {
      throw isAnother ? new AnswerLost(check.checkedAt) : new StaleVerdict(check.checkedAt, ageSeconds);
    }
    if (retryTimeExceeded(before, check.dueAt, new Date())) return failUnfinished(before, check.toTerminate);
    return terminateDue(state, before, isAnother, environment, clients);
  };

const terminateDue = async (
  { launch, cause, check }: z.output<typeof TerminateInput>['state'],
  before: Terminations,
  isAnother: boolean,
  { OWNER_TAG: ownerTag, ON_TERMINATION_PROTECTION: setting }: TerminateEnvironment,
  { readPause, breaker, log, ...clients }: TerminateClients,
): Promise<Terminations> => {
  const { accountId, region } = launch;
  const readHold: ReadHold = async () => {
    if (await readPause()) return 'paused';
    return (await isHeld({ launch, cause }, breaker)) ? 'breaker' : null;
  };
  const callWithRetry = retryWhileVerdictFresh(check.checkedAt, readHold, isAnother);
  const asked = byInstance(before.ifGone);
  const answers = await carryOut(
    remainingOrders(check.toTerminate, before),
    ec2ActionsFor({ accountId, region }, clients, { callWithRetry, ownerTag, log }),
    {
      priorAttempt: (instanceId) =>
        isAnother ? 'on-this-verdict' : asked.has(instanceId) ? 'earlier' : null,
      setting,
    },
  );
  const all = mergeResults(before, answers);
  log.info('termination-results', { accountId, region, ...all });
  return all;
};
