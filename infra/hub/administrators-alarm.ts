import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { ALARM_NAME_PREFIX } from '../names.ts';
import type { Topics } from './topics.ts';

/** What goes wrong: too much of something, or nothing of what should always be. */
export type Trouble =
  | { readonly is: 'more-than'; readonly threshold: number }
  | { readonly is: 'none'; readonly periods: number };

export interface AdministratorsAlarmProps {
  /** Its name, after ALARM_NAME_PREFIX. */
  readonly name: string;
  /** The article of docs/runbook.md that several alarms share; left out, the one of the alarm's own name. */
  readonly article?: string;
  /** What it means: one sentence. */
  readonly says: string;
  readonly metric: Metric;
  readonly trouble: Trouble;
}

const HIGHEST = { comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD, evaluationPeriods: 1 };

/** An alarm that is mailed to the administrators, with the article of the runbook that says what to do. */
export class AdministratorsAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, topics: Topics, props: AdministratorsAlarmProps) {
    super(scope, props.name);
    const { name, article = name, says, metric, trouble } = props;
    this.alarm = new Alarm(this, 'Resource', {
      alarmName: `${ALARM_NAME_PREFIX}${name}`,
      alarmDescription: `${says} docs/runbook.md#${ALARM_NAME_PREFIX}${article}`,
      metric,
      ...(trouble.is === 'none'
        ? {
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            threshold: 1,
            evaluationPeriods: trouble.periods,
            // What is never measured is exactly what this is about.
            treatMissingData: TreatMissingData.BREACHING,
          }
        : {
            ...HIGHEST,
            threshold: trouble.threshold,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }),
    });
    this.alarm.addAlarmAction(new SnsAction(topics.administrators));
  }
}
