import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PauseNotReadable } from '../domain/grace-period/errors.ts';

/**
 * Reads whether enforcement is paused: it is, unless the parameter's value is exactly `no`. The answer is at most two
 * seconds old.
 *
 * @throws PauseNotReadable when it cannot be read
 */
export type ReadPause = () => Promise<boolean>;

/** The parameter's value while the service enforces. */
const ENFORCING = 'no';

/** A pause takes effect within this time. A launch of 1,000 instances needs a few reads, not one before each call. */
const FRESH_MS = 2000;

/**
 * Parameter Store allows 40 reads a second per account and Region. Eight attempts last through half a minute of
 * throttling.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
const MAX_ATTEMPTS = 8;

/** A client with short timeouts: its caller is about to terminate or to warn. */
export const newSsm = (maxAttempts = MAX_ATTEMPTS): SSMClient =>
  new SSMClient({
    maxAttempts,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });

export const readPause = (parameterName: string, ssm = newSsm()): ReadPause => {
  let known: { readonly askedAt: number; readonly isPaused: boolean } | undefined;
  return async () => {
    // The age counts from the request: the time until the answer is part of it. A clock that is set back makes it old.
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
