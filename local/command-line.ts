import { parseArgs } from 'node:util';
import { WrongUsage } from './errors.ts';
import { hasCode, reasonOf } from './input/fault.ts';

/** What the command line asks for. */
export type Options = {
  /** Logs: files and folders. None: the sample history. */
  readonly paths: readonly string[];
  /** A file with a configuration. */
  readonly config: string | null;
  readonly json: boolean;
  readonly help: boolean;
};

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Options => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { config = null, json, help } = values;
    return { paths: positionals, config, json, help };
  } catch (error) {
    if (!hasCode(error, /^ERR_PARSE_ARGS_/)) throw error;
    const [firstSentence = ''] = reasonOf(error).split('. ');
    throw new WrongUsage(`${firstSentence.replace(/\.$/, '')}. Try: npm start -- --help`);
  }
};
