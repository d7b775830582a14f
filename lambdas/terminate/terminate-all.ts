import type { Termination } from '../aws/ec2-changes.ts';
import {
  ActRefused,
  EnforcementHeld,
  NotFinished,
  TerminationRefused,
} from '../domain/grace-period/errors.ts';
import type { InstanceResult } from '../domain/grace-period/terminations.ts';
import type { Ec2Actions } from './ec2-actions.ts';

/**
 * Instances per call: EC2 allows 100 calls and 1,000 instances at once, then 5 and 20 a second. In batches of 100, one
 * refused instance costs further calls about 200 instances in all, not about 2,000.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const BATCH_SIZE = 100;

/** Handles instances that are protected from termination. */
export type HandleProtected = (instanceIds: readonly string[]) => Promise<InstanceResult[]>;

/** Reports protected instances as failed. */
export const reportProtected: HandleProtected = async (instanceIds) =>
  instanceIds.map((instanceId) => ({ instanceId, result: 'failed', reason: PROTECTED }));

/** Calls TerminateInstances, and converts EC2's answer to results. */
const askToTerminate =
  ({ terminate }: Pick<Ec2Actions, 'terminate'>): Ec2Call =>
  async (instanceIds, priorAttempt) => {
    const called = await terminate(instanceIds);
    const isOurs = called.mayHaveActed ? attemptedOnThisVerdict : priorAttempt;
    return resultsFor(
      instanceIds,
      called.answer.map((answer) => resultOfTermination(answer, isOurs)),
    );
  };

/** Terminates one instance after an earlier step, such as the removal of its protection. The step is kept as `done`. */
export const terminateOne = async (
  { instanceId, done }: Pick<InstanceResult, 'instanceId' | 'done'>,
  actions: Pick<Ec2Actions, 'terminate'>,
  priorAttempt: PriorAttempt,
): Promise<InstanceResult[]> => {
  const answers = await bisectOnRefusal([instanceId], askToTerminate(actions), priorAttempt);
  return answers.map((answer) => ({ ...answer, ...(done ? { done } : {}) }));
};

/** Terminates every instance that EC2 allows, and returns a result for each. */
export const terminateAll = async (
  instanceIds: readonly string[],
  actions: Pick<Ec2Actions, 'terminate'>,
  priorAttempt: PriorAttempt,
  handleProtected: HandleProtected = reportProtected,
): Promise<InstanceResult[]> => {
  const all: InstanceResult[] = [];
  for (let start = 0; start < instanceIds.length; start += BATCH_SIZE) {
    const batch = instanceIds.slice(start, start + BATCH_SIZE);
    const answers = await bisectOnRefusal(batch, askToTerminate(actions), priorAttempt);
    const protectedIds = answers
      .filter(({ reason }) => reason === PROTECTED)
      .map((answer) => answer.instanceId);
    const handled = protectedIds.length > 0 ? await handleProtected(protectedIds) : [];
    const instead = new Map(handled.map((answer) => [answer.instanceId, answer]));
    all.push(...answers.map((answer) => instead.get(answer.instanceId) ?? answer));
  }
  return all;
};

/** One call about several instances. */
export type Ec2Call = (
  instanceIds: readonly string[],
  priorAttempt: PriorAttempt,
) => Promise<InstanceResult[]>;

/**
 * Makes a call. EC2 refuses all of it because of one wrong or protected id: then halves it until that instance is
 * alone.
 */
export const bisectOnRefusal = async (
  instanceIds: readonly string[],
  ask: Ec2Call,
  priorAttempt: PriorAttempt,
): Promise<InstanceResult[]> => {
  try {
    return await ask(instanceIds, priorAttempt);
  } catch (error) {
    if (!(error instanceof TerminationRefused || error instanceof ActRefused)) {
      return resultsWhenInterrupted(instanceIds, error, priorAttempt);
    }
    const [only] = instanceIds;
    if (instanceIds.length === 1 && only !== undefined)
      return [{ instanceId: only, ...resultOfRefusal(error) }];
    const middle = Math.ceil(instanceIds.length / 2);
    // An order is of one Availability Zone, so a call with a wrong or protected id terminates nothing. AWS does not say
    // that of an unauthorized one: instances that are shutting down from here on may be our own work.
    const next = error.why === 'unauthorized' ? attemptedOnThisVerdict : priorAttempt;
    return [
      ...(await bisectOnRefusal(instanceIds.slice(0, middle), ask, next)),
      ...(await bisectOnRefusal(instanceIds.slice(middle), ask, next)),
    ];
  }
};

