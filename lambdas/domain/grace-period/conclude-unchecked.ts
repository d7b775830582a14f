import { byInstance, groupInstances } from '../instances.ts';
import { concludeTermination } from './conclude.ts';
import type { Terminations } from './order.ts';
import type { Outcome } from './outcome.ts';

/** What has become of the instances of a launch that can no longer be looked at: what AWS confirmed stays so. */
export const concludeUnchecked = (
  before: readonly Outcome[],
  terminations: Terminations | undefined,
): Outcome[] => {
  const earlier = byInstance(before);
  const results = (terminations?.results ?? []).flatMap((result) =>
    result.instanceIds.map((instanceId) => {
      const why = earlier.get(instanceId)?.reason ?? result.reason;
      return { instanceId, ...concludeTermination(result, why, false) };
    }),
  );
  const isConcluded = new Set(results.map(({ instanceId }) => instanceId));
  const others = before.flatMap(({ instanceIds, ...conclusion }) =>
    instanceIds.filter((id) => !isConcluded.has(id)).map((instanceId) => ({ instanceId, ...conclusion })),
  );
  return groupInstances([...others, ...results], ({ decision, reason }) => ({ decision, reason }));
};
