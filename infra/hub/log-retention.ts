import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/**
 * How long logs are kept: whoever asks at a year's end why an instance is gone finds the answer here. Step Functions
 * itself forgets an execution after 90 days.
 */
export const LOG_RETENTION = RetentionDays.ONE_YEAR;
