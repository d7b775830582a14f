/** This many ids are enough to distinguish calls. */
const MAX_IDS = 3;

/** The ids of instances and reservations in a value, for the address of a target. */
export const idsIn = (something: unknown): string => {
  const ids = JSON.stringify(something ?? null).match(/\b[ir]-0[0-9a-f]{16}\b/g) ?? [];
  return [...new Set(ids)].slice(0, MAX_IDS).join(' ');
};
