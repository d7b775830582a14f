import type * as z from 'zod';

type KeyOf = (element: unknown) => { key: unknown; field: string[] };

/** Elements that must differ as they are. */
export const asTheyAre: KeyOf = (element) => ({ key: element, field: [] });

/** Elements that must differ in a field. */
export const inField =
  (field: string): KeyOf =>
  (element) => ({
    key: typeof element === 'object' && element !== null ? Reflect.get(element, field) : undefined,
    field: [field],
  });

/** Runs a refinement also where elements have faults of their own: all faults are told at once. */
export const always = { when: () => true };

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
