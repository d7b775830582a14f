import type { CheckInput } from './input.ts';
import type { Decision } from './outcome.ts';

/** What becomes of instances that live on, noncompliant as they are, with nothing more to come in this grace period. */
const SET_ASIDE = ['stopped', 'held'] as const satisfies Decision[];
export type SetAside = (typeof SET_ASIDE)[number];

/** Why an instance is held that the breaker holds, not a pause. */
export const HELD_BY_BREAKER = 'breaker';

export const isSetAside = (decision: Decision | undefined): decision is SetAside =>
  SET_ASIDE.some((one) => one === decision);

/** The instances that an earlier round of this grace period set aside: none of them is warned of, or ended, by it. */
export const setAside = ({ notice }: Pick<CheckInput, 'notice'>): ReadonlySet<string> =>
  new Set(
    (notice?.outcomes ?? []).flatMap(({ decision, instanceIds }) =>
      isSetAside(decision) ? instanceIds : [],
    ),
  );
