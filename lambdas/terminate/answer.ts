import type { Termination } from '../aws/terminate-instances.ts';
import type { ActRefused, TerminationRefused } from '../domain/grace-period/errors.ts';
import type { TerminationResult } from '../domain/grace-period/order.ts';

/** What became of an instance that was to be terminated. */
export type Answer = {
  readonly instanceId: string;
  readonly result: TerminationResult['result'];
  readonly reason: string;
};

/** That EC2 protects the instance from termination. */
export const PROTECTED = 'termination-protected';

/** That enforcement was paused before EC2 was asked. */
export const held = (instanceId: string): Answer => ({ instanceId, result: 'held', reason: 'paused' });

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

/** @param attempt above 0, an instance that is ending is this service's own work, whose answer was lost */
export const terminated = (
  { instanceId, previousState, isRepeated = false }: Termination,
  attempt: number,
): Answer => {
  const wasEnding = previousState === 'shutting-down' || previousState === 'terminated';
  if (wasEnding && attempt === 0 && !isRepeated) return { instanceId, result: 'gone', reason: previousState };
  return { instanceId, result: 'terminated', reason: 'confirmed' };
};

/** One answer an instance: what EC2 says nothing about has failed. */
export const answersFor = (instanceIds: readonly string[], answers: readonly Answer[]): Answer[] => {
  const answered = new Map(answers.map((answer) => [answer.instanceId, answer]));
  return instanceIds.map(
    (instanceId) => answered.get(instanceId) ?? { instanceId, result: 'failed', reason: 'unanswered' },
  );
};
