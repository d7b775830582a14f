import { type InstanceLine, LISTED, type Round } from '../grace-period/round.ts';
import { printable } from '../text.ts';
import type { Concern } from './concern.ts';
import { cut, LINE, wrap } from './wrap.ts';

const described = ({ examples }: Pick<Round, 'examples'>): ReadonlyMap<string, InstanceLine> =>
  new Map(examples.map((example) => [example.instanceId, example]));

const volumeLines = ({ volumes }: InstanceLine): string[] => {
  if (!volumes) return [];
  const line = (label: string, ids: readonly string[]) =>
    ids.length > 0 ? wrap(`    ${label}${ids.join(' ')}`, ' '.repeat(4 + label.length)) : [];
  return [
    ...line('kept:    ', volumes.kept),
    ...line('deleted: ', volumes.deleted),
    ...(volumes.unlisted ? [`    and ${volumes.unlisted} more volumes`] : []),
  ];
};

/** The instances of a concern, one a line: those that the round describes first, then a count of the others. */
export const instanceLines = (
  { instanceIds, decision }: Pick<Concern, 'instanceIds' | 'decision'>,
  round: Pick<Round, 'examples'>,
): string[] => {
  const examples = described(round);
  const listed = [...instanceIds]
    .sort((a, b) => Number(examples.has(b)) - Number(examples.has(a)))
    .slice(0, LISTED);
  const rest = instanceIds.length - listed.length;
  return [
    ...listed.flatMap((instanceId) => {
      const example = examples.get(instanceId);
      const { instanceType = '', name = '' } = example ?? {};
      return [
        cut(`  ${instanceId}  ${instanceType}  ${printable(name)}`, LINE).trimEnd(),
        ...(example && decision === 'terminated' ? volumeLines(example) : []),
      ];
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
};

/** What is left of the disks of terminated instances, in one sentence; none where it is not known. */
export const volumesLeft = ({ instanceIds, decision }: Concern, round: Round): string[] => {
  if (decision !== 'terminated') return [];
  const examples = described(round);
  const volumes = instanceIds.flatMap((instanceId) => examples.get(instanceId)?.volumes ?? []);
  const kept = volumes.flatMap((some) => some.kept).length;
  if (kept > 0) {
    return [`${kept === 1 ? '1 volume survives' : `${kept} volumes survive`} and still cost: see below.`];
  }
  const isSure = volumes.length === instanceIds.length && volumes.every((some) => !some.unlisted);
  return isSure ? ['No volume survives: all were deleted with the instances.'] : [];
};
