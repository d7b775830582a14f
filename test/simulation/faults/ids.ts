/** So many tell calls apart. */
const MAX_IDS = 3;

/** The instances and reservations that are spoken of in something, for the address of what may be struck. */
export const idsIn = (something: unknown): string => {
  const ids = JSON.stringify(something ?? null).match(/\b[ir]-0[0-9a-f]{16}\b/g) ?? [];
  return [...new Set(ids)].slice(0, MAX_IDS).join(' ');
};
