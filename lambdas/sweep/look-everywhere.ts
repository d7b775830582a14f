import { atMost } from '../at-most.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import { fillTags } from '../check/fill-tags.ts';
import type { Existing, SweepInput } from '../domain/sweep/sweep.ts';
import type { OwnerTag } from '../domain/verdict/owner-rule.ts';
import type { Log } from '../log.ts';

/** What exists in an account, and where that could not be read. */
export type Looked = {
  readonly existing: readonly Existing[];
  readonly failures: readonly { readonly region: string; readonly error: unknown }[];
};

/**
 * Regions at once: the 17 of an account take three rounds of some seconds. Each has throttles of its own; eight pages of
 * 1,000 described instances, ten megabytes each, are what the function's memory must hold.
 */
const AT_ONCE = 8;

/** Looks at every Region of an account, and twice at the tags that clear nothing. One that fails keeps no other back. */
export const lookEverywhere = async (
  { accountId, regions }: SweepInput,
  readAccountIn: ReadAccountIn,
  ownerTag: OwnerTag,
  log: Log,
): Promise<Looked> => {
  const lookAt = async (region: string): Promise<Existing[]> => {
    const reader = await readAccountIn(accountId, region);
    const existing = await reader.existing();
    const instances = existing.map(({ instance }) => instance);
    const filled = new Map(
      (await fillTags(reader, instances, ownerTag)).map((instance) => [instance.instanceId, instance]),
    );
    return existing.map((one) => ({
      ...one,
      instance: filled.get(one.instance.instanceId) ?? one.instance,
    }));
  };

  const looked = await atMost(AT_ONCE, regions, async (region): Promise<Looked> => {
    try {
      return { existing: await lookAt(region), failures: [] };
    } catch (error) {
      log.error('region not swept', { accountId, region, error });
      return { existing: [], failures: [{ region, error }] };
    }
  });
  return {
    existing: looked.flatMap(({ existing }) => existing),
    failures: looked.flatMap(({ failures }) => failures),
  };
};
