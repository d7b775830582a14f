import type { BusEvent } from '../../events/envelope.ts';
import { MINUTE, SECOND } from '../time.ts';
import type { Weather } from './weather.ts';

/** How long a record takes from a call to EventBridge when all is well. Tag changes come at once. */
const USUAL: readonly number[] = [4, 9, 15, 22, 40, 75];

const whatOf = ({ source, detail, time }: BusEvent): string =>
  `${source} ${String(detail.eventName ?? detail['resource-type'])} of ${time}`;

/** When the copies of an event come to its bus, milliseconds from now: one, a little later, unless the weather is bad. */
export const strikeEvent =
  (weather: Weather, draw: () => number) =>
  (event: BusEvent): readonly number[] => {
    const usual = (USUAL[Math.floor(draw() * USUAL.length)] ?? 0) * SECOND;
    const told = { accountId: event.account, fn: null, what: whatOf(event) };
    if (weather.strike('event-lost')) {
      weather.tell({ kind: 'event-lost', ...told });
      return [];
    }
    for (const kind of ['event-delayed', 'event-reordered'] as const) {
      const fault = weather.strike(kind);
      if (!fault) continue;
      weather.tell({ kind, ...told });
      const delay = usual + fault.seconds * SECOND;
      // Late, it strikes once more: what it finds then is not what there was.
      setTimeout(() => weather.tell({ kind, ...told, what: `${told.what} comes at last` }), delay);
      return [Math.min(delay, 60 * MINUTE)];
    }
    const twice = weather.strike('event-duplicated');
    if (!twice) return [usual];
    weather.tell({ kind: 'event-duplicated', ...told });
    return [usual, usual + twice.seconds * SECOND];
  };
