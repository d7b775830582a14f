import type { BreakerTable } from '../../../lambdas/aws/breaker-table.ts';
import { ActRefused } from '../../../lambdas/domain/grace-period/errors.ts';
import type { Instance } from '../../../lambdas/domain/instances.ts';
import type { TerminateClients } from '../../../lambdas/terminate/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aLog } from '../a-log.ts';
import { anInstance } from '../an-instance.ts';
import { anEc2 } from './an-ec2.ts';

type World = {
  readonly ec2?: ReturnType<typeof anEc2>;
  /** Whether enforcement is paused. It is asked before each call, with the calls before it. */
  readonly isPaused?: (asked: readonly string[]) => boolean;
  readonly breaker?: Pick<BreakerTable, 'read' | 'joined'>;
  /** Why a call about an instance or a request is refused, by call such as `StopInstances i-1`. */
  readonly refused?: Readonly<Record<string, ActRefused['why']>>;
  /** The error of the call about an instance. */
  readonly broken?: Readonly<Record<string, Error>>;
  /** Ids of persistent requests, by instance. */
  readonly requests?: Readonly<Record<string, string>>;
  /**
   * Instances as the last check before a termination finds them: by default running and without tags; null for none.
   */
  readonly seen?: Readonly<Record<string, Instance | null>>;
};

/** The clients of `terminate`. `asked` is every call of EC2, in order, as `TerminateInstances i-1 i-2`. */
export const someClients = (world: World = {}) => {
  const { ec2 = anEc2(), refused = {}, broken = {}, requests = {}, seen = {} } = world;
  const asked: string[] = [];
  const ask = (call: string, ids: readonly string[]): void => {
    const what = `${call} ${ids.join(' ')}`;
    asked.push(what);
    const error = broken[what];
    if (error) throw error;
  };
  const act = (call: ActRefused['call'], ids: readonly string[]): void => {
    ask(call, ids);
    for (const id of ids) {
      const why = refused[`${call} ${id}`];
      if (why) throw new ActRefused(call, why, ids, { cause: new TypeError('EC2 says no') });
    }
  };
  const clients: TerminateClients = {
    terminateInstances: async (_account, _region, ids) => {
      ask('TerminateInstances', ids);
      return ec2.call(ids);
    },
    stopInstances: async (_account, _region, ids) => {
      act('StopInstances', ids);
      return [...ids];
    },
    removeProtection: async (_account, _region, id) => {
      act('ModifyInstanceAttribute', [id]);
      ec2.unprotect(id);
    },
    spotRequestsIn: async () => ({
      persistent: async (ids) => {
        ask('DescribeSpotInstanceRequests', ids);
        return new Map(Object.entries(requests).filter(([id]) => ids.includes(id)));
      },
      cancel: async (id) => {
        act('CancelSpotInstanceRequests', [id]);
        return true;
      },
    }),
    readInstancesIn: async () => ({
      find: async () => [],
      instance: async (id) => {
        ask('DescribeInstances', [id]);
        const found = seen[id];
        return found === undefined ? anInstance(id) : found;
      },
      names: async () => new Map(),
      ofRequest: async () => [],
      tags: async () => new Map(),
    }),
    readPause: async () => world.isPaused?.(asked) ?? false,
    breaker: world.breaker ?? aBreaker(),
    log: aLog(),
  };
  return { clients, asked, ec2 };
};
