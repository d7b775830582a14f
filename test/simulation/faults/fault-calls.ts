import { PauseNotReadable } from '../../../lambdas/domain/grace-period/errors.ts';
import { ServiceUnavailable } from '../../../local/errors.ts';
import { SECOND } from '../time.ts';
import type { FaultKind } from './fault.ts';
import type { FaultInjector } from './fault-injector.ts';
import { die } from './killing.ts';

export type Service =
  | 'ec2'
  | 'sts'
  | 'sns'
  | 'states'
  | 'dynamodb'
  | 'ssm'
  | 'sqs'
  | 'cloudtrail'
  | 'iam'
  | 'autoscaling';

/** A call that a function makes of a service. */
export type Call = {
  readonly fn: string;
  readonly service: Service;
  readonly action: string;
  /** What it is about: ids, or nothing. */
  readonly of: string;
  /** Where it is made, of a sub-account; null for the hub's own services. */
  readonly accountId: string | null;
};

/** Makes a call, or what a fault leaves of it. */
export type FaultyCall = <Answer>(call: Call, make: () => Promise<Answer>) => Promise<Answer>;

/** What the SDK throws when its own retries are used up. */
class Throttled extends Error {
  override readonly name = 'RequestLimitExceeded';
}
class TimedOut extends Error {
  override readonly name = 'TimeoutError';
}

const OUTAGES: Readonly<Partial<Record<Service, FaultKind>>> = {
  sts: 'sts-down',
  sns: 'sns-down',
  states: 'states-down',
  dynamodb: 'table-down',
  ssm: 'pause-unreadable',
};

const wait = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * SECOND));

/** Strikes calls as the weather says. */
export const faultCalls =
  (injector: FaultInjector): FaultyCall =>
  async ({ fn, service, action, of, accountId }, make) => {
    const target = { accountId, fn, what: `${fn}: ${service}:${action} ${of}`.trimEnd() };
    const struck = (kind: FaultKind): ReturnType<FaultInjector['strike']> => {
      const fault = injector.strike(kind, target);
      if (fault) injector.report({ kind, ...target });
      return fault;
    };
    const down = OUTAGES[service];
    if (down && struck(down)) {
      const cause = new ServiceUnavailable(service);
      throw service === 'ssm' ? new PauseNotReadable(action, { cause }) : cause;
    }
    // To assume a role is no call of its own to a function: what comes of it is.
    if (service === 'sts') return make();
    if (struck('throttled')) throw new Throttled('Request limit exceeded.');
    if (struck('server-error')) throw new ServiceUnavailable(service);
    const late = action === 'CreateTags' ? struck('write-late') : undefined;
    if (late) await wait(late.seconds);
    const answer = await make();
    const killed = struck('killed');
    if (killed) return die(killed.seconds);
    const lost = struck('answer-lost');
    if (!lost) return answer;
    await wait(lost.seconds);
    throw new TimedOut('The connection timed out.');
  };
