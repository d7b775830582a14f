import type { BusEvent } from '../../../local/events/bus-event.ts';
import type { Random, Some } from '../random.ts';
import { MINUTE, SECOND } from '../time.ts';
import { addressOf } from './fault.ts';
import type { FaultInjector } from './fault-injector.ts';
import { idsIn } from './ids.ts';

/** How long a record takes from a call to EventBridge when all is well. Tag changes come at once. */
const USUAL_DELAY: Some<number> = [4, 9, 15, 22, 40, 75];

const whatOf = ({ source, detail, resources }: BusEvent): string =>
  `${source} ${String(detail.eventName ?? detail['resource-type'])} ${idsIn([resources, detail])}`.trimEnd();

/** How many seconds an event takes that is told of now, by its address. */
export type Delays = (address: string) => number;

/** Drawn by lot. */
export const drawnDelays =
  (random: Random): Delays =>
  () =>
    random.pick(USUAL_DELAY);

/** When the copies of an event come to its bus, milliseconds from now: one, a little later, unless the weather is bad. */
export const faultEvents =
  (injector: FaultInjector, delays: Delays) =>
  (event: BusEvent): readonly number[] => {
    const told = { accountId: event.account, fn: null, what: whatOf(event) };
    const usual = delays(addressOf(told)) * SECOND;
    if (injector.strike('event-lost', told)) {
      injector.report({ kind: 'event-lost', ...told });
      return [];
    }
    for (const kind of ['event-delayed', 'event-reordered'] as const) {
      const fault = injector.strike(kind, told);
      if (!fault) continue;
      injector.report({ kind, ...told });
      const delay = usual + fault.seconds * SECOND;
      // Late, it strikes once more: what it finds then is not what there was.
      setTimeout(() => injector.report({ kind, ...told, what: `${told.what} comes at last` }), delay);
      return [Math.min(delay, 60 * MINUTE)];
    }
    const twice = injector.strike('event-duplicated', told);
    if (!twice) return [usual];
    injector.report({ kind: 'event-duplicated', ...told });
    return [usual, usual + twice.seconds * SECOND];
  };
