import { parseArgs } from 'node:util';
import { WrongUsage } from '../../local/errors.ts';
import { understand } from '../command.ts';

/** What is asked: `config` is the file of the configuration. */
export type Asked = { readonly config: string | undefined } & (
  | { readonly is: 'help' }
  | { readonly is: 'list' }
  | { readonly is: 'show' | 'release' | 'dismiss'; readonly groupId: string }
);

const wrong = (what: string): never => {
  throw new WrongUsage(`${what}. Try: npm run breaker -- --help`);
};

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Asked => {
  const { values, positionals } = understand('breaker', () =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    }),
  );
  const { config } = values;
  if (values.help) return { is: 'help', config };
  const [what = 'list', groupId, unexpected] = positionals;
  switch (what) {
    case 'list':
      return groupId === undefined ? { is: what, config } : wrong(`'${groupId}' is not expected`);
    case 'show':
    case 'release':
    case 'dismiss':
      if (groupId === undefined) return wrong('Which group? Its id is missing');
      if (!/^\d{12}-/.test(groupId)) return wrong(`'${groupId}' is not the id of a group`);
      if (unexpected !== undefined) return wrong(`'${unexpected}' is not expected`);
      return { is: what, groupId, config };
    default:
      return wrong(`'${what}' is none of list, show, release, dismiss`);
  }
};
