import { understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Shows what the breaker holds, and passes on what you decided, with your
credentials of the hub account.

  npm run breaker                  every group that waits for a decision, and
                                   what was decided of late
  npm run breaker -- show ID       its instances, and who launched them
  npm run breaker -- release ID    each of them gets a new grace period, with a
                                   new warning; none is counted again
  npm run breaker -- dismiss ID    they are left alone until their Owner tags
                                   change

A group is what would have ended at once in one account: too many instances that
lost their Owner, or that a sweep found without one. None of them is terminated
until you decide; what is launched or untagged later goes its usual way.
docs/runbook.md#tag-enforcement-breaker-open

Before you release, look at who launched them, and at who changed their tags
(the mail about the group says so): most often it was a mistake of a script.
Whoever sets a valid Owner on an instance keeps it, whatever you decide. A
decision can be changed: what was released before, and is in its grace period
already, goes on.

Options
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0; 1 if there is no such group, or nothing to decide about it; 2 for
wrong usage.
`;

/** What is asked: `config` is the file of the configuration. */
export type Asked = { readonly config: string | undefined } & (
  | { readonly is: 'help' }
  | { readonly is: 'list' }
  | { readonly is: 'show' | 'release' | 'dismiss'; readonly groupId: string }
);

const wrong = (what: string): never => {
  throw wrongUsage('breaker', what);
};

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Asked => {
  const { values, positionals } = understand('breaker', {
    args: [...words],
    allowPositionals: true,
    options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
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
