import { createHash } from 'node:crypto';
import type { Launch, LaunchKey } from '../record/launch.ts';
import type { Cause } from './input.ts';

/** Step Functions' limit. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const LONGEST = 80;

/** Two sweeps that see the same instance within so many seconds name the same execution. */
const BUCKET_SECONDS = 300;

/** When it began, in seconds since 1970: what EventBridge tells is the same at each delivery, a sweep's now is not. */
const epoch = (eventTime: string, cause: Cause): number => {
  const seconds = Date.parse(eventTime) / 1000;
  switch (cause) {
    case 'launch':
    case 'untagged':
      return seconds;
    case 'sweep':
    case 'resume':
      return Math.floor(seconds / BUCKET_SECONDS) * BUCKET_SECONDS;
    default:
      return cause satisfies never;
  }
};

/**
 * Names the execution of a grace period: `<account>-<Region>-<reservation or instance>-<cause>-<epoch>`. The name makes a
 * second delivery of the same event harmless. A longer one, or one with characters that are not allowed, is hashed.
 */
export const executionName = ({ accountId, region, key, eventTime }: Launch, cause: Cause): string => {
  const name = [accountId, region, key.value, cause, epoch(eventTime, cause)].join('-');
  if (name.length <= LONGEST && /^[\w-]+$/.test(name)) return name;
  return `${accountId}-${createHash('sha256').update(name).digest('hex').slice(0, 64)}`;
};

/** Whether an execution of that name may be about that account and Region: a hashed name does not tell the Region. */
export const mayBeAbout = (name: string, accountId: string, region: string): boolean =>
  name.startsWith(`${accountId}-${region}-`) ||
  (name.startsWith(`${accountId}-`) && /^\d+-[0-9a-f]{64}$/.test(name));

const ENDING = /-(?:launch|untagged|sweep|resume)-\d+$/;

/** The key of the launch that an execution of that name is about, if it is about that account and Region, and says so. */
export const keyIn = (name: string, accountId: string, region: string): LaunchKey | null => {
  const start = `${accountId}-${region}-`;
  if (!name.startsWith(start) || !ENDING.test(name)) return null;
  const value = name.slice(start.length).replace(ENDING, '');
  // A client token is whatever its caller made of it: it may look like an id.
  if (/^r-[0-9a-f]{8,17}$/.test(value)) return { filter: 'reservation-id', value };
  return /^i-[0-9a-f]{8,17}$/.test(value) ? { filter: 'instance-id', value } : null;
};
