import type { Entered } from './executions.ts';
import type { Story } from './story.ts';

const TELL = ['AttributeAgain', 'Notice', 'Publish', 'Published', 'AnyFailure?', 'AnotherRound?'];

/**
 * The states that an execution went through, one list for each round. Equal successive rounds count once: whether a third
 * check is needed depends on when exactly a wait ends. States inside the Map run in parallel, in no order.
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

/** The expected states of a story's execution. A repair is in the first round, a termination in the last. */
export const stepsOf = ({ acts }: Story): readonly (readonly string[])[] => {
  const repair = acts.includes('Repair') ? ['Repair', 'AnyRepairRefused?'] : [];
  const terminate = acts.includes('Terminate') ? ['Terminate', 'AnyUnfinished?'] : [];
  return [
    ['KeepExecutionName', 'Attribute', 'WaitForWarning'],
    ['Check', 'AnyToRepair?', ...repair, 'AnyToTerminate?', ...TELL, 'NextRound', 'WaitForDeadline'],
    ['Check', 'AnyToRepair?', 'AnyToTerminate?', ...terminate, ...TELL, 'Outcomes'],
  ];
};
