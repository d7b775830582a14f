import { CfnResource } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SubAccount } from '../config.ts';
import { launchPattern } from '../launch-pattern.ts';
import { BUS_NAME } from '../names.ts';

/** The bus that the sub-accounts' rules send launches to. It admits the configured accounts and nobody else. */
export class HubBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, subAccounts: readonly SubAccount[]) {
    super(scope, 'Bus');
    this.bus = new EventBus(this, 'Resource', {
      eventBusName: BUS_NAME,
      description: 'Launches in the sub-accounts of tag-enforcement',
    });
    // One statement, 34 characters an account: its 10,240 characters hold more accounts than intake's environment does.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    const statement = new PolicyStatement({
      sid: 'SubAccountsSendLaunches',
      principals: subAccounts.map(({ accountId }) => new AccountPrincipal(accountId)),
      actions: ['events:PutEvents'],
      resources: [this.bus.eventBusArn],
      // Operators as on AWS's page, `events:source` being multivalued:
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html
      conditions: {
        'ForAllValues:StringEquals': { 'events:source': launchPattern.source },
        StringEquals: { 'events:detail-type': launchPattern['detail-type'] },
      },
    });
    // CDK's constructs of this type set a property that CDK itself calls deprecated, and warn at every synth.
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
