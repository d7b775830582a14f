import type { BusEvent } from '../../../local/events/bus-event.ts';
import type { Random, Some } from '../random.ts';
import { MINUTE, SECOND } from '../time.ts';
import { addressOf } from './fault.ts';
import type { FaultInjector } from './fault-injector.ts';
import { idsIn } from './ids.ts';

/** How many seconds an event takes to reach EventBridge when nothing goes wrong. */
const USUAL_DELAY: Some<number> = [4, 9, 15, 22, 40, 75];

const whatOf = ({ source, detail, resources }: BusEvent): string =>
  `${source} ${String(detail.eventName ?? detail['resource-type'])} ${idsIn([resources, detail])}`.trimEnd();

/** How many seconds an event that is sent now takes, by its address. */
export type Delays = (address: string) => number;

/** Random delays. */
export const drawnDelays =
  (random: Random): Delays =>
  () =>
    random.pick(USUAL_DELAY);

/** When the copies of an event reach its bus, in milliseconds from now. Without a fault there is one copy. */
export const faultEvents =
  (injector: FaultInjector, delays: Delays) =>
  (event: BusEvent): readonly number[] => {
    const target = { accountId: event.account, fn: null, what: whatOf(event) };
    const usual = delays(addressOf(target)) * SECOND;
    if (injector.strike('event-lost', target)) {
      injector.report({ kind: 'event-lost', ...target });
      return [];
    }
    for (const kind of ['event-delayed', 'event-reordered'] as const) {
      const fault = injector.strike(kind, target);
      if (!fault) continue;
      injector.report({ kind, ...target });
      const delay = usual + fault.seconds * SECOND;
      // Its late arrival is a second injection, since it may affect what happens at that time.
      setTimeout(() => injector.report({ kind, ...target, what: `${target.what} comes at last` }), delay);
      return [Math.min(delay, 60 * MINUTE)];
    }
    const twice = injector.strike('event-duplicated', target);
    if (!twice) return [usual];
    injector.report({ kind: 'event-duplicated', ...target });
    return [usual, usual + twice.seconds * SECOND];
  };
