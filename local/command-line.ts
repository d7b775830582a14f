import { parseArgs } from 'node:util';
import { WrongUsage } from './errors.ts';
import { hasCode, reasonOf } from './input/fault.ts';

/** What the command line asks for. */
export type Options = {
  /** Logs: files and folders. None: the sample history. */
  readonly paths: readonly string[];
  /** A file with a configuration. */
  readonly config: string | null;
  /** A file with the gateway's users. */
  readonly users: string | null;
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
        users: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { config = null, users = null, json, help } = values;
    if (users !== null && positionals.length === 0) {
      throw new WrongUsage(
        '--users goes with LOGS: the sample day has users of its own. Try: npm start -- --help',
      );
    }
    return { paths: positionals, config, users, json, help };
  } catch (error) {
    if (!hasCode(error, /^ERR_PARSE_ARGS_/)) throw error;
    const [firstSentence = ''] = reasonOf(error).split('. ');
    throw new WrongUsage(`${firstSentence.replace(/\.$/, '')}. Try: npm start -- --help`);
  }
};
