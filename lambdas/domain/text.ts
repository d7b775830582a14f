import * as z from 'zod/mini';

/**
 * Makes text of unknown origin (names, tag values) safe to print on one line of a mail, a log or a terminal:
 * control, format and line-separating characters become a space.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');

// Without a locale, zod/mini reports only "Invalid input".
z.config(z.locales.en());

/** In characters. If hundreds of fields are wrong, the first ones are enough. */
const MAX_LENGTH = 1000;

/** Describes on one line which fields are wrong, what they hold and what was expected. */
export const describeIssues = (error: z.core.$ZodError): string => {
  const text = z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ');
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}… (${error.issues.length} faults)`;
};

/**
 * The message in Lambda's response to a thrown error.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
const FunctionError = z.object({ errorMessage: z.string() });

const parsed = (cause: string): unknown => {
  try {
    return JSON.parse(cause);
  } catch {
    return undefined;
  }
};

/** The part of a step's Cause that helps a person: the message of a function's error, without its stack trace. */
export const messageOf = (cause: string): string => {
  const { success, data } = z.safeParse(FunctionError, parsed(cause));
  return success ? data.errorMessage : cause;
};
