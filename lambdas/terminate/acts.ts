import type {
  RemoveProtection,
  SpotRequestsIn,
  StopInstances,
  TerminateInstances,
  Termination,
} from '../aws/ec2-actions.ts';
import type { ReadInstancesIn } from '../aws/read-instances.ts';
import { fillTags } from '../check/fill-tags.ts';
import { judgeInstance } from '../domain/verdict/judge-instance.ts';
import type { OwnerTag } from '../domain/verdict/owner-rule.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import type { Log } from '../log.ts';
import type { Act, Acted } from './act-while-fresh.ts';

/** What is asked of EC2 in the account and Region of a launch, as `Act` asks it, and with its errors. */
export type Acts = {
  terminate(instanceIds: readonly string[]): Promise<Acted<Termination[]>>;
  stop(instanceIds: readonly string[]): Promise<Acted<string[]>>;
  removeProtection(instanceId: string): Promise<Acted<void>>;
  cancelRequest(requestId: string): Promise<Acted<boolean>>;
  /** Ids of persistent Spot requests, by instance. */
  persistentRequests(instanceIds: readonly string[]): Promise<Acted<ReadonlyMap<string, string>>>;
  /** The verdict on an instance as it stands now. */
  look(instanceId: string): Promise<Acted<Verdict>>;
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
  { act, ownerTag, log }: { readonly act: Act; readonly ownerTag: OwnerTag; readonly log: Log },
): Acts => {
  const asked = <Result>(
    name: string,
    ids: readonly string[],
    call: () => Promise<Result>,
  ): Promise<Acted<Result>> =>
    act(name.startsWith('Describe') ? 'question' : 'change', () =>
      call().catch((error: unknown) => {
        log.warn(`${name} failed`, { accountId, region, ids, error });
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
    persistentRequests: (ids) =>
      asked('DescribeSpotInstanceRequests', ids, async () => {
        const requests = await clients.spotRequestsIn(accountId, region);
        return requests.persistent(ids);
      }),
    look: (instanceId) =>
      asked('DescribeInstances', [instanceId], async (): Promise<Verdict> => {
        const reader = await clients.readInstancesIn(accountId, region);
        const found = await reader.instance(instanceId);
        if (!found) return { is: 'gone', reason: 'not-found' };
        const [filled = found] = await fillTags(reader, [found], ownerTag);
        return judgeInstance(filled, ownerTag);
      }),
  };
};
