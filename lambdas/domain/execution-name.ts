import { createHash } from 'node:crypto';
import type { Launch } from './launch.ts';

/** Step Functions' limit. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const LONGEST = 80;

/**
 * Names the execution of a launch: `<account>-<Region>-<reservation>-launch-<epoch>`. The name makes a second
 * delivery of the same record harmless. A longer one, or one with characters that are not allowed, is hashed.
 */
export const executionName = ({ accountId, region, key, eventTime }: Launch): string => {
  const name = [accountId, region, key.value, 'launch', Date.parse(eventTime) / 1000].join('-');
  if (name.length <= LONGEST && /^[\w-]+$/.test(name)) return name;
  return `${accountId}-${createHash('sha256').update(name).digest('hex').slice(0, 64)}`;
};
