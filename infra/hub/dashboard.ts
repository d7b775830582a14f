import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { MEASURED_BY, type MetricName, NAMESPACE } from '../../lambdas/domain/metric.ts';
import { DASHBOARD_NAME, STATE_MACHINE_NAME, SWEEP_STATE_MACHINE_NAME } from '../names.ts';
import { deadLetterQueues, executions, functionsByName, measured } from './metrics.ts';

/** In the order of a launch's life. */
const SHOWN_METRICS: readonly MetricName[] = [
  'Launches',
  'CompliantAtLaunch',
  'Warned',
  'Complied',
  'Terminated',
  'Failed',
  'Unattributed',
  'Propagated',
];

/** Of all other resources, in the order of a creation's life. */
const SHOWN_OF_RESOURCES: readonly MetricName[] = [
  'CompliantCreations',
  'CreationsToRead',
  'CompliedCreations',
  'CorrectedCreations',
  'Reminded',
  'CreationsNotLocated',
  'UnknownCreations',
  'CreationsNotRead',
];

/** In CloudWatch's units: a dashboard is 24 wide, and a graph of this height is readable. */
const WIDTH = 24;
const HEIGHT = 6;

const THIRD = { width: WIDTH / 3, height: HEIGHT };
const HOUR = Duration.hours(1);
const MINUTES = Duration.minutes(5);

const count = (name: MetricName, period: Duration) =>
  measured(name, { statistic: 'Sum', period }).with({ label: name });

/** The dashboard: what happened, what failed, and how late the service was. */
export class Dashboard extends Construct {
  /** @param alarms the alarms that are not about one account */
  constructor(scope: Construct, alarms: readonly Alarm[]) {
    super(scope, 'Dashboard');
    new CloudWatchDashboard(this, 'Resource', {
      dashboardName: DASHBOARD_NAME,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WIDTH, height: 4 })],
        this.happened(),
        this.created(),
        this.failed(),
        this.late(),
      ],
    });
  }

  private happened() {
    return [
      new SingleValueWidget({
        title: 'The last day',
        metrics: SHOWN_METRICS.map((name) => count(name, Duration.days(1))),
        ...THIRD,
      }),
      new GraphWidget({
        title: 'What happened, by the hour',
        left: SHOWN_METRICS.map((name) => count(name, HOUR)),
        width: (2 * WIDTH) / 3,
        height: HEIGHT,
      }),
    ];
  }

  private created() {
    return [
      new GraphWidget({
        title: 'What else was created, by the hour',
        left: SHOWN_OF_RESOURCES.map((name) => count(name, HOUR)),
        width: WIDTH,
        height: HEIGHT,
      }),
    ];
  }

  private failed() {
    const ended = [STATE_MACHINE_NAME, SWEEP_STATE_MACHINE_NAME].flatMap((machine) =>
      ['ExecutionsFailed', 'ExecutionsTimedOut'].map((name) =>
        executions(this, name, machine, MINUTES).with({ label: `${machine} ${name}` }),
      ),
    );
    const deadLetters = [...deadLetterQueues(this)].map(([label, queue]) =>
      queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', label }),
    );
    const errors = [...functionsByName(this)].map(([label, one]) => one.function.metricErrors({ label }));
    return [
      graph('Failed executions', ended),
      graph('Dead letters', deadLetters),
      graph('Errors of functions', errors),
    ];
  }

  private late() {
    return [
      graph('Seconds: eventTime to intake, deadline to end', [
        measured('IntakeDelay', { statistic: 'p50', period: MINUTES }).with({ label: 'IntakeDelay, median' }),
        measured('IntakeDelay', { statistic: 'Maximum', period: MINUTES }).with({
          label: 'IntakeDelay, longest',
        }),
        measured('TerminationLateness', { statistic: 'Maximum', period: MINUTES }).with({
          label: 'TerminationLateness, longest',
        }),
      ]),
      graph(
        'Found by the sweep, held by the breaker, spared by patterns that match no user, missing in a report',
        [
          count('FoundBySweep', MINUTES),
          count('HeldByBreaker', MINUTES),
          count('InvalidSpared', MINUTES),
          count('RegionsNotCollected', MINUTES),
          count('CostsNotRead', MINUTES),
        ],
      ),
      graph('Records by account, by the hour: a line that ends is an account gone silent', [
        new MathExpression({
          expression: `SEARCH('{${NAMESPACE},service,account} service="${MEASURED_BY.Records}" MetricName="Records"', 'Sum')`,
          label: '',
          period: HOUR,
        }),
      ]),
    ];
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, ...THIRD });
