import { advice, advisedOn, TOOL_NAMES } from './advice.ts';
import type { Concern } from './concern.ts';
import type { Telling } from './telling.ts';
import { ownerToSet } from './what-to-do.ts';
import { wrap } from './wrap.ts';

const ENDING: readonly Concern['decision'][] = ['warned', 'terminated', 'stopped', 'held'];

/** Where no tool left a trace: a program on an instance, or a person. */
const generalAdvice = ({ decision }: Concern, { round }: Telling): string[] => {
  if (round.origin?.kind === 'instance') {
    return wrap(`  Let the program on ${round.origin.id} pass TagSpecifications to RunInstances.`, '    ');
  }
  return ENDING.includes(decision)
    ? ['  Console: "Add additional tags" at the top of the launch page.', '  AWS CLI: --tag-specifications.']
    : [];
};

/** Where to set the tag, so that this does not happen again. */
export const adviceLines = (concern: Concern, telling: Telling): string[] => {
  const { key } = telling.settings.ownerTag;
  const owner = ownerToSet(concern, telling);
  const lines = advisedOn(telling.round.tools ?? []).flatMap((tool) =>
    wrap(`  ${TOOL_NAMES[tool]}: ${advice(tool, key, owner)}`, '    '),
  );
  const all = lines.length > 0 ? lines : generalAdvice(concern, telling);
  return all.length > 0 ? ['So that it does not happen again:', ...all, ''] : [];
};
