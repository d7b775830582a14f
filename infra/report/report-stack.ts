import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Configuration, hasAccess } from '../config/configuration.ts';
import { ruleDeadLetters } from '../events/rule-to-hub.ts';
import { AdministratorsAlarm, type AdministratorsAlarmProps } from '../hub/alarms.ts';
import { executions, measured } from '../hub/metrics.ts';
import { stateMachine } from '../hub/state-machine.ts';
import { ADMINISTRATORS_TOPIC_NAME, REPORT_STATE_MACHINE_NAME } from '../names.ts';
import { Costs } from './costs.ts';
import { PageReaders } from './page-readers.ts';
import { Collect, ReviewAccess, WriteReport } from './report-functions.ts';
import { REPORT_TIMEOUT, reportStates } from './report-states.ts';

/** An hour: each report counts once. */
const PERIOD = Duration.hours(1);

/**
 * Who owns what: every week, what exists in every account is read and written as pages into a bucket. A stack of its own, so that
 * it can be left out, and takes no room in the hub's.
 */
export class ReportStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      env: { account: configuration.hub.accountId, region: configuration.hub.region },
      description: 'Tag enforcement: the weekly report of who owns what',
    });
    const { bucket } = new ReportBucket(this);
    const collect = new Collect(this, { configuration, bucket });
    const costs = new Costs(this, { configuration, bucket });
    const report = new WriteReport(this, { configuration, bucket });
    new PageReaders(this, { configuration, bucket });
    const accessReview = hasAccess(configuration) ? new ReviewAccess(this, { configuration, bucket }) : null;
    new Report(this, configuration, { collect, costs, accessReview, report });
  }
}

/** A run that is redriven finds its files: Step Functions does that for two weeks. */
const WORK_DAYS = Duration.days(15);
/** As long as logs are kept. */
const PAGE_DAYS = Duration.days(365);
/** A page that is made again the same day keeps what it replaced for so long. */
const REPLACED_DAYS = Duration.days(30);

/** The bucket of the reports: private, over TLS only, encrypted, with versions. The weeks' numbers are kept for good. */
class ReportBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct) {
    super(scope, 'Bucket');
    this.bucket = new Bucket(this, 'Resource', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      versioned: true,
      lifecycleRules: [
        { prefix: 'work/', expiration: WORK_DAYS },
        { prefix: 'pages/', expiration: PAGE_DAYS },
        { prefix: 'costs/', expiration: PAGE_DAYS },
        { noncurrentVersionExpiration: REPLACED_DAYS, abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // Who owned what is accounting.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'Logs of who read a report would need a second bucket; CloudTrail can record reads where that is wanted.',
    });
  }
}

/** The state machine, its schedule, and the alarms about both. */
class Report extends Construct {
  constructor(scope: Construct, configuration: Configuration, steps: Parameters<typeof reportStates>[2]) {
    super(scope, 'Report');
    const { collect, costs, accessReview, report } = steps;
    const machine = stateMachine(this, {
      name: REPORT_STATE_MACHINE_NAME,
      definition: reportStates(this, configuration, steps),
      calls: [collect, costs, ...(accessReview ? [accessReview] : []), report],
      isDistributed: true,
      timeout: REPORT_TIMEOUT,
    });
    const deadLetters = ruleDeadLetters(this);
    new Rule(this, 'Weekly', {
      description: 'Starts the report of who owns what, on Mondays before work begins in America',
      schedule: Schedule.cron({ weekDay: 'MON', hour: '11', minute: '0' }),
      targets: [new SfnStateMachine(machine, { deadLetterQueue: deadLetters })],
    });
    const topic = Topic.fromTopicArn(
      this,
      'Administrators',
      Stack.of(this).formatArn({ service: 'sns', resource: ADMINISTRATORS_TOPIC_NAME }),
    );
    const above = { kind: 'above', threshold: 0 } as const;
    const alarms: AdministratorsAlarmProps[] = [
      {
        name: 'report-failed',
        says: 'The report of who owns what was not made.',
        metric: executions(this, 'ExecutionsFailed', REPORT_STATE_MACHINE_NAME, PERIOD),
        condition: above,
      },
      {
        name: 'report-timed-out',
        article: 'report-failed',
        says: 'The report of who owns what was not made in half a day.',
        metric: executions(this, 'ExecutionsTimedOut', REPORT_STATE_MACHINE_NAME, PERIOD),
        condition: above,
      },
      {
        name: 'report-incomplete',
        article: 'report-failed',
        says: 'The report could not read some Regions of some accounts, and shows them as failed.',
        metric: measured('RegionsNotCollected', { statistic: 'Sum', period: PERIOD }),
        condition: above,
      },
      {
        name: 'report-without-costs',
        article: 'report-failed',
        says: 'The report has no costs, although billing is configured, and says why.',
        metric: measured('CostsNotRead', { statistic: 'Sum', period: PERIOD }),
        condition: above,
      },
      {
        name: 'dead-letters-report',
        article: 'dead-letters',
        says: 'The schedule could not start the report.',
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({
          period: PERIOD,
          statistic: 'Maximum',
        }),
        condition: above,
      },
    ];
    for (const props of alarms) new AdministratorsAlarm(this, topic, props);
  }
}
