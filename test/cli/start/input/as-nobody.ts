/** The user id of nobody. */
const NOBODY = 65_534;

/** Runs as a user whom the file system may refuse access: root may read everything. */
export const asNobody = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
};
