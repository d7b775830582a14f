import {
  CancelSpotInstanceRequestsCommand,
  DescribeSpotInstanceRequestsCommand,
  type SpotInstanceState,
} from '@aws-sdk/client-ec2';
import { ActRefused } from '../domain/grace-period/errors.ts';
import type { Ec2In } from './ec2-client.ts';
import { filterOf } from './filter.ts';
import { refusalOf } from './refusals.ts';

/** The Spot requests of one account and Region that launch another instance for one that ends. */
export type SpotRequests = {
  /** Ids of the requests behind these instances, by instance: those that are persistent, and not cancelled. */
  persistent(instanceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Cancels a request; its instance runs on.
   *
   * @returns whether EC2 confirms it
   * @throws ActRefused when EC2 refused
   */
  cancel(requestId: string): Promise<boolean>;
};

/** Opens them; the account's act role is assumed. */
export type SpotRequestsIn = (accountId: string, region: string) => Promise<SpotRequests>;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html */
const LAUNCHING: readonly (SpotInstanceState | undefined)[] = ['open', 'active', 'disabled'];

export const spotRequestsIn =
  (ec2In: Ec2In): SpotRequestsIn =>
  async (accountId, region) => {
    const ec2 = await ec2In(accountId, region);
    return {
      persistent: async (instanceIds) => {
        const found = new Map<string, string>();
        const Filters = [filterOf('instance-id', instanceIds), filterOf('type', ['persistent'])];
        let NextToken: string | undefined;
        do {
          const page = await ec2.send(
            new DescribeSpotInstanceRequestsCommand({ Filters, ...(NextToken ? { NextToken } : {}) }),
          );
          for (const { InstanceId, SpotInstanceRequestId, State } of page.SpotInstanceRequests ?? []) {
            if (!InstanceId || !instanceIds.includes(InstanceId)) continue;
            if (SpotInstanceRequestId && LAUNCHING.includes(State)) {
              found.set(InstanceId, SpotInstanceRequestId);
            }
          }
          NextToken = page.NextToken;
        } while (NextToken);
        return found;
      },
      cancel: async (requestId) => {
        try {
          const { CancelledSpotInstanceRequests = [] } = await ec2.send(
            new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [requestId] }),
          );
          return CancelledSpotInstanceRequests.some((one) => one.SpotInstanceRequestId === requestId);
        } catch (cause) {
          const why = refusalOf(cause);
          throw why ? new ActRefused('CancelSpotInstanceRequests', why, [requestId], { cause }) : cause;
        }
      },
    };
  };
