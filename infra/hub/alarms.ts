import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import {
  ALARM_NAME_PREFIX,
  type AnyFunctionName,
  BREAKER_STATE_MACHINE_NAME,
  STATE_MACHINE_NAME,
  SWEEP_STATE_MACHINE_NAME,
} from '../names.ts';
import { deadLetterQueues, executions, functionsByName, measured } from './metrics.ts';
import type { Topics } from './topics.ts';

/** The functions whose errors appear in no dead-letter queue and no execution. */
const FUNCTIONS_WITHOUT_QUEUE: readonly AnyFunctionName[] = [
  'directory',
  'look-up',
  'publish',
  'access-ends',
];

/** Short, since a grace period is ten minutes unless configured otherwise. */
const PERIOD = Duration.minutes(5);

/** Three sweeps, each of which counts the same instances again: so the alarm stays on and mails once. */
const SWEEP_PERIOD = Duration.minutes(30);

/** How late a termination may be: it includes the queue of mails, and the minute in which `terminate` retries. */
const LATE_SECONDS = 120;

const ABOVE_ZERO = { kind: 'above', threshold: 0 } as const;

interface AlarmsProps {
  readonly configuration: Configuration;
  readonly topics: Topics;
}

/**
 * The alarms that mail the administrators; docs/runbook.md has an article for each. The hub's CloudWatch does not have the
 * dead-letter queues of sub-accounts: `npm run doctor` checks those.
 */
export class Alarms extends Construct {
  /** All but the alarms on silence, of which each sub-account has one. */
  readonly all: readonly Alarm[];

  constructor(scope: Construct, { configuration, topics }: AlarmsProps) {
    super(scope, 'Alarms');
    const resources = configuration.creations === 'off' ? [] : this.notRead();
    this.all = [...this.lost(), ...this.failed(), ...this.acted(), ...resources].map(
      (props) => new AdministratorsAlarm(this, topics.administrators, props).alarm,
    );
    for (const { accountId, name } of configuration.subAccounts) {
      new AdministratorsAlarm(this, topics.administrators, {
        name: `silence-${accountId}`,
        article: 'silence',
        says: `No record has come from ${name} (${accountId}) for a day, so its launches are not seen.`,
        metric: measured('Records', { statistic: 'Sum', period: Duration.hours(1), accountId }),
        condition: { kind: 'missing', periods: 24 },
      });
    }
  }

  private lost(): AdministratorsAlarmProps[] {
    const deadLetters = [...deadLetterQueues(this)].map(([name, queue]) => ({
      name: `dead-letters-${name}`,
      article: 'dead-letters',
      says: `Messages for ${name} failed at every attempt and wait in its dead-letter queue.`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      condition: ABOVE_ZERO,
    }));
    return [
      ...deadLetters,
      {
        name: 'found-by-sweep',
        says: 'The sweep found instances without an event, or instances that still run after six grace periods.',
        metric: measured('FoundBySweep', { statistic: 'Sum', period: SWEEP_PERIOD }),
        condition: ABOVE_ZERO,
      },
      {
        name: 'sweep-not-started',
        article: 'sweep-failed',
        says: 'No sweep has started for an hour, so instances without an event are not found.',
        metric: executions(this, 'ExecutionsStarted', SWEEP_STATE_MACHINE_NAME, Duration.hours(1)),
        condition: { kind: 'missing', periods: 1 },
      },
    ];
  }

