import * as z from 'zod';
import { isRegion } from '../regions.ts';
import { patternFault } from './pattern-faults.ts';

// Every message completes the sentence "<value> is not …": errors.ts writes it.

/** A text, described for whoever gave something else. */
export const text = (expected: string) => z.string(expected);

/** Text, since an id may start with a zero. */
export const accountId = text('an account id: a string of 12 digits').regex(
  /^\d{12}$/,
  'an account id of 12 digits',
);

/** A Region of the partition `aws`. */
export const region = text('the name of an AWS Region').refine(isRegion, 'an AWS Region');

const email = z.email('an e-mail address');

/** Whether instances end, or only would. */
export const mode = z.enum(['dry-run', 'enforce'], 'one of dry-run, enforce');

/** A month: longer than anybody waits for a warning, and well within the year that an execution may run. */
const MAX_MINUTES = 30 * 24 * 60;

/** Whole minutes. */
export const minutes = (least: number) => {
  const expected = `a whole number of minutes from ${least} to ${MAX_MINUTES}`;
  return z.int(expected).min(least, expected).max(MAX_MINUTES, expected);
};

/** Addresses, each once: SNS would send to the second a mail of its own. */
export const emails = (list: string) =>
  z.array(email, 'a list of e-mail addresses').superRefine(distinct(list, byValue), evenIfFaulty);

/**
 * Stands unquoted in the command that a notice gives, so without blanks, `=` and `,`. Length and prefix:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 */
export const tagKey = text('the key of a tag')
  .regex(/^[\w.:/+@-]{1,128}$/, 'a tag key of 1 to 128 letters, digits and _ . : / + - @')
  .refine((key) => !/^aws:/i.test(key), 'free to use: keys that start with aws: are reserved by AWS');

/** An IAM `StringLike` pattern that may match somebody. */
export const pattern = text('a pattern').superRefine((value, context) => {
  const message = patternFault(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message, continue: true });
});

/** ISO 8601, in UTC. */
export const instant = z.iso.datetime('an instant in UTC, such as 2026-11-03T16:00:00Z');

/** The name of a time zone that this Node knows. */
export const timeZone = text('the name of a time zone').refine((name) => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'an IANA time zone, such as America/Los_Angeles');

type KeyOf = (element: unknown) => { key: unknown; field: string[] };

/** Elements that must differ as they are. */
export const byValue: KeyOf = (element) => ({ key: element, field: [] });

/** Elements that must differ in a field. */
export const byField =
  (field: string): KeyOf =>
  (element) => ({
    key: typeof element === 'object' && element !== null ? Reflect.get(element, field) : undefined,
    field: [field],
  });

/** Runs a refinement also where elements have faults of their own: all faults are told at once. */
export const evenIfFaulty = { when: () => true };

/** A refinement that reports every element of a list that an earlier one equals. */
export const distinct =
  (list: string, keyOf: KeyOf) =>
  (elements: unknown, context: z.core.$RefinementCtx): void => {
    if (!Array.isArray(elements)) return;
    const first = new Map<unknown, number>();
    for (const [index, element] of elements.entries()) {
      const { key, field } = keyOf(element);
      if (key === undefined) continue;
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, index);
        continue;
      }
      const message = `unique: ${list}[${earlier}] has it too`;
      context.addIssue({ code: 'custom', path: [index, ...field], message, continue: true });
    }
  };
