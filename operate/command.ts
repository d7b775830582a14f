import { ConfigurationInvalid } from '../infra/faults.ts';
import { printable } from '../lambdas/domain/text.ts';
import { WrongUsage } from '../local/errors.ts';
import { hasCode, reasonOf } from '../local/input/fault.ts';

/** Where a command writes to: lines, without their ends. */
export type Screen = {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  /** Says what is being waited for, to somebody who watches. */
  readonly progress: (text: string) => void;
  readonly colour: boolean;
};

/** 0: all is well. 1: something is not. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

export type Command = {
  /** As in `npm run NAME`. */
  readonly name: string;
  readonly run: (words: readonly string[], screen: Screen) => Promise<ExitCode>;
};

/**
 * Reads words of a command line; what makes no sense in them is told in a line.
 *
 * @throws WrongUsage
 */
export const understand = <Understood>(name: string, read: () => Understood): Understood => {
  try {
    return read();
  } catch (error) {
    if (!hasCode(error, /^ERR_PARSE_ARGS_/)) throw error;
    const [firstSentence = ''] = reasonOf(error).split('. ');
    throw new WrongUsage(`${firstSentence.replace(/\.$/, '')}. Try: npm run ${name} -- --help`);
  }
};

/** Runs a command. What a person did wrong is told in a line each. */
export const runCommand = async (
  { name, run }: Command,
  words: readonly string[],
  screen: Screen,
): Promise<ExitCode> => {
  try {
    return await run(words, screen);
  } catch (error) {
    if (error instanceof WrongUsage) {
      screen.error(printable(`${name}: ${error.message}`));
      return 2;
    }
    if (error instanceof ConfigurationInvalid) {
      for (const fault of error.faults) screen.error(printable(`${name}: configuration: ${fault}`));
      return 2;
    }
    throw error;
  }
};
