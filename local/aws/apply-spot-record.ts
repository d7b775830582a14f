import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import type { SpotRequests } from './spot-requests.ts';

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
