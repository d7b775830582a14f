import * as z from 'zod';
import { printable } from '../../lambdas/domain/text.ts';

/** What names a message: a record's event and id, or else its first characters. */
const Event = z.object({
  account: z.string(),
  region: z.string(),
  detail: z.object({ eventName: z.string(), eventID: z.string() }).partial().default({}),
});

const LONGEST = 100;

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A message in a few words, on one line. */
export const describe = (body: string): string => {
  const { success, data } = Event.safeParse(parsed(body));
  if (!success) return printable(body.length <= LONGEST ? body : `${body.slice(0, LONGEST)}…`);
  const { account, region, detail } = data;
  return printable(
    `${detail.eventName ?? 'an event'} in ${account} ${region}, event ${detail.eventID ?? 'without an id'}`,
  );
};
