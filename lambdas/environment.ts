import * as z from 'zod/mini';
import { EnvironmentInvalid } from './domain/errors.ts';
import { describeIssues } from './domain/text.ts';

/** The schema of a variable that holds JSON. */
export const json = <T extends z.ZodMiniType>(schema: T) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.issues.push({ code: 'custom', message: 'expected JSON', input: text });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );

/**
 * Parses a function's environment variables, once at cold start.
 *
 * @throws EnvironmentInvalid naming each variable that is missing or wrong
 */
export const parseEnvironment = <T extends z.ZodMiniType>(schema: T, environment: unknown): z.infer<T> => {
  const parsed = z.safeParse(schema, environment);
  if (parsed.success) return parsed.data;
  throw new EnvironmentInvalid(describeIssues(parsed.error));
};
