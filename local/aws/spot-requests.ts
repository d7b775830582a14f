import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import { Tag } from '../../lambdas/domain/instances.ts';
import { iso } from '../../lambdas/domain/instant.ts';

/** A Spot request, as far as the records show it. */
type SpotRequest = {
  isPersistent: boolean;
  isOpen: boolean;
  /** What EC2 does to its instance when it needs the capacity: `terminate`, `stop` or `hibernate`. */
  interruption: string;
  /** The record of its last launch; null before the first. */
  launch: JsonObject | null;
};

/** The Spot requests of one account and Region. */
export class SpotRequests {
  readonly #requests = new Map<string, SpotRequest>();

  /** A request was made. Its own record, or that of the launch which made it, shows its options. */
  ask(requestId: string, isPersistent: boolean, interruption: string | null = null): void {
    const known = this.#of(requestId);
    known.isPersistent ||= isPersistent;
    known.interruption = interruption ?? known.interruption;
  }

  /** What EC2 does to the request's instance when it needs the capacity; it terminates it unless told otherwise. */
  interruptionOf(requestId: string): string {
    return this.#of(requestId).interruption;
  }

  /** A request was fulfilled. */
  launch(requestId: string, record: JsonObject): void {
    this.#of(requestId).launch = record;
  }

  /** @returns whether the request exists */
  cancel(requestId: string): boolean {
    const known = this.#requests.get(requestId);
    if (known) known.isOpen = false;
    return known !== undefined;
  }

  /** Whether a request is open and launches another instance when its instance ends. */
  isPersistent(requestId: string): boolean {
    const known = this.#requests.get(requestId);
    return known?.isOpen === true && known.isPersistent;
  }

  /** The record of a request's last launch; null if there was none. */
  launchOf(requestId: string): JsonObject | null {
    return this.#requests.get(requestId)?.launch ?? null;
  }

  #of(requestId: string): SpotRequest {
    const known = this.#requests.get(requestId) ?? {
      isPersistent: false,
      isOpen: true,
      interruption: 'terminate',
      launch: null,
    };
    this.#requests.set(requestId, known);
    return known;
  }
}

const text = z.string().nullish().catch(null);
const items = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) }).catch({ items: [] });

/** The parts of a RunInstances record that concern Spot. A launch with Spot options makes its own request. */
const Launch = z.object({
  requestParameters: z
    .object({
      instanceMarketOptions: z.object({
        spotOptions: z.object({ spotInstanceType: text, instanceInterruptionBehavior: text }),
      }),
    })
    .nullish()
    .catch(null),
  responseElements: z
    .object({ instancesSet: items(z.object({ spotInstanceRequestId: text })) })
    .nullish()
    .catch(null),
});

/** The parameters of RequestSpotInstances. Its records are not documented; the API's parameter is `Type`. */
const Request = z.object({
  requestParameters: z
    .object({ type: text, spotInstanceType: text, instanceInterruptionBehavior: text })
    .nullish()
    .catch(null),
});

/** Every id of a Spot request anywhere in a value. */
export const requestIds = (value: unknown): string[] =>
  JSON.stringify(value ?? null).match(/\bsir-\w+/g) ?? [];

const TaggedRequest = z.object({
  requestParameters: z
    .object({ tagSpecificationSet: items(z.object({ resourceType: text, tags: z.array(Tag).catch([]) })) })
    .nullish()
    .catch(null),
});

/** The tags that RequestSpotInstances gives the requests. It can give none to their instances. */
export const tagsOfRequest = (record: JsonObject): Tag[] =>
  (TaggedRequest.parse(record).requestParameters?.tagSpecificationSet.items ?? [])
    .filter(({ resourceType }) => resourceType === 'spot-instances-request')
    .flatMap(({ tags }) => tags);

/** Applies a record to the Spot requests. */
export const applySpotRecord = (requests: SpotRequests, eventName: string, record: JsonObject): void => {
  switch (eventName) {
    case 'RunInstances': {
      const { requestParameters, responseElements } = Launch.parse(record);
      const options = requestParameters?.instanceMarketOptions.spotOptions;
      const isPersistent = options?.spotInstanceType === 'persistent';
      for (const { spotInstanceRequestId: id } of responseElements?.instancesSet.items ?? []) {
        if (!id) continue;
        requests.ask(id, isPersistent, options?.instanceInterruptionBehavior);
        requests.launch(id, record);
      }
      return;
    }
    case 'RequestSpotInstances': {
      const { requestParameters } = Request.parse(record);
      const { type, spotInstanceType, instanceInterruptionBehavior } = requestParameters ?? {};
      for (const id of requestIds(record.responseElements)) {
        requests.ask(id, [type, spotInstanceType].includes('persistent'), instanceInterruptionBehavior);
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
 * epoch); null if the last launch's record names no instance of the request. AWS does not document the new instance's tags;
 * here it has none.
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
