import { CfnResource } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import {
  attachPattern,
  launchPattern,
  sessionPattern,
  TAG_CHANGES,
  userPattern,
} from '../events/event-patterns.ts';
import { compare } from '../json.ts';
import { BUS_NAME } from '../names.ts';

/** Patterns of all events that are sent to the bus. The rules on the bus decide which are used, and from which accounts. */
const PATTERNS = [launchPattern, attachPattern, TAG_CHANGES, sessionPattern, userPattern];

/** Only AWS sends events whose source begins so. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html */
const ANY_SERVICE = 'aws.*';

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort(compare);

/** The bus that the other accounts' rules send to. It admits the configured accounts only. */
export class HubBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, { subAccounts, gateway, creations }: Configuration) {
    super(scope, 'Bus');
    this.bus = new EventBus(this, 'Resource', {
      eventBusName: BUS_NAME,
      description: 'Events from the accounts of tag-enforcement: launches, creations, tags, sessions, users',
    });
    const accountIds = distinct([...subAccounts, gateway].map(({ accountId }) => accountId));
    // One statement with 34 characters for each account: the policy's 10,240 hold more accounts than intake's environment.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    const statement = new PolicyStatement({
      sid: 'AccountsSendRecords',
      principals: accountIds.map((accountId) => new AccountPrincipal(accountId)),
      actions: ['events:PutEvents'],
      resources: [this.bus.eventBusArn],
      // `events:source` has several values, so the operators are those of AWS's example:
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html
      conditions: {
        'ForAllValues:StringLike': {
          'events:source':
            creations === 'off' ? distinct(PATTERNS.flatMap(({ source }) => source)) : [ANY_SERVICE],
        },
        StringEquals: {
          'events:detail-type': distinct(PATTERNS.flatMap((pattern) => pattern['detail-type'])),
        },
      },
    });
    // CDK's own constructs set a property that CDK calls deprecated, and warn at every synth.
    new CfnResource(this, 'Policy', {
      type: 'AWS::Events::EventBusPolicy',
      properties: {
        EventBusName: this.bus.eventBusName,
        StatementId: statement.sid,
        Statement: statement.toStatementJson(),
      },
    });
  }
}