/** The result of one instance that was to be terminated. */
export type { InstanceResult };

/**
 * Whether a call whose answer was lost may have terminated an instance: a call on the present verdict, or an
 * `earlier` one, after which a check has found the instance alive.
 */
export type PriorAttempt = (instanceId: string) => 'on-this-verdict' | 'earlier' | null;
export const noPriorAttempt: PriorAttempt = () => null;
const attemptedOnThisVerdict: PriorAttempt = () => 'on-this-verdict';

/** The reason of an instance that is protected from termination. */
export const PROTECTED = 'termination-protected';

/**
 * EC2's error for an instance that is pending, and cannot be stopped yet; or is shutting down, which the next check
 * finds.
 */
const WRONG_STATE = 'IncorrectInstanceState';

/** The result of the instance that a refused call was about. */
export const resultOfRefusal = (
  refusal: TerminationRefused | ActRefused,
): Pick<InstanceResult, 'result' | 'reason'> => {
  const { why, cause } = refusal;
  switch (why) {
    case 'not-found':
      return { result: 'gone', reason: 'not-found' };
    case 'protected': {
      const isStop = refusal.name === 'ActRefused' && refusal.call === 'StopInstances';
      return { result: 'failed', reason: isStop ? 'stop-protected' : PROTECTED };
    }
    case 'unauthorized':
      return { result: 'failed', reason: 'unauthorized' };
    case 'other': {
      const reason = cause instanceof Error ? cause.name : 'refused';
      return { result: reason === WRONG_STATE ? 'not-asked' : 'failed', reason };
    }
    default:
      return why satisfies never;
  }
};

/** The result of an instance, from EC2's answer. */
const resultOfTermination = (
  { instanceId, previousState }: Termination,
  priorAttempt: PriorAttempt,
): InstanceResult => {
  const wasEnding = previousState === 'shutting-down' || previousState === 'terminated';
  if (!wasEnding) return { instanceId, result: 'terminated', reason: 'confirmed' };
  return priorAttempt(instanceId)
    ? { instanceId, result: 'terminated', reason: 'answer-lost' }
    : { instanceId, result: 'gone', reason: previousState };
};

/** One result per instance. An instance that EC2's answer leaves out has failed. */
export const resultsFor = (
  instanceIds: readonly string[],
  answers: readonly InstanceResult[],
): InstanceResult[] => {
  const answered = new Map(answers.map((answer) => [answer.instanceId, answer]));
  return instanceIds.map(
    (instanceId) => answered.get(instanceId) ?? { instanceId, result: 'failed', reason: 'unanswered' },
  );
};

/** Results when no more calls are made. An instance that may have been terminated already is not reported as held. */
export const resultsWhenInterrupted = (
  instanceIds: readonly string[],
  error: unknown,
  priorAttempt: PriorAttempt,
): InstanceResult[] => {
  const isHeld = error instanceof EnforcementHeld;
  if (!(isHeld || error instanceof NotFinished)) throw error;
  const reason = isHeld ? error.by : error.reason;
  const wasAsked = !isHeld && error.mayHaveActed;
  return instanceIds.map((instanceId): InstanceResult => {
    const since = priorAttempt(instanceId);
    if (wasAsked || since === 'on-this-verdict') return { instanceId, result: 'unanswered', reason };
    if (!isHeld) return { instanceId, result: 'not-asked', reason };
    return { instanceId, result: 'held', reason, ...(since ? { done: 'perhaps-terminated' } : {}) };
  });
};
