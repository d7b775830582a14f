import * as z from 'zod';
import { FUNCTION_NAMES } from '../../../infra/names.ts';
import { resourceId } from '../../../local/sample/made-up.ts';
import { FAULT_KINDS, type Fault } from '../faults/fault.ts';
import { Act, eachOf } from '../history/act.ts';
import { userActionOfAct } from '../history/user-action.ts';
import { Random } from '../random.ts';
import { type Script, timesOf } from '../script.ts';
import { Instant } from '../time.ts';

/** An event takes so long in a history that says nothing of it, in seconds. */
export const USUAL_DELAY = 9;

/** `{person-3 0}` is the id of an instance, `{person-3}` that of a reservation: both by the name of a launch. */
const NAME = /\{([^{}]+)\}/g;

const namesIn = (text: string): string[] => [...text.matchAll(NAME)].map(([, name = '']) => name);

/** A launch's name may itself end in a number: a reservation's is meant where a launch bears all of it. */
const withIds = (text: string, launches: ReadonlySet<string>): string =>
  text.replace(NAME, (_whole, name: string) => resourceId(launches.has(name) ? 'r' : 'i', name));

const WrittenFault = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  from: Instant,
  until: Instant,
  /** How long a delay or a lag is; 0 if left out. */
  seconds: z.number().min(0).exactOptional(),
  /** Of a deployment: the seconds within which one function after the other gets it. */
  within: z.int().min(1).exactOptional(),
  fn: z.enum(FUNCTION_NAMES).exactOptional(),
  /** It strikes only what has these words in its address: `check: ec2:Describe`, `{person-3 0}`. */
  on: z.string().exactOptional(),
});

/** What happened once, written down: what people and programs did, and what went wrong. No lot decides anything in it. */
export const History = z
  .strictObject({
    /** What the service did wrong, or what was taken for wrong, and what is right. */
    shows: z.string().min(1),
    setting: z.enum(['usual', 'strict']),
    userActions: z.array(Act).min(1),
    faults: z.array(WrittenFault),
    /** Events that took another time than most, in seconds: by when they were told, and words of their address. */
    delays: z
      .array(z.strictObject({ at: Instant, on: z.string(), seconds: z.number().min(0) }))
      .exactOptional(),
  })
  .check(({ value, issues }) => {
    const there = new Set(
      value.userActions.flatMap((act) =>
        act.does === 'launch'
          ? [act.name, ...Array.from({ length: act.count }, (_, index) => `${act.name} ${index}`)]
          : [],
      ),
    );
    const wrong = (path: (string | number)[], message: string): void => {
      issues.push({ code: 'custom', input: value, path, message });
    };
    const expectThere = (names: readonly string[], ...path: (string | number)[]): void => {
      for (const name of names) if (!there.has(name)) wrong(path, `no launch of this history has "${name}"`);
    };
    for (const [index, act] of value.userActions.entries()) {
      if ('instances' in act) expectThere(eachOf(act.instances), 'userActions', index, 'instances');
      if ('by' in act && act.by.is === 'instance') expectThere([act.by.instance], 'userActions', index, 'by');
    }
    for (const [index, { on = '', from, until }] of value.faults.entries()) {
      expectThere(namesIn(on), 'faults', index, 'on');
      if (from >= until) wrong(['faults', index, 'until'], 'it must be later than "from"');
    }
    for (const [index, { on }] of (value.delays ?? []).entries())
      expectThere(namesIn(on), 'delays', index, 'on');
  });
export type History = z.infer<typeof History>;

const launchesOf = ({ userActions }: Pick<History, 'userActions'>): ReadonlySet<string> =>
  new Set(userActions.flatMap((act) => (act.does === 'launch' ? [act.name] : [])));

/** An event is told of a moment after what it tells. */
const SAME = 999;

/** What a history makes happen. */
export const scriptOfHistory = (history: History): Script => {
  const { setting } = history;
  const launches = launchesOf(history);
  const userActions = history.userActions.map(userActionOfAct).sort((a, b) => a.at - b.at);
  const faults = history.faults.map(
    ({ on, seconds = 0, ...fault }): Fault => ({
      ...fault,
      seconds,
      chance: 1,
      ...(on === undefined ? {} : { on: withIds(on, launches) }),
    }),
  );
  const delays = (history.delays ?? []).map((one) => ({ ...one, on: withIds(one.on, launches) }));
  return {
    setting,
    userActions,
    faults,
    ...timesOf(userActions, faults),
    chances: new Random(0),
    delays: (address) => {
      const now = Date.now();
      const other = delays.find(({ at, on }) => at <= now && now <= at + SAME && address.includes(on));
      return other?.seconds ?? USUAL_DELAY;
    },
    jitter: () => 0.5,
  };
};
