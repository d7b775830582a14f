import { Aws, Duration, Validations } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventPattern } from './event-patterns.ts';

interface RuleToHubProps {
  readonly description: string;
  readonly pattern: EventPattern;
  readonly hubBusArn: string;
  /** Left out: ENABLED, which gets no events of read-only calls. */
  readonly state?: string;
}

/**
 * Sends events from the Region's default bus to the hub's bus, and keeps those that cannot be sent. Each rule has its own
 * dead-letter queue: a lost launch matters more than a lost session, which can be looked up.
 */
export class RuleToHub extends Construct {
  constructor(scope: Construct, id: string, { description, pattern, hubBusArn, state }: RuleToHubProps) {
    super(scope, id);
    const deadLetters = ruleDeadLetters(this);
    const sender = new Role(this, 'Sender', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        SendToHub: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [hubBusArn] })],
        }),
      },
    });
    // CDK's Rule would write the account id into the template, which must be the same for every sub-account.
    const rule = new CfnRule(this, 'Rule', {
      description,
      eventPattern: pattern,
      ...(state ? { state } : {}),
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

/** A queue for the events that a rule cannot send to its target. */
export const ruleDeadLetters = (scope: Construct): Queue => {
  const deadLetters = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(deadLetters).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SQS3',
    reason: 'It is a dead-letter queue: of a rule, which cdk-nag does not look at.',
  });
  return deadLetters;
};
