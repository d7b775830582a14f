import * as z from 'zod';
import { type Resource, resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { BusEvent } from './envelope.ts';
import { matches } from './event-pattern.ts';

const Properties = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'DISABLED']).default('ENABLED'),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        RoleArn: z.string().optional(),
        DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
      }),
    )
    .default([]),
});
/** A rule as synthesized. */
export type Rule = Resource<z.infer<typeof Properties>>;

/** The bus that every account has in every Region, and that CloudTrail's events come to. */
export const DEFAULT_BUS = 'default';

/** The rules of the synthesized stacks. Those of state ENABLED see no read-only calls, and none is about those. */
export class Rules {
  readonly #rules: readonly Rule[];

  constructor(stacks: readonly Stack[]) {
    this.#rules = resourcesOf(stacks, 'AWS::Events::Rule', Properties).filter(
      ({ properties }) => properties.State !== 'DISABLED',
    );
  }

  /** The rules on a bus of an account and Region that match the event. */
  matching(busName: string, accountId: string, region: string, event: BusEvent): Rule[] {
    return this.#rules.filter(
      (rule) =>
        rule.properties.EventBusName === busName &&
        rule.accountId === accountId &&
        rule.region === region &&
        matches(rule.properties.EventPattern, event),
    );
  }

  /** Whether a rule on some account's default bus would match the event, wherever it happened. */
  wouldMatch(event: BusEvent): boolean {
    return this.#rules.some(
      ({ properties }) => properties.EventBusName === DEFAULT_BUS && matches(properties.EventPattern, event),
    );
  }

  /** Whether rules are deployed on the default bus of an account and Region. */
  cover(accountId: string, region: string): boolean {
    return this.#rules.some(
      (rule) =>
        rule.properties.EventBusName === DEFAULT_BUS &&
        rule.accountId === accountId &&
        rule.region === region,
    );
  }
}
