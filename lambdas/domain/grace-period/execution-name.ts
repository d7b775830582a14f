import { createHash } from 'node:crypto';
import type { Launch, LaunchKey } from '../record/launch.ts';
import type { Cause } from './input.ts';

/** Step Functions' limit. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const MAX_LENGTH = 80;

/** Two sweeps that see the same instance within so many seconds name the same execution. */
const BUCKET_SECONDS = 300;

/** What a name ends with: by when its cause tells two grace periods of one instance apart. */
const nameEnding = (eventTime: string, cause: Cause): string => {
  const seconds = Date.parse(eventTime) / 1000;
  switch (cause) {
    case 'launch':
      // A call that is repeated with its client token launches nothing: its record has another time, and is the same launch.
      return cause;
    case 'untagged':
      return `${cause}-${seconds}`;
    case 'sweep':
    case 'resume':
      return `${cause}-${Math.floor(seconds / BUCKET_SECONDS) * BUCKET_SECONDS}`;
    default:
      return cause satisfies never;
  }
};

const digest = (of: string): string => createHash('sha256').update(of).digest('hex');

const RESERVATION = /^r-[\w-]{1,28}$/;
const INSTANCE = /^i-[\w-]{1,28}$/;

/**
 * A launch's key within a name: an id as it stands. A client token is whatever its caller made of it, and may look like an
 * id: its digest, which does not.
 */
export const keyName = ({ filter, value }: LaunchKey): string => {
  switch (filter) {
    case 'reservation-id':
      return RESERVATION.test(value) ? value : `other-${digest(`${filter} ${value}`).slice(0, 24)}`;
    case 'instance-id':
      return INSTANCE.test(value) ? value : `other-${digest(`${filter} ${value}`).slice(0, 24)}`;
    case 'client-token':
      return `token-${digest(value).slice(0, 24)}`;
    default:
      return filter satisfies never;
  }
};

const tokenName = (value: string): string => keyName({ filter: 'client-token', value });

/** The names of all that a launch is known by; the first is that of its execution. */
export const keyNames = ({ key, clientToken }: Pick<Launch, 'key' | 'clientToken'>): string[] =>
  clientToken === undefined ? [keyName(key)] : [...new Set([tokenName(clientToken), keyName(key)])];

/**
 * Names the execution of a grace period: `<account>-<Region>-<reservation, instance or token>-<cause>`, and for all but a
 * launch `-<epoch>`. The name makes a second delivery of the same event harmless. A longer one, or one with characters that
 * are not allowed, is hashed.
 */
export const executionName = ({ accountId, region, eventTime, ...launch }: Launch, cause: Cause): string => {
  const [ofLaunch] = keyNames(launch);
  const key = cause === 'launch' ? ofLaunch : keyName(launch.key);
  const name = [accountId, region, key, nameEnding(eventTime, cause)].join('-');
  return name.length <= MAX_LENGTH && /^[\w-]+$/.test(name) ? name : `${accountId}-${digest(name)}`;
};

/** Whether an execution of that name may be about that account and Region: a hashed name does not tell the Region. */
export const mayBeAbout = (name: string, accountId: string, region: string): boolean =>
  name.startsWith(`${accountId}-${region}-`) ||
  (name.startsWith(`${accountId}-`) && /^\d+-[0-9a-f]{64}$/.test(name));

const NAME = /^((?:[ri]-[0-9a-f]{8,17}|token-[0-9a-f]{24}))-(?:launch|(untagged|sweep|resume)-(\d+))$/;
const LATER_CAUSES = ['untagged', 'sweep', 'resume'] as const satisfies Cause[];

/** What an execution's name tells of it. */
export type ParsedExecutionName = {
  readonly keyName: string;
  readonly cause: Cause;
  /** When its grace period began, milliseconds since the epoch; null where its name does not tell. */
  readonly eventTime: number | null;
};

/**
 * Reads a name, if it is about that account and Region and says all this. Earlier versions named a launch by its client token
 * as it stood, and ended the name with `-launch-<epoch>`: such a name is not read, whatever it looks like.
 */
export const parseExecutionName = (
  name: string,
  accountId: string,
  region: string,
): ParsedExecutionName | null => {
  const start = `${accountId}-${region}-`;
  if (!name.startsWith(start)) return null;
  const [, keyName, after, epoch] = NAME.exec(name.slice(start.length)) ?? [];
  if (keyName === undefined) return null;
  const cause = LATER_CAUSES.find((one) => one === after) ?? 'launch';
  return { keyName, cause, eventTime: cause === 'untagged' ? Number(epoch) * 1000 : null };
};

/** The id of the instance that a key's name is; null if it is none. */
export const instanceIdIn = (name: string): string | null => (name.startsWith('i-') ? name : null);
