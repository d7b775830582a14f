import { noWords, oneWord, understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Shows the groups of instances that the breaker holds, and records your decision
about them, with your credentials of the hub account.

  npm run breaker                  every group that waits for a decision, and
                                   the latest decisions
  npm run breaker -- show ID       its instances, and who launched them
  npm run breaker -- release ID    each instance gets a new grace period, with a
                                   new warning, and is not counted again
  npm run breaker -- dismiss ID    its instances are left alone until their
                                   Owner tags change

A group is a set of instances that would have been terminated at once in one
account: too many lost their Owner, or a sweep found too many without one. None
of them is terminated until you decide. Instances that are launched or untagged
later are treated as usual.
docs/runbook.md#tag-enforcement-breaker-open

Before you release, check who launched the instances, and who changed their tags
(the mail about the group says so): most often it was a mistake in a script. An
instance that gets a valid Owner is not terminated, whatever you decide. You can
change a decision, but a grace period that has begun after a release goes on.

Options
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0; 1 if there is no such group, or nothing to decide about it; 2 for
wrong usage.
`;

/** What the command line asks for; `config` is the file of the configuration. */
type Asked = { readonly config: string | undefined } & (
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
  const [what = 'list', ...others] = positionals;
  switch (what) {
    case 'list':
      noWords('breaker', others);
      return { is: what, config };
    case 'show':
    case 'release':
    case 'dismiss': {
      const groupId = oneWord('breaker', others, 'Which group? Its id is missing');
      if (!/^\d{12}-/.test(groupId)) return wrong(`'${groupId}' is not the id of a group`);
      return { is: what, groupId, config };
    }
    default:
      return wrong(`'${what}' is none of list, show, release, dismiss`);
  }
};
