import * as z from 'zod';
import { AccessDenied } from '../errors.ts';
import type { RequestContext } from '../iam/condition.ts';
import type { Iam } from '../iam/iam.ts';
import { allows, parsePolicy, type Statement } from '../iam/policy.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { BusEvent } from './bus-event.ts';
import { DEFAULT_BUS, type Rule, type Rules } from './rules.ts';

const BusPolicy = z.object({ EventBusName: z.string(), Statement: z.unknown() });
const Bus = z.object({ Name: z.string() });
const QueuePolicy = z.object({ PolicyDocument: z.unknown() });

/** Sends an event to the queue that a rule targets. */
type SendMessage = (queueArn: string, event: BusEvent) => void;

/** The embedded EventBridge: the rules, buses and policies of the synthesized stacks, as synthesized. */
export class EventBridge {
  readonly #iam: Iam;
  readonly #rules: Rules;
  #buses: ReadonlyMap<string, { readonly name: string; readonly policy: readonly Statement[] }> = new Map();
  #queuePolicies: readonly Statement[] = [];
  readonly #send: SendMessage;

  constructor(stacks: readonly Stack[], rules: Rules, iam: Iam, send: SendMessage) {
    this.#iam = iam;
    this.#send = send;
    this.#rules = rules;
    this.deploy(stacks);
  }

  /** Deploys the buses and policies of these stacks. They apply to events that are put from now on. */
  deploy(stacks: readonly Stack[]): void {
    const policies = resourcesOf(stacks, 'AWS::Events::EventBusPolicy', BusPolicy);
    this.#buses = new Map(
      resourcesOf(stacks, 'AWS::Events::EventBus', Bus).map(({ arn, name }) => [
        arn,
        {
          name,
          policy: policies
            .filter(({ properties }) => properties.EventBusName === name)
            .flatMap(({ properties }) => parsePolicy({ Statement: properties.Statement })),
        },
      ]),
    );
    this.#queuePolicies = resourcesOf(stacks, 'AWS::SQS::QueuePolicy', QueuePolicy).flatMap(
      ({ properties }) => parsePolicy(properties.PolicyDocument),
    );
  }

  /**
   * Puts an event on the default bus of its account and Region, and delivers it to the targets of the rules that match.
   *
   * @throws AccessDenied if the policy of a role, a bus or a queue does not allow it
   */
  put(event: BusEvent): void {
    this.#deliver(DEFAULT_BUS, event.account, event.region, event);
  }

  #deliver(busName: string, accountId: string, region: string, event: BusEvent): void {
    for (const rule of this.#rules.matching(busName, accountId, region, event)) {
      for (const { Arn, RoleArn } of rule.properties.Targets) {
        const bus = this.#buses.get(Arn);
        if (bus) {
          this.#admit(bus.policy, Arn, rule, RoleArn ?? '', event);
          const [, , , busRegion = '', busAccount = ''] = Arn.split(':');
          this.#deliver(bus.name, busAccount, busRegion, event);
        } else {
          this.#requireQueue(Arn, rule);
          this.#send(Arn, event);
        }
      }
    }
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html */
  #admit(policy: readonly Statement[], busArn: string, rule: Rule, roleArn: string, event: BusEvent): void {
    const action = 'events:PutEvents';
    this.#iam.require(roleArn, action, busArn);
    const context: RequestContext = new Map([
      ['events:source', [event.source]],
      ['events:detail-type', [event['detail-type']]],
      ['aws:principalarn', [roleArn]],
      ['aws:principalaccount', [rule.accountId]],
    ]);
    const caller = { arn: roleArn, accountId: rule.accountId };
    if (!allows(policy, { caller, action, resource: busArn, context })) {
      throw new AccessDenied(roleArn, action, busArn);
    }
  }

  #requireQueue(queueArn: string, rule: Rule): void {
    const request = {
      caller: { service: 'events.amazonaws.com' },
      action: 'sqs:SendMessage',
      resource: queueArn,
      context: new Map([
        ['aws:sourcearn', [rule.arn]],
        ['aws:sourceaccount', [rule.accountId]],
        ['aws:securetransport', ['true']],
      ]),
    };
    if (!allows(this.#queuePolicies, request)) throw new AccessDenied(rule.name, request.action, queueArn);
  }
}
