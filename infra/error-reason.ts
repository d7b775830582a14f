import { types } from 'node:util';

/** The message of an error, or the text of anything else that was thrown. */
export const reasonOf = (error: unknown): string =>
  types.isNativeError(error) ? error.message : String(error);

/** Whether an error of Node has this code, such as ENOENT. */
export const hasCode = (error: unknown, code: RegExp): boolean =>
  types.isNativeError(error) && 'code' in error && code.test(String(error.code));
