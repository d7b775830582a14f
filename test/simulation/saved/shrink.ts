import * as z from 'zod';
import { History } from './history.ts';

/** Leaves out as much of a list as possible: first halves, then smaller parts, at last single items. */
const shrinkList = async <Item>(
  items: readonly Item[],
  isEnough: (items: Item[]) => Promise<boolean>,
): Promise<Item[]> => {
  let kept = [...items];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const fewer = kept.toSpliced(from, size);
      if (await isEnough(fewer)) kept = fewer;
      else from += size;
    }
  }
  return kept;
};

const smallerActs = (act: History['userActions'][number]): History['userActions'] => {
  if (act.does !== 'launch') return [];
  const { tags, isSpot, isManaged, isProtected, recorded, ...plain } = act;
  const { Name, ...others } = tags ?? {};
  return [
    { ...plain, count: 1 },
    { ...plain, count: 1, tags: others },
    plain,
    { ...plain, tags: others },
    { ...act, count: 1 },
    ...(Name === undefined ? [] : [{ ...act, tags: others }]),
  ];
};

/** Makes each launch as simple as possible. */
const shrinkActs = async (
  history: History,
  isEnough: (history: History) => Promise<boolean>,
): Promise<History> => {
  let smallest = history;
  for (const [index, act] of history.userActions.entries()) {
    for (const smaller of smallerActs(act)) {
      const candidate = { ...smallest, userActions: smallest.userActions.with(index, smaller) };
      if (!(await isEnough(candidate))) continue;
      smallest = candidate;
      break;
    }
  }
  return smallest;
};

/**
 * Leaves out of a history what it can show its fault without.
 *
 * @param shows whether a history shows it still
 */
export const shrink = async (
  history: History,
  shows: (history: History) => Promise<boolean>,
): Promise<History> => {
  // A launch made smaller may leave deeds and faults that name instances it no longer has.
  const isEnough = async (candidate: History): Promise<boolean> =>
    z.safeEncode(History, candidate).success && (await shows(candidate));
  let smallest = history;
  for (;;) {
    const before = smallest;
    const faults = await shrinkList(smallest.faults, (some) => isEnough({ ...before, faults: some }));
    smallest = { ...smallest, faults };
    const there = smallest;
    const userActions = await shrinkList(
      smallest.userActions,
      async (some) => some.length > 0 && (await isEnough({ ...there, userActions: some })),
    );
    smallest = { ...smallest, userActions };
    const those = smallest;
    const delays = await shrinkList(smallest.delays ?? [], (some) => isEnough({ ...those, delays: some }));
    smallest = await shrinkActs({ ...smallest, delays }, isEnough);
    if (JSON.stringify(smallest) === JSON.stringify(before)) return smallest;
  }
};
