import * as z from 'zod/mini';

/** What Lambda makes of a thrown error, beside a stack trace. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const FunctionError = z.object({ errorMessage: z.string() });

const parsed = (cause: string): unknown => {
  try {
    return JSON.parse(cause);
  } catch {
    return undefined;
  }
};

/** What a person can use of a step's Cause: the message of a function's error, without its stack trace. */
export const messageOf = (cause: string): string => {
  const { success, data } = z.safeParse(FunctionError, parsed(cause));
  return success ? data.errorMessage : cause;
};
