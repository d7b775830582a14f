import { Aws, Duration, Validations } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { launchPattern } from '../launch-pattern.ts';

/** Sends successful launches from the Region's default bus to the hub's bus; what cannot be sent is kept. */
export class LaunchRule extends Construct {
  constructor(scope: Construct, hubBusArn: string) {
    super(scope, 'Launches');
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(deadLetters).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: of a rule, which cdk-nag does not look at.',
    });
    const sender = new Role(this, 'Sender', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        SendToHub: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [hubBusArn] })],
        }),
      },
    });
    // CDK's Rule would write the account id into the template, which is to be the same for every sub-account.
    const rule = new CfnRule(this, 'Rule', {
      description: 'Successful launches, to the hub of tag-enforcement',
      eventPattern: launchPattern,
      targets: [
        {
          id: 'Hub',
          arn: hubBusArn,
          roleArn: sender.roleArn,
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      ],
    });
    deadLetters.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [deadLetters.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': rule.attrArn },
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        },
      }),
    );
  }
}
