import { resourceId } from '../../../local/sample/made-up.ts';
import { type Fault, isDoneByPeople } from '../faults/fault.ts';
import type { FaultAttempt } from '../faults/fault-injector.ts';
import type { Script } from '../script.ts';
import type { Simulated } from '../simulate.ts';
import { MINUTE, SECOND } from '../time.ts';
import { type History, USUAL_DELAY } from './history.ts';

/** How much earlier or later a call may come and still be struck. A small change of the service moves it by less. */
const SLACK = 2 * SECOND;

/** How many seconds an event took that was sent at an instant. */
export type Delay = { readonly at: number; readonly address: string; readonly seconds: number };

/** Replaces the ids of instances and reservations by the names of their launches, which people can read. */
const namer = (userActions: History['userActions']): ((text: string) => string) => {
  const names = new Map(
    userActions.flatMap((act) =>
      act.does === 'launch'
        ? [
            [resourceId('r', act.name), act.name] as const,
            ...Array.from({ length: act.count }, (_, index) => `${act.name} ${index}`).map(
              (name) => [resourceId('i', name), name] as const,
            ),
          ]
        : [],
    ),
  );
  return (text) =>
    text.replace(/\b[ir]-0[0-9a-f]{16}\b/g, (id) => (names.has(id) ? `{${names.get(id)}}` : id));
};

/** Strikes at one address that are no further apart than this share a window. */
const TOGETHER = MINUTE;

/** The windows in which a fault struck one address. Strikes share one if they are close, and nothing between them was missed. */
const windowsOf = (
  attempts: readonly FaultAttempt[],
): { readonly from: number; readonly until: number }[] => {
  const missed = attempts.filter(({ hasStruck }) => !hasStruck).map(({ at }) => at);
  const windows: { from: number; until: number }[] = [];
  for (const { at, hasStruck } of attempts) {
    const last = windows.at(-1);
    if (!hasStruck) continue;
    if (last && at - last.until <= TOGETHER && !missed.some((one) => last.from <= one && one <= at))
      last.until = at;
    else windows.push({ from: at, until: at });
  }
  return windows.map(({ from, until }) => {
    const wide = {
      from: Math.floor((from - SLACK) / SECOND) * SECOND,
      until: Math.ceil((until + SLACK) / SECOND) * SECOND,
    };
    const isAlone = !missed.some((at) => wide.from <= at && at < wide.until);
    return isAlone ? wide : { from, until: until + 1 };
  });
};

/** Writes a fault strike by strike. If it struck every time, it is written as it is. */
const written = (
  fault: Fault,
  isWhole: boolean,
  attempts: readonly FaultAttempt[],
  named: (text: string) => string,
): History['faults'] => {
  const { kind, from, until, seconds, fn, within } = fault;
  const own = attempts.filter((attempt) => attempt.fault === fault);
  if (isWhole || isDoneByPeople(fault) || own.every(({ hasStruck }) => hasStruck))
    return [
      {
        kind,
        from,
        until,
        seconds,
        ...(within === undefined ? {} : { within }),
        ...(fn === undefined ? {} : { fn }),
      },
    ];
  return [...Map.groupBy(own, ({ address }) => address)].flatMap(([address, those]) =>
    windowsOf(those).map((window) => ({ kind, ...window, seconds, on: named(address) })),
  );
};

/**
 * Writes a played script as a history, with each strike of its faults, so that nothing in it is random.
 *
 * @param whole faults that are written as if they had struck every time
 */
export const writeDown = (
  shows: string,
  { setting, userActions, faults }: Pick<Script, 'setting' | 'userActions' | 'faults'>,
  { attempts, delays }: Pick<Simulated, 'attempts' | 'delays'>,
  whole: ReadonlySet<Fault> = new Set(),
): History => {
  const acts = userActions.map(({ act }) => act);
  const named = namer(acts);
  return {
    shows,
    setting,
    userActions: acts,
    faults: faults.flatMap((fault) => written(fault, whole.has(fault), attempts, named)),
    delays: delays
      .filter(({ seconds }) => seconds !== USUAL_DELAY)
      .map(({ at, address, seconds }) => ({
        at: Math.floor(at / SECOND) * SECOND,
        on: named(address),
        seconds,
      })),
  };
};
