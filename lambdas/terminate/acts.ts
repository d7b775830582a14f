import type { ReadInstancesIn } from '../aws/read-instances.ts';
import type { RemoveProtection } from '../aws/remove-protection.ts';
import type { SpotRequestsIn } from '../aws/spot-requests.ts';
import type { StopInstances } from '../aws/stop-instances.ts';
import type { TerminateInstances, Termination } from '../aws/terminate-instances.ts';
import { fillTags } from '../check/fill-tags.ts';
import { judgeInstance } from '../domain/verdict/instance.ts';
import type { OwnerTag } from '../domain/verdict/owner-tag.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import type { Log } from '../log.ts';
import type { PauseGate } from './pause-gate.ts';

/** What is asked of EC2 in the account and Region of a launch. All that changes something throws EnforcementPaused. */
export type Acts = {
  terminate(instanceIds: readonly string[]): Promise<Termination[]>;
  stop(instanceIds: readonly string[]): Promise<string[]>;
  removeProtection(instanceId: string): Promise<void>;
  cancelRequest(requestId: string): Promise<boolean>;
  /** Ids of persistent Spot requests, by instance. */
  persistentRequests(instanceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The verdict on an instance as it stands now. */
  look(instanceId: string): Promise<Verdict>;
};

/** Clients of EC2 in whichever account and Region is asked for, with its act role. */
export type ActClients = {
  readonly terminateInstances: TerminateInstances;
  readonly stopInstances: StopInstances;
  readonly removeProtection: RemoveProtection;
  readonly spotRequestsIn: SpotRequestsIn;
  readonly readInstancesIn: ReadInstancesIn;
};

export const actsIn = (
  { accountId, region }: { readonly accountId: string; readonly region: string },
  clients: ActClients,
  { gate, ownerTag, log }: { readonly gate: PauseGate; readonly ownerTag: OwnerTag; readonly log: Log },
): Acts => {
  const asked = <Result>(
    what: string,
    ids: readonly string[],
    call: () => Promise<Result>,
  ): Promise<Result> =>
    gate(() =>
      call().catch((error: unknown) => {
        log.warn(`${what} failed`, { accountId, region, ids, error });
        throw error;
      }),
    );
  return {
    terminate: (ids) =>
      asked('TerminateInstances', ids, () => clients.terminateInstances(accountId, region, ids)),
    stop: (ids) => asked('StopInstances', ids, () => clients.stopInstances(accountId, region, ids)),
    removeProtection: (instanceId) =>
      asked('ModifyInstanceAttribute', [instanceId], async () => {
        await clients.removeProtection(accountId, region, instanceId);
        log.warn('termination protection removed', { accountId, region, instanceId });
      }),
    cancelRequest: (requestId) =>
      asked('CancelSpotInstanceRequests', [requestId], async () => {
        const requests = await clients.spotRequestsIn(accountId, region);
        return requests.cancel(requestId);
      }),
    persistentRequests: async (instanceIds) => {
      const requests = await clients.spotRequestsIn(accountId, region);
      return requests.persistent(instanceIds);
    },
    look: async (instanceId) => {
      const reader = await clients.readInstancesIn(accountId, region);
      const found = await reader.instance(instanceId);
      if (!found) return { is: 'gone', reason: 'not-found' };
      const [filled = found] = await fillTags(reader, [found], ownerTag);
      return judgeInstance(filled, ownerTag);
    },
  };
};
