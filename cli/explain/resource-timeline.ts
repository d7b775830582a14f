import * as z from 'zod';
import { Correction, Reminder } from '../../lambdas/domain/reminder/reminder.ts';
import type { Entry } from './timeline.ts';

const Line = z.object({ timestamp: z.string(), code: z.string() });
const Compliant = z.object({ code: z.literal('compliant-at-creation'), eventName: z.string() });
const Judged = z.object({ code: z.literal('resource-judged'), verdict: z.string() });
const Awaited = z.object({ code: z.literal('creator-awaited'), waitSeconds: z.number() });
const Kept = z.object({
  code: z.literal('reminder-kept'),
  finding: Reminder.shape.finding,
  // Left out by lines that are older.
  correction: z.nullish(Correction),
  creator: z.string().nullable(),
  mailboxes: z.array(z.string()),
});
const NotCorrected = z.object({
  code: z.literal('near-miss-not-corrected'),
  result: z.string().optional(),
});
const Written = z.object({ code: z.literal('reminder-mail-written'), mailbox: z.string(), mail: z.string() });
const NotSent = z.object({ code: z.literal('reminder-mail-not-sent'), mailbox: z.string() });
const Handled = z.object({
  code: z.literal('mail-handled'),
  published: z.object({ messageId: z.string().nullable(), topicArn: z.string().optional() }),
});
/** What `propagate` did: one line names all that it wrote one Owner on. */
const Propagation = z.object({
  code: z.enum(['owner-propagated', 'owner-would-be-propagated', 'owner-not-propagated']),
  owner: z.string(),
  resources: z.array(
    z.object({ type: z.string(), resourceId: z.string(), instanceIds: z.array(z.string()) }),
  ),
  result: z.string().optional(),
});
const Known = z.discriminatedUnion('code', [
  Compliant,
  Judged,
  Awaited,
  Kept,
  NotCorrected,
  Written,
  NotSent,
  Handled,
]);

const VERDICTS: Readonly<Record<string, string>> = {
  compliant: 'its tags were read: it has a valid Owner',
  exempt: 'its tags were read: the configuration exempts it',
  gone: 'its tags were read: it no longer exists',
  'reminded-before': 'it was reminded of before, so not again',
};

const describe = (line: z.infer<typeof Known>): string => {
  switch (line.code) {
    case 'compliant-at-creation':
      return `${line.eventName} created it with a valid Owner: nothing more to do`;
    case 'resource-judged':
      return VERDICTS[line.verdict] ?? line.verdict;
    case 'creator-awaited':
      return `no valid Owner, and nobody known created it: CloudTrail is asked, for ${line.waitSeconds} seconds at most`;
    case 'reminder-kept': {
      const { finding, correction, creator, mailboxes } = line;
      const why = 'reason' in finding ? finding.reason : 'its tags could not be read';
      if (correction === 'written')
        return `a near miss was corrected; created by ${creator ?? 'nobody known'}; that waits for the mail to ${mailboxes.join(', ')}`;
      return `no valid Owner (${why}); created by ${creator ?? 'nobody known'}; a reminder waits for ${mailboxes.join(', ')}`;
    }
    case 'near-miss-not-corrected':
      return `its near miss was not corrected (${line.result ?? 'the call failed'}), so its creator is told`;
    case 'reminder-mail-written':
      return `the mail to ${line.mailbox} names it`;
    case 'reminder-mail-not-sent':
      return `SNS did not take the mail to ${line.mailbox}: the next hour's mail names it`;
    case 'mail-handled':
      return line.published.messageId === null
        ? 'the mail was not sent'
        : `SNS took the mail for ${line.published.topicArn ?? 'a topic'}`;
    default:
      return line satisfies never;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The ids of the mails that lines name: `publish` logs what became of each. */
export const mailsIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => Written.safeParse(parsed(line)).data?.mail ?? []);

/** Why `propagate` did not write: lambdas/propagate/handler.ts. */
const RESULTS: Readonly<Record<string, string>> = {
  refused: 'IAM saw another one',
  gone: 'it was gone',
  full: 'it has fifty tags',
};

const describePropagation = (
  { code, owner, resources, result = '' }: z.infer<typeof Propagation>,
  id: string,
): string | null => {
  const own = resources.find(({ resourceId }) => resourceId === id);
  const attached = resources.filter(({ instanceIds }) => instanceIds.includes(id));
  if (!own && attached.length === 0) return null;
  const on = own ? 'it' : attached.map(({ type, resourceId }) => `${type} ${resourceId}`).join(', ');
  const from = own ? `, the Owner of ${own.instanceIds.join(', ')},` : '';
  switch (code) {
    case 'owner-propagated':
      return `propagate: ${owner}${from} was written on ${on}`;
    case 'owner-would-be-propagated':
      return `propagate: ${owner}${from} would be written on ${on}, in mode enforce`;
    case 'owner-not-propagated':
      return `propagate: ${owner}${from} was not written on ${on}: ${RESULTS[result] ?? result}`;
    default:
      return code satisfies never;
  }
};

/** What the log of `propagate` says of an instance, or of something that is attached to one. */
export const propagationTimeline = (lines: readonly string[], id: string): Entry[] =>
  lines.flatMap((text): Entry[] => {
    const line = parsed(text);
    const { success, data } = Propagation.safeParse(line);
    const known = Line.safeParse(line);
    const says = success ? describePropagation(data, id) : null;
    return says !== null && known.success ? [{ at: new Date(known.data.timestamp), says }] : [];
  });

/** What the functions' logs say of a resource that is no instance. Lines of another kind are left out. */
export const resourceTimeline = (lines: readonly string[]): Entry[] =>
  lines
    .flatMap((text): Entry[] => {
      const line = parsed(text);
      const known = Known.safeParse(line);
      const { success, data } = Line.safeParse(line);
      return known.success && success ? [{ at: new Date(data.timestamp), says: describe(known.data) }] : [];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
