import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import { iso } from '../../lambdas/domain/instant.ts';

/** A Spot request, as far as the records tell of it. */
type SpotRequest = {
  isPersistent: boolean;
  isOpen: boolean;
  /** The record of the last launch for it; null before the first. */
  launch: JsonObject | null;
};

/** The Spot requests of one account and Region. */
export class SpotRequests {
  readonly #requests = new Map<string, SpotRequest>();

  /** A request was made. Whether it is persistent, its own record tells, or that of the launch which made it. */
  ask(requestId: string, isPersistent: boolean): void {
    const known = this.#of(requestId);
    known.isPersistent ||= isPersistent;
  }

  /** A request was fulfilled. */
  launch(requestId: string, record: JsonObject): void {
    this.#of(requestId).launch = record;
  }

  /** @returns whether there is such a request */
  cancel(requestId: string): boolean {
    const known = this.#requests.get(requestId);
    if (known) known.isOpen = false;
    return known !== undefined;
  }

  /** Whether a request launches another instance for one that ends. */
  isPersistent(requestId: string): boolean {
    const known = this.#requests.get(requestId);
    return known?.isOpen === true && known.isPersistent;
  }

  /** The record of the last launch for a request. */
  launchOf(requestId: string): JsonObject | null {
    return this.#requests.get(requestId)?.launch ?? null;
  }

  #of(requestId: string): SpotRequest {
    const known = this.#requests.get(requestId) ?? { isPersistent: false, isOpen: true, launch: null };
    this.#requests.set(requestId, known);
    return known;
  }
}

const text = z.string().nullish().catch(null);
const items = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) }).catch({ items: [] });

/** Of RunInstances, what it asks for and what it got; a launch for a request of its own makes that request. */
const Launch = z.object({
  requestParameters: z
    .object({
      instanceMarketOptions: z.object({ spotOptions: z.object({ spotInstanceType: text }) }),
    })
    .nullish()
    .catch(null),
  responseElements: z
    .object({ instancesSet: items(z.object({ spotInstanceRequestId: text })) })
    .nullish()
    .catch(null),
});

/** Of RequestSpotInstances, whose records are documented nowhere: its parameter is `Type`, as the API has it. */
const Request = z.object({
  requestParameters: z.object({ type: text, spotInstanceType: text }).nullish().catch(null),
});

/** Every id of a Spot request in a value, wherever it stands. */
const requestIds = (value: unknown): string[] => JSON.stringify(value ?? null).match(/\bsir-\w+/g) ?? [];

/** Does what a record says was done to Spot requests. */
export const applySpotRecord = (requests: SpotRequests, eventName: string, record: JsonObject): void => {
  switch (eventName) {
    case 'RunInstances': {
      const { requestParameters, responseElements } = Launch.parse(record);
      const isPersistent =
        requestParameters?.instanceMarketOptions.spotOptions.spotInstanceType === 'persistent';
      for (const { spotInstanceRequestId: id } of responseElements?.instancesSet.items ?? []) {
        if (!id) continue;
        requests.ask(id, isPersistent);
        requests.launch(id, record);
      }
      return;
    }
    case 'RequestSpotInstances': {
      const { requestParameters } = Request.parse(record);
      const { type, spotInstanceType } = requestParameters ?? {};
      for (const id of requestIds(record.responseElements)) {
        requests.ask(id, [type, spotInstanceType].includes('persistent'));
      }
      return;
    }
    case 'CancelSpotInstanceRequests':
      for (const id of requestIds(record.requestParameters)) requests.cancel(id);
      return;
  }
};

const Recorded = z.looseObject({
  requestParameters: z.looseObject({}).nullish().catch(null),
  responseElements: z.looseObject({
    instancesSet: z.object({ items: z.array(z.looseObject({ spotInstanceRequestId: z.unknown() })) }),
  }),
});

const hex = (of: string): string => createHash('sha256').update(of).digest('hex');

/**
 * The record that CloudTrail would write of a persistent Spot request's next launch, at an instant (milliseconds since the
 * epoch); none if that of its last launch names no instance. Which tags it gets is not documented: here none.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html
 */
export const launchedAgain = (last: JsonObject, requestId: string, at: number): JsonObject | null => {
  const parsed = Recorded.safeParse(last);
  if (!parsed.success) return null;
  const { requestParameters, responseElements } = parsed.data;
  const item = responseElements.instancesSet.items.find((one) => one.spotInstanceRequestId === requestId);
  if (!item) return null;
  const { tagSet: _, ...instance } = item;
  const id = hex(`${requestId} ${at}`);
  const [seconds = ''] = iso(at).split('.');
  return {
    ...last,
    eventTime: seconds.endsWith('Z') ? seconds : `${seconds}Z`,
    eventID: id.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    requestParameters: {
      ...requestParameters,
      clientToken: id.slice(0, 36),
      tagSpecificationSet: { items: [] },
      instancesSet: { items: [{ minCount: 1, maxCount: 1 }] },
    },
    responseElements: {
      ...responseElements,
      reservationId: `r-${id.slice(0, 17)}`,
      instancesSet: { items: [{ ...instance, instanceId: `i-${id.slice(0, 17)}` }] },
    },
  };
};
