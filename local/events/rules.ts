import * as z from 'zod';
import { type Resource, resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { BusEvent } from './bus-event.ts';
import { matches } from './event-pattern.ts';

const Properties = z.object({
  EventBusName: z.string().default('default'),
  /** Undefined for a rule with a schedule. schedules.ts reads those. */
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  State: z.enum(['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'DISABLED']).default('ENABLED'),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        RoleArn: z.string().optional(),
        DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
        RetryPolicy: z.unknown().optional(),
      }),
    )
    .default([]),
});
/** A rule as synthesized. */
export type Rule = Resource<z.infer<typeof Properties>>;

/** The bus that every account has in every Region. CloudTrail's events arrive on it. */
export const DEFAULT_BUS = 'default';

const ALL_EVENTS = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** A launch event with only the fields that a rule for launches matches. */
const A_LAUNCH = {
  source: 'aws.ec2',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
};

/**
 * Whether a rule matches an event. A rule in the state ENABLED does not receive read-only calls.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
const takes = ({ properties: { EventPattern, State } }: Rule, event: Matched): boolean =>
  EventPattern !== undefined &&
  (State === ALL_EVENTS || event.detail.readOnly !== true) &&
  matches(EventPattern, event);

/** The fields of an event that rules match. */
type Matched = Pick<BusEvent, 'source' | 'detail-type' | 'detail'>;

/** A bus in an account and Region. */
const placeOf = (busName: string, accountId: string, region: string): string =>
  `${busName} ${accountId} ${region}`;

/** The rules of the synthesized stacks. */
export class Rules {
  #byPlace: ReadonlyMap<string, readonly Rule[]> = new Map();
  /** A rule for each pattern on default buses: every account and Region has the same ones. */
  #distinct: readonly Rule[] = [];

  constructor(stacks: readonly Stack[]) {
    this.deploy(stacks);
  }

  /** Deploys the rules of these stacks. They apply from now on. */
  deploy(stacks: readonly Stack[]): void {
    const rules = resourcesOf(stacks, 'AWS::Events::Rule', Properties).filter(
      ({ properties }) => properties.State !== 'DISABLED',
    );
    this.#byPlace = Map.groupBy(rules, ({ properties, accountId, region }) =>
      placeOf(properties.EventBusName, accountId, region),
    );
    const onDefaultBuses = rules.filter(({ properties }) => properties.EventBusName === DEFAULT_BUS);
    const byPattern = Map.groupBy(onDefaultBuses, ({ properties: { EventPattern, State } }) =>
      JSON.stringify([EventPattern, State]),
    );
    this.#distinct = [...byPattern.values()].flatMap(([first]) => first ?? []);
  }

  /** The rules on a bus of an account and Region that match the event. */
  matching(busName: string, accountId: string, region: string, event: Matched): Rule[] {
    const rules = this.#byPlace.get(placeOf(busName, accountId, region)) ?? [];
    return rules.filter((rule) => takes(rule, event));
  }

  /** Whether a rule on some account's default bus would match the event, wherever it happened. */
  wouldMatch(event: BusEvent): boolean {
    return this.#distinct.some((rule) => takes(rule, event));
  }

  /** Whether a rule matches launches in an account and Region. Some Regions have only a rule for sessions. */
  cover(accountId: string, region: string): boolean {
    return this.matching(DEFAULT_BUS, accountId, region, A_LAUNCH).length > 0;
  }
}
