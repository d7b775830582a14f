import type { Termination } from '../aws/terminate-instances.ts';
import { TerminationRefused } from '../domain/errors.ts';
import type { TerminationResult } from '../domain/grace-period.ts';
import { groupInstances } from '../domain/group-instances.ts';

/** One call of TerminateInstances in the account and Region of the launch. */
export type TerminateCall = (instanceIds: readonly string[]) => Promise<Termination[]>;

/**
 * Instances a call: EC2 gives 100 calls and 1,000 instances at once, then 5 and 20 a second. In batches of 100 a
 * culprit costs 200 instances' worth of further calls, not 2,000.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const BATCH = 100;

type Answer = {
  readonly instanceId: string;
  readonly result: TerminationResult['result'];
  readonly reason: string;
};

const refused = ({ why, cause }: TerminationRefused): Pick<Answer, 'result' | 'reason'> => {
  switch (why) {
    case 'not-found':
      return { result: 'gone', reason: 'not-found' };
    case 'protected':
      return { result: 'failed', reason: 'termination-protected' };
    case 'unauthorized':
      return { result: 'failed', reason: 'unauthorized' };
    case 'other':
      return { result: 'failed', reason: cause instanceof Error ? cause.name : 'refused' };
    default:
      return why satisfies never;
  }
};

const answerOf = ({ instanceId, previousState }: Termination, attempt: number): Answer => {
  const wasEnding = previousState === 'shutting-down' || previousState === 'terminated';
  // On a retry, an instance that is ending is this service's own work, whose answer was lost.
  if (wasEnding && attempt === 0) return { instanceId, result: 'gone', reason: previousState };
  return { instanceId, result: 'terminated', reason: 'confirmed' };
};

/** One wrong or protected id makes EC2 refuse a whole call: halves it until the culprit stands alone. */
const terminateHalving = async (
  instanceIds: readonly string[],
  call: TerminateCall,
  attempt: number,
): Promise<Answer[]> => {
  try {
    const answers = await call(instanceIds);
    const answered = new Map(answers.map((answer) => [answer.instanceId, answerOf(answer, attempt)]));
    return instanceIds.map(
      (instanceId) => answered.get(instanceId) ?? { instanceId, result: 'failed', reason: 'unanswered' },
    );
  } catch (error) {
    if (!(error instanceof TerminationRefused)) throw error;
    const [only] = instanceIds;
    if (instanceIds.length === 1 && only !== undefined) return [{ instanceId: only, ...refused(error) }];
    const middle = Math.ceil(instanceIds.length / 2);
    // Orders are of one Availability Zone: a wrong or protected id there ends nothing. Of an unauthorized one AWS does
    // not say so: what is ending from here on may be our own work.
    const next = error.why === 'unauthorized' ? attempt + 1 : attempt;
    return [
      ...(await terminateHalving(instanceIds.slice(0, middle), call, next)),
      ...(await terminateHalving(instanceIds.slice(middle), call, next)),
    ];
  }
};

/** Terminates every instance that can be, and says of each what EC2 answered. */
export const terminateAll = async (
  instanceIds: readonly string[],
  call: TerminateCall,
  attempt: number,
): Promise<TerminationResult[]> => {
  const answers: Answer[] = [];
  for (let start = 0; start < instanceIds.length; start += BATCH) {
    answers.push(...(await terminateHalving(instanceIds.slice(start, start + BATCH), call, attempt)));
  }
  return groupInstances(answers, ({ result, reason }) => ({ result, reason }));
};
