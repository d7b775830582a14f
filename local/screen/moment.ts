import type { RowDecision } from '../rows/row.ts';
import type { SentMail } from '../rows/sent-mail.ts';
import type { Deed } from './deed.ts';
import type { NumberedLaunch } from './numbered-launch.ts';

/** Something that the screen shows at an instant (milliseconds since the epoch). */
export type Moment = { readonly at: number } & (
  | { readonly is: 'failed-launch'; readonly text: string }
  | ({ readonly is: 'deed'; readonly launch: NumberedLaunch } & Deed)
  | {
      readonly is: 'decision';
      readonly launch: NumberedLaunch;
      readonly decision: RowDecision;
      readonly reason: string;
      readonly instanceIds: readonly string[];
    }
  | { readonly is: 'mail'; readonly launch: NumberedLaunch | null; readonly mail: SentMail }
);
