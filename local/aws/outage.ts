import { ServiceUnavailable } from '../errors.ts';
import type { RequestContext } from '../iam/condition.ts';
import { Iam } from '../iam/iam.ts';
import type { Stack } from '../template/template.ts';

/** A period in which a service answers no call, for a simulation. Instants are milliseconds since the epoch. */
export type Outage = {
  /** The prefix of the service's actions: `sns`. */
  readonly service: string;
  readonly from: number;
  readonly until: number;
};

/** The embedded IAM with outages. Every call passes through IAM, so it can fail the calls to a service that is down. */
export class IamInOutages extends Iam {
  readonly #outages: readonly Outage[];

  constructor(stacks: readonly Stack[], outages: readonly Outage[]) {
    super(stacks);
    this.#outages = outages;
  }

  /** @throws ServiceUnavailable while the action's service is down */
  override require(roleArn: string, action: string, resource: string, context?: RequestContext): void {
    super.require(roleArn, action, resource, context);
    const now = Date.now();
    const down = this.#outages.find(
      ({ service, from, until }) => action.startsWith(`${service}:`) && from <= now && now < until,
    );
    if (down) throw new ServiceUnavailable(down.service);
  }
}
