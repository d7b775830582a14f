import * as z from 'zod/mini';
import { NoticeEnvironment } from '../notice/environment.ts';

/** The environment of `breaker`: that of `notice`, which writes mails too, and what finds who made a call. */
export const BreakerEnvironment = z.extend(NoticeEnvironment, {
  GATEWAY_ACCOUNT_ID: z.string(),
  LOOK_UP_QUEUE_URL: z.string(),
});
export type BreakerEnvironment = z.infer<typeof BreakerEnvironment>;
