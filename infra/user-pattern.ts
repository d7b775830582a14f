import { successfulCalls } from './successful-calls.ts';

/** The event pattern of an IAM user's coming, going and being renamed. IAM's events are in us-east-1 alone. */
export const userPattern = successfulCalls('iam', ['CreateUser', 'DeleteUser', 'UpdateUser']);
