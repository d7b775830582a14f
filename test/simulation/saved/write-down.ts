import { resourceId } from '../../../local/sample/made-up.ts';
import { type Fault, isDoneByPeople } from '../faults/fault.ts';
import type { FaultAttempt } from '../faults/fault-injector.ts';
import type { Script } from '../script.ts';
import type { Simulated } from '../simulate.ts';
import { MINUTE, SECOND } from '../time.ts';
import { type History, USUAL_DELAY } from './history.ts';

/** So much earlier or later than it was, a call is struck all the same: a small change of the service moves it by less. */
const SLACK = 2 * SECOND;

/** A delay of an event that was told of at an instant. */
export type Delay = { readonly at: number; readonly address: string; readonly seconds: number };

/** Names instances and reservations by their launches: an id says nothing to a reader. */
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

/** What is struck again so soon, is struck by the same. */
const TOGETHER = MINUTE;

/** Strokes of one fault at one address, close to each other and with no miss between them, share a window of their own. */
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

/** What a fault did, stroke by stroke: where it left nothing out, it stands as it is. */
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
 * Writes down what a script made happen, as it was played: with each stroke of its faults, and no lot.
 *
 * @param whole faults that are written as if they had struck whatever they could
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
