import type { Entered } from './executions.ts';
import type { Story } from './story.ts';

const TELL = ['AttributeAgain', 'Notice', 'Publish', 'Published', 'AnyFailure?', 'AnotherRound?'];

/**
 * The states that an execution went through, one list a round. Equal rounds in a row count once: whether a third look is
 * needed depends on how exactly a wait ends. What is inside the Map goes on at once, in no order.
 */
export const roundsOf = (entered: readonly Entered[]): readonly (readonly string[])[] => {
  const rounds: string[][] = [[]];
  for (const { state } of entered) {
    if (state === 'PublishMail') continue;
    if (state === 'Check') rounds.push([]);
    rounds.at(-1)?.push(state);
  }
  return rounds.filter((round, index) => round.join() !== rounds[index - 1]?.join());
};

/** The states that a story's execution goes through. A repair is of the first round, a termination of the last. */
export const stepsOf = ({ acts }: Story): readonly (readonly string[])[] => {
  const repair = acts.includes('Repair') ? ['Repair', 'AnyRepairRefused?'] : [];
  const terminate = acts.includes('Terminate') ? ['Terminate', 'AnyUnfinished?'] : [];
  return [
    ['KeepExecutionName', 'Attribute', 'WaitForWarning'],
    ['Check', 'AnyToRepair?', ...repair, 'AnyToTerminate?', ...TELL, 'NextRound', 'WaitForDeadline'],
    ['Check', 'AnyToRepair?', 'AnyToTerminate?', ...terminate, ...TELL, 'Outcomes'],
  ];
};
