import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PauseNotReadable } from '../domain/grace-period/errors.ts';

/**
 * Whether enforcement is paused: whatever the parameter holds, unless it is exactly `no`. At most two seconds old.
 *
 * @throws PauseNotReadable when it cannot be read
 */
export type ReadPause = () => Promise<boolean>;

/** What the parameter holds while the service is enforcing. */
const ENFORCING = 'no';

/** A pause takes effect within this, and a launch of 1,000 instances reads a few times, not before each of its calls. */
const FRESH_MS = 2000;

/**
 * Parameter Store gives 40 reads a second of an account and Region. Eight attempts span half a minute of throttling.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
const MAX_ATTEMPTS = 8;

/** A client that gives up in time: whoever waits for it is about to act, or to tell. */
export const newSsm = (maxAttempts = MAX_ATTEMPTS): SSMClient =>
  new SSMClient({
    maxAttempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });

export const readPause = (parameterName: string, ssm = newSsm()): ReadPause => {
  let known: { readonly askedAt: number; readonly isPaused: boolean } | undefined;
  return async () => {
    // Counted from the question: how long the answer took is part of its age. A clock set back makes it old.
    const askedAt = Date.now();
    if (known && Math.abs(askedAt - known.askedAt) < FRESH_MS) return known.isPaused;
    const { Parameter } = await ssm
      .send(new GetParameterCommand({ Name: parameterName }))
      .catch((cause: unknown) => {
        throw new PauseNotReadable(parameterName, { cause });
      });
    known = { askedAt, isPaused: Parameter?.Value !== ENFORCING };
    return known.isPaused;
  };
};
