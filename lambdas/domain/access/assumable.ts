import * as z from 'zod/mini';
import { matchesPattern } from '../compliance/owner-rule.ts';

const Texts = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((texts) => [texts].flat()),
);

const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.optional(Texts),
  NotAction: z.optional(Texts),
  Resource: z.optional(Texts),
  NotResource: z.optional(Texts),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
});
type Statement = z.infer<typeof Statement>;

const Policy = z.object({
  Statement: z.union([
    z.pipe(
      Statement,
      z.transform((one) => [one]),
    ),
    z.array(Statement),
  ]),
});

/** What a user may assume, by the policies of the gateway: a role's ARN, or a pattern of several. */
export type Assumable = {
  readonly pattern: string;
  /** The last instant at which the policy allows it, if it has one. */
  readonly until: string | null;
};

const isAbout = (action: string, { Action, NotAction }: Statement): boolean => {
  const names = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action));
  if (Action) return names(Action);
  return NotAction !== undefined && !names(NotAction);
};

const ASSUME_ROLE = 'sts:assumerole';

const untilOf = ({ Condition = {} }: Statement): string | null => {
  for (const operator of ['DateLessThan', 'DateLessThanEquals']) {
    const until = Condition[operator]?.['aws:CurrentTime'];
    if (typeof until === 'string') return until;
  }
  return null;
};

const USER_NAME_OPERATORS = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'] as const;

/** Whether a statement is about this user: one may be for some users of a group alone, by their names. */
const isFor = (userName: string, { Condition = {} }: Statement): boolean =>
  USER_NAME_OPERATORS.every((operator) => {
    const named = Condition[operator]?.['aws:username'];
    if (named === undefined) return true;
    return z
      .parse(Texts, named)
      .some((pattern) =>
        operator === 'StringEqualsIgnoreCase'
          ? pattern.toLowerCase() === userName.toLowerCase()
          : operator === 'StringLike'
            ? matchesPattern(pattern, userName)
            : pattern === userName,
      );
  });

const statementsOf = (policies: readonly unknown[]): Statement[] =>
  policies.flatMap((policy) => z.parse(Policy, policy).Statement);

/**
 * What a user's policies let them assume. A Deny counts if it has no condition and covers the pattern. Of the conditions of
 * an Allow, the user's name and the end count; MFA does not: who may come in with MFA may come in.
 */
export const assumableBy = (userName: string, policies: readonly unknown[]): Assumable[] => {
  const about = statementsOf(policies).filter(
    (statement) => isAbout(ASSUME_ROLE, statement) && isFor(userName, statement),
  );
  const denied = about.flatMap(({ Effect, Resource = [], Condition }) =>
    Effect === 'Deny' && !Condition ? Resource : [],
  );
  const allowed = about
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      (statement.Resource ?? ['*']).map((pattern) => ({ pattern, until: untilOf(statement) })),
    )
    .filter(({ pattern }) => !denied.some((one) => matchesPattern(one, pattern)));
  return [...new Map(allowed.map((one) => [`${one.pattern} ${one.until}`, one])).values()];
};

/** Whether the policies allow everything, as those of administrators do: no list of assignments says what they may. */
export const isAdministrator = (policies: readonly unknown[]): boolean =>
  statementsOf(policies).some(
    ({ Effect, Action = [], Resource = [], Condition }) =>
      Effect === 'Allow' && !Condition && Action.includes('*') && Resource.includes('*'),
  );
