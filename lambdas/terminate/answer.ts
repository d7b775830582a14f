import type { Termination } from '../aws/ec2-actions.ts';
import {
  type ActRefused,
  EnforcementHeld,
  NotFinished,
  type TerminationRefused,
} from '../domain/grace-period/errors.ts';
import type { Ended } from '../domain/grace-period/terminations.ts';

/** What became of an instance that was to be terminated. */
export type Answer = Ended;

/**
 * Whether a call may have ended an instance, whose answer was lost: one on the verdict in hand, or an `earlier` one, since
 * which a check has found it alive.
 */
export type Doubt = (instanceId: string) => 'on-this-verdict' | 'earlier' | null;
export const noDoubt: Doubt = () => null;
export const doubted: Doubt = () => 'on-this-verdict';

/** That EC2 protects the instance from termination. */
export const PROTECTED = 'termination-protected';

/** What a refusal says of the instance that the call was about. */
export const refused = (refusal: TerminationRefused | ActRefused): Pick<Answer, 'result' | 'reason'> => {
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
    case 'other':
      return { result: 'failed', reason: cause instanceof Error ? cause.name : 'refused' };
    default:
      return why satisfies never;
  }
};

/** What EC2's answer says of an instance. */
export const terminated = ({ instanceId, previousState }: Termination, doubt: Doubt): Answer => {
  const wasEnding = previousState === 'shutting-down' || previousState === 'terminated';
  if (!wasEnding) return { instanceId, result: 'terminated', reason: 'confirmed' };
  return doubt(instanceId)
    ? { instanceId, result: 'terminated', reason: 'answer-lost' }
    : { instanceId, result: 'gone', reason: previousState };
};

/** One answer an instance: what EC2 says nothing about has failed. */
export const answersFor = (instanceIds: readonly string[], answers: readonly Answer[]): Answer[] => {
  const answered = new Map(answers.map((answer) => [answer.instanceId, answer]));
  return instanceIds.map(
    (instanceId) => answered.get(instanceId) ?? { instanceId, result: 'failed', reason: 'unanswered' },
  );
};

/** Answers where nothing more is asked of EC2. Of what may have ended already nobody can say that it is held. */
export const interrupted = (instanceIds: readonly string[], error: unknown, doubt: Doubt): Answer[] => {
  const isHeld = error instanceof EnforcementHeld;
  if (!(isHeld || error instanceof NotFinished)) throw error;
  const reason = isHeld ? error.by : error.reason;
  const wasAsked = !isHeld && error.mayHaveActed;
  return instanceIds.map((instanceId): Answer => {
    const since = doubt(instanceId);
    if (wasAsked || since === 'on-this-verdict') return { instanceId, result: 'unanswered', reason };
    if (!isHeld) return { instanceId, result: 'not-asked', reason };
    return { instanceId, result: 'held', reason, ...(since ? { done: 'perhaps-terminated' } : {}) };
  });
};
