import { successfulCalls } from './successful-calls.ts';

/** The event pattern of a launch: a RunInstances that succeeded. */
export const launchPattern = successfulCalls('ec2', ['RunInstances']);
