import { createHash } from 'node:crypto';
import type { Launch, LaunchKey } from '../record/launch.ts';
import type { Cause } from './input.ts';

/** Step Functions' limit. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const MAX_LENGTH = 80;

/** Sweeps that find the same instance in the same interval of this many seconds name the same execution. */
const BUCKET_SECONDS = 300;

/** The end of a name: it distinguishes two grace periods of one instance that have the same cause. */
const nameEnding = (eventTime: string, cause: Cause): string => {
  const seconds = Date.parse(eventTime) / 1000;
  switch (cause) {
    case 'launch':
      // No time: a call repeated with its client token is the same launch, though its record has another time.
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
 * The form of a launch's key in a name. An id stands as it is. A client token is free text of its caller and may
 * look like an id, so its digest stands instead.
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

/** The key names of all keys of a launch. The first is part of its execution's name. */
export const keyNames = ({ key, clientToken }: Pick<Launch, 'key' | 'clientToken'>): string[] =>
  clientToken === undefined ? [keyName(key)] : [...new Set([tokenName(clientToken), keyName(key)])];

/**
 * Names the execution of a grace period: `<account>-<Region>-<reservation, instance or token>-<cause>`, followed
 * by `-<epoch>` for every cause but `launch`. The name makes a second delivery of the same event harmless. If it
 * is too long, or has characters that are not allowed, its hash stands instead.
 */
export const executionName = ({ accountId, region, eventTime, ...launch }: Launch, cause: Cause): string => {
  const [ofLaunch] = keyNames(launch);
  const key = cause === 'launch' ? ofLaunch : keyName(launch.key);
  const name = [accountId, region, key, nameEnding(eventTime, cause)].join('-');
  return name.length <= MAX_LENGTH && /^[\w-]+$/.test(name) ? name : `${accountId}-${digest(name)}`;
};

/**
 * Whether an execution of that name may be about that account and Region. A hashed name does not show the
 * Region.
 */
export const mayBeAbout = (name: string, accountId: string, region: string): boolean =>
  name.startsWith(`${accountId}-${region}-`) ||
  (name.startsWith(`${accountId}-`) && /^\d+-[0-9a-f]{64}$/.test(name));

const NAME = /^((?:[ri]-[0-9a-f]{8,17}|token-[0-9a-f]{24}))-(?:launch|(untagged|sweep|resume)-(\d+))$/;
const LATER_CAUSES = ['untagged', 'sweep', 'resume'] as const satisfies Cause[];

/** What an execution's name shows. */
type ParsedExecutionName = {
  readonly keyName: string;
  readonly cause: Cause;
  /** When its grace period began, in milliseconds since the epoch; null if the name does not show it. */
  readonly eventTime: number | null;
};

/**
 * Reads a name; null if it is not about that account and Region, or of another form. Earlier versions put the
 * client token as it was into the name of a launch, and ended it with `-launch-<epoch>`. Such a name is never
 * read, whatever it looks like.
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

/** The instance id that a key name is; null if it is another key. */
export const instanceIdIn = (name: string): string | null => (name.startsWith('i-') ? name : null);
