import * as z from 'zod';
import { FUNCTION_NAMES } from '../../../infra/names.ts';
import { resourceId } from '../../../local/sample/made-up.ts';
import { FAULT_KINDS, type Fault } from '../faults/fault.ts';
import { Act, eachOf } from '../history/act.ts';
import { userActionOfAct } from '../history/user-action.ts';
import { Random } from '../random.ts';
import { type Script, timesOf } from '../script.ts';
import { Instant } from '../time.ts';

/** How many seconds an event takes if the history states no other delay. */
export const USUAL_DELAY = 9;

/** `{person-3 0}` stands for the id of an instance of the launch `person-3`, and `{person-3}` for that of its reservation. */
const NAME = /\{([^{}]+)\}/g;

const namesIn = (text: string): string[] => [...text.matchAll(NAME)].map(([, name = '']) => name);

/** A name that is a launch's whole name means the reservation, since a launch's name may itself end in a number. */
const withIds = (text: string, launches: ReadonlySet<string>): string =>
  text.replace(NAME, (_whole, name: string) => resourceId(launches.has(name) ? 'r' : 'i', name));

const WrittenFault = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  from: Instant,
  until: Instant,
  /** How long a delay or a lag is, in seconds; 0 if left out. */
  seconds: z.number().min(0).exactOptional(),
  /** How many seconds a deployment takes to reach all functions, one after the other. */
  within: z.int().min(1).exactOptional(),
  fn: z.enum(FUNCTION_NAMES).exactOptional(),
  /** It strikes only a target whose address contains this text: `check: ec2:Describe`, `{person-3 0}`. */
  on: z.string().exactOptional(),
});

/** A written run: what people and programs did, and what went wrong. Nothing in it is random. */
export const History = z
  .strictObject({
    /** What went wrong in the service or in an invariant, and what is right. */
    shows: z.string().min(1),
    setting: z.enum(['usual', 'strict']),
    userActions: z.array(Act).min(1),
    faults: z.array(WrittenFault),
    /** The seconds that some events take, by the time when the event is sent and a text that its address contains. */
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
      for (const name of names) if (!there.has(name)) wrong(path, `this history launches no "${name}"`);
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

/** An event is sent at most this many milliseconds after the instant that a delay names, which is cut to the second. */
const SAME = 999;

/** The script that plays a history. */
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