  private failed(): AdministratorsAlarmProps[] {
    const machines = [
      [
        STATE_MACHINE_NAME,
        'grace-period-failed',
        'A launch was not handled to its end, or nobody was notified of it.',
      ],
      [SWEEP_STATE_MACHINE_NAME, 'sweep-failed', 'A sweep could not check every account and Region.'],
      [BREAKER_STATE_MACHINE_NAME, 'breaker-failed', 'Nobody could be notified of what the breaker holds.'],
    ] as const;
    const ended = machines.flatMap(([machine, article, says]) =>
      (['ExecutionsFailed', 'ExecutionsTimedOut'] as const).map((metricName) => ({
        name: metricName === 'ExecutionsFailed' ? article : article.replace('failed', 'timed-out'),
        article,
        says,
        metric: executions(this, metricName, machine, PERIOD),
        condition: ABOVE_ZERO,
      })),
    );
    const functions = functionsByName(this);
    const errors = FUNCTIONS_WITHOUT_QUEUE.flatMap((name) => {
      const metric = functions.get(name)?.function.metricErrors({ period: PERIOD });
      if (!metric) return [];
      const says = `The function ${name} fails, so mails may be late, or go to others than the launcher.`;
      return [{ name: `errors-${name}`, article: 'errors', says, metric, condition: ABOVE_ZERO }];
    });
    return [...ended, ...errors];
  }

  private notRead(): AdministratorsAlarmProps[] {
    return [
      {
        name: 'creations-not-read',
        says: 'AWS did not show the tags of what was created, so people are reminded without knowing whether they need it.',
        metric: measured('CreationsNotRead', { statistic: 'Sum', period: PERIOD }),
        condition: ABOVE_ZERO,
      },
    ];
  }

  private acted(): AdministratorsAlarmProps[] {
    return [
      {
        name: 'acts-failed',
        says: 'AWS refused an action on an instance, or gave no answer.',
        metric: measured('Failed', { statistic: 'Sum', period: PERIOD }),
        condition: ABOVE_ZERO,
      },
      {
        name: 'lateness',
        says: `Instances were terminated more than ${LATE_SECONDS} seconds after their deadline.`,
        metric: measured('TerminationLateness', { statistic: 'Maximum', period: PERIOD }),
        condition: { kind: 'above', threshold: LATE_SECONDS },
      },
      {
        name: 'no-user-matches',
        says: 'No IAM user matches a pattern of the Owner tag, so an invalid Owner is only reported.',
        metric: measured('InvalidSpared', { statistic: 'Sum', period: SWEEP_PERIOD }),
        condition: ABOVE_ZERO,
      },
      {
        name: 'breaker-open',
        says: 'So many instances lost their Owner at once that the breaker holds them until an administrator decides.',
        metric: measured('HeldByBreaker', { statistic: 'Sum', period: SWEEP_PERIOD }),
        condition: ABOVE_ZERO,
      },
    ];
  }
}

/** When an alarm goes off: the metric is above the threshold, or is missing for some periods. */
type AlarmCondition =
  | { readonly kind: 'above'; readonly threshold: number }
  | { readonly kind: 'missing'; readonly periods: number };

export interface AdministratorsAlarmProps {
  /** Its name without ALARM_NAME_PREFIX. */
  readonly name: string;
  /** The article of docs/runbook.md, if several alarms share one; left out, the article has the alarm's name. */
  readonly article?: string;
  /** What the alarm means: one sentence. */
  readonly says: string;
  readonly metric: Metric;
  readonly condition: AlarmCondition;
}

const ABOVE_THRESHOLD = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  evaluationPeriods: 1,
};

/** An alarm that mails the administrators, with a link to the article of the runbook. */
export class AdministratorsAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, administrators: ITopic, props: AdministratorsAlarmProps) {
    super(scope, props.name);
    const { name, article = name, says, metric, condition } = props;
    this.alarm = new Alarm(this, 'Resource', {
      alarmName: `${ALARM_NAME_PREFIX}${name}`,
      alarmDescription: `${says} docs/runbook.md#${ALARM_NAME_PREFIX}${article}`,
      metric,
      ...(condition.kind === 'missing'
        ? {
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            threshold: 1,
            evaluationPeriods: condition.periods,
            // Missing data is what this alarm detects.
            treatMissingData: TreatMissingData.BREACHING,
          }
        : {
            ...ABOVE_THRESHOLD,
            threshold: condition.threshold,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }),
    });
    this.alarm.addAlarmAction(new SnsAction(administrators));
  }
}
