import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { chunksOf } from '../../lambdas/domain/instances.ts';
import type { Assignment } from '../config/access.ts';
import type { Configuration } from '../config/configuration.ts';
import { ruleDeadLetters } from '../events/rule-to-hub.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { accessEndsEnvironment } from './environments.ts';
import type { MailQueue } from './publish.ts';
import type { Topics } from './topics.ts';

interface AccessEndsProps {
  readonly configuration: Configuration;
  /** Those that have an end. */
  readonly assignments: readonly Assignment[];
  readonly topics: Topics;
  readonly mailQueue: MailQueue;
}

/** The input of a rule's target takes 8,192 characters: these take 260 each. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
const ASSIGNMENTS_OF_RULE = 30;

/** Tells people and program managers of an assignment that ends, two weeks before. */
export class AccessEnds extends Construct {
  constructor(scope: Construct, { configuration, assignments, topics, mailQueue }: AccessEndsProps) {
    super(scope, 'AccessEnds');
    const accessEnds = new EnforcementFunction(this, {
      name: 'access-ends',
      description: 'Writes the mails about assignments that end in two weeks',
      environment: accessEndsEnvironment(configuration, topics, mailQueue.queue.queueUrl),
      timeout: Duration.minutes(1),
    });
    accessEnds.allow(['sqs:SendMessage'], [mailQueue.queue.queueArn]);
    const deadLetterQueue = ruleDeadLetters(this);
    for (const [index, some] of chunksOf(assignments, ASSIGNMENTS_OF_RULE).entries()) {
      const event = RuleTargetInput.fromObject({ assignments: some });
      new Rule(this, `Schedule${index + 1}`, {
        description: 'Looks for assignments that end in two weeks',
        // Several times a day, in case one fails. `publish` sends a mail once.
        schedule: Schedule.rate(Duration.hours(6)),
        targets: [
          new LambdaFunction(accessEnds.function, {
            event,
            deadLetterQueue,
            maxEventAge: Duration.hours(1),
            retryAttempts: 3,
          }),
        ],
      });
    }
  }
}
