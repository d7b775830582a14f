import { types } from 'node:util';
import { printable } from '../../lambdas/domain/text.ts';

/** Where something stands in the input: the file, and within it the line, record or event. */
export type Origin = { readonly file: string; readonly place: string | null };

/** Input that could not be read or taken in, and why; the rest goes on. */
export type Fault = { readonly origin: Origin; readonly reason: string };

/** A fault as one line for a person. */
export const describeFault = ({ origin: { file, place }, reason }: Fault): string =>
  printable(place === null ? `${file}: ${reason}` : `${file}, ${place}: ${reason}`);

/** The words of an error, whatever was thrown. */
export const reasonOf = (error: unknown): string =>
  types.isNativeError(error) ? error.message : String(error);

/** Whether an error of Node has this code, such as ENOENT. */
export const hasCode = (error: unknown, code: RegExp): boolean =>
  types.isNativeError(error) && 'code' in error && code.test(String(error.code));
