import * as z from 'zod';
import { isRegion, otherPartitionOf, REGIONS } from '../regions.ts';
import { didYouMean, suggest } from './errors.ts';
import { patternFault } from './pattern-faults.ts';

// Every message completes the sentence "<value> is not …": errors.ts writes it.

/** A text. @param expected the message if the value is none */
export const text = (expected: string) => z.string(expected);

/** A string, since an account id may start with a zero. */
export const accountId = text('an account id: a string of 12 digits').regex(
  /^\d{12}$/,
  'an account id of 12 digits',
);

/** What is wrong with the name of a Region, with a suggestion. */
const regionFault = (name: string): string => {
  const partition = otherPartitionOf(name);
  if (partition !== undefined) {
    return `a Region of the partition aws: it belongs to ${partition}, which is not served`;
  }
  return `an AWS Region${didYouMean(suggest(name, REGIONS))}`;
};

/** A Region of the partition `aws`. */
export const region = text('the name of an AWS Region').superRefine((value, context) => {
  if (isRegion(value)) return;
  context.addIssue({ code: 'custom', message: regionFault(value), continue: true });
});

const email = z.email('an e-mail address');

/** Whether instances are terminated, or only reported. */
export const mode = z.enum(['dry-run', 'enforce'], 'one of dry-run, enforce');

/** A month: long enough for any grace period, and well within the year that an execution may run. */
const MAX_MINUTES = 30 * 24 * 60;

/** Whole minutes. */
export const minutes = (least: number) => {
  const expected = `a whole number of minutes from ${least} to ${MAX_MINUTES}`;
  return z.int(expected).min(least, expected).max(MAX_MINUTES, expected);
};

/** Addresses, each once: SNS would send a second mail to one that is subscribed twice. */
export const emails = (list: string) =>
  z.array(email, 'a list of e-mail addresses').superRefine(distinct(list, byValue), evenIfFaulty);

/**
 * Has no blanks, `=` or `,`, because the command in a notice does not quote it. Length and prefix:
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

/** The elements themselves must differ. */
export const byValue: KeyOf = (element) => ({ key: element, field: [] });

/** The elements must differ in this field. */
export const byField =
  (field: string): KeyOf =>
  (element) => ({
    key: typeof element === 'object' && element !== null ? Reflect.get(element, field) : undefined,
    field: [field],
  });

/** Runs a refinement even if elements have other faults, so that all faults are reported at once. */
export const evenIfFaulty = { when: () => true };

/** A refinement that reports every element of a list that equals an earlier one. */
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
