import type { Entry } from '../../local/entry.ts';
import { checkName, directories, findPerson, gatewayOf, type NameCheck } from './attribution.ts';
import { callOf, evidenceIn } from './evidence.ts';
import { type HoldOuts, holdOut } from './hold-out.ts';
import { type Shape, shapeOf } from './shape.ts';

/** A number of calls, and of those among them whose launcher was found. */
export type Coverage = { readonly all: number; readonly found: number };

/** What is counted of calls of one shape. */
export type Counts = {
  readonly calls: Coverage;
  /** Successful calls that create something. */
  readonly made: Coverage;
  /** Successful RunInstances. */
  readonly launched: Coverage;
  /** The names that were found, of calls. */
  readonly names: Readonly<Record<NameCheck, number>>;
};

/** What is counted of a collection. */
export type CollectionCounts = {
  readonly shapes: ReadonlyMap<Shape, Counts>;
  readonly total: Counts;
  readonly holdOuts: HoldOuts;
};

const NONE: Coverage = { all: 0, found: 0 };

const plus = ({ all, found }: Coverage, isCounted: boolean, isFound: boolean): Coverage =>
  isCounted ? { all: all + 1, found: isFound ? found + 1 : found } : { all, found };

const NO_COUNTS: Counts = {
  calls: NONE,
  made: NONE,
  launched: NONE,
  names: { user: 0, unconfirmed: 0, wrong: 0 },
};

/** Whether a call created something. CreateTags does not. */
const isCreation = ({ eventName, record }: Entry): boolean =>
  /^(Create(?!Tags$)|Run|Allocate|Request|Copy|Import|Restore)/.test(eventName) && !record.errorCode;

const isLaunch = ({ eventName, record }: Entry): boolean => eventName === 'RunInstances' && !record.errorCode;

const counted = (counts: Counts, entry: Entry, name: NameCheck | null): Counts => {
  const { calls, made, launched, names } = counts;
  const isFound = name !== null;
  return {
    calls: plus(calls, true, isFound),
    made: plus(made, isCreation(entry), isFound),
    launched: plus(launched, isLaunch(entry), isFound),
    names: name === null ? names : { ...names, [name]: names[name] + 1 },
  };
};

/** Finds the launcher of every call of a collection, and counts them by the shape of the identity. */
export const countLaunchers = (entries: readonly Entry[]): CollectionCounts => {
  const calls = entries.map(callOf);
  const evidence = evidenceIn(calls);
  const knownFor = directories(evidence);
  const shapes = new Map<Shape, Counts>();
  let total = NO_COUNTS;
  for (const call of calls) {
    const gateway = gatewayOf(call, evidence);
    const person = findPerson(call.identity, knownFor(gateway), gateway);
    const name = person === null ? null : checkName(person, call, evidence, gateway);
    const shape = shapeOf(call, evidence.sessions);
    shapes.set(shape, counted(shapes.get(shape) ?? NO_COUNTS, call.entry, name));
    total = counted(total, call.entry, name);
  }
  return { shapes, total, holdOuts: holdOut(calls, evidence) };
};
