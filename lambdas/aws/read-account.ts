import type { ExistingInstance } from '../domain/sweep/classify.ts';
import { type Ec2In, type Ec2Reads, filterOf, readsOf } from './ec2.ts';
import { toInstance } from './ec2-instance.ts';
import { type InstanceReader, tagsOf } from './read-instances.ts';

/** Reads all instances of an account and Region. */
export type AccountReader = Pick<InstanceReader, 'tags'> & {
  /** Every instance that is neither terminated nor shutting down, including those that AWS manages. */
  existing(): Promise<ExistingInstance[]>;
};

/** Opens a reader. Assumes the account's read role. */
export type ReadAccountIn = (accountId: string, region: string) => Promise<AccountReader>;

/** The states of instances that exist. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
export const ALIVE = ['pending', 'running', 'stopping', 'stopped'];

export const accountReader = (ec2: Ec2Reads, region: string): AccountReader => ({
  tags: (instanceIds) => tagsOf(ec2, instanceIds),
  existing: async () => {
    const existing: ExistingInstance[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeInstances({
        Filters: [filterOf('instance-state-name', ALIVE)],
        MaxResults: 1000,
        IncludeManagedResources: true,
        ...(NextToken ? { NextToken } : {}),
      });
      for (const { ReservationId: reservationId = '', Instances = [] } of page.Reservations ?? []) {
        for (const described of Instances) {
          const clientToken = described.ClientToken || null;
          const found = toInstance(described).map((instance) => ({
            region,
            reservationId,
            clientToken,
            instance,
          }));
          existing.push(...found);
        }
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return existing;
  },
});

export const readAccountIn =
  (ec2In: Ec2In): ReadAccountIn =>
  async (accountId, region) =>
    accountReader(readsOf(await ec2In(accountId, region)), region);
