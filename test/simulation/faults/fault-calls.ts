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
  | 'autoscaling'
  | 'tag';

/** A call of a service that a function makes. */
export type Call = {
  readonly fn: string;
  readonly service: Service;
  readonly action: string;
  /** The ids that the call is about; may be empty. */
  readonly of: string;
  /** The sub-account in which it is made; null for the hub's own services. */
  readonly accountId: string | null;
};

/** Makes a call, unless a fault prevents it or loses its answer. */
export type FaultyCall = <Answer>(call: Call, make: () => Promise<Answer>) => Promise<Answer>;

/** The SDK throws this when its own retries are used up. */
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

/** Makes calls fail, wait or lose their answer, as the fault injector decides. */
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
    // Functions assume a role together with the call that needs it. That call gets the other faults.
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
