import type { Configuration } from '../../infra/config/configuration.ts';
import { similar } from '../../infra/config/errors.ts';
import { matchesAny } from '../../lambdas/domain/compliance/owner-rule.ts';
import { SAFE_TEXT } from '../../lambdas/domain/notice/mail-text.ts';
import { oneWord, understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Shows all that somebody owns, in every account and Region of the configuration,
and what it costs: for the day on which they leave.

  npm run owned -- alice@ucsc.edu --role NAME
  npm run owned -- alice@ucsc.edu --role NAME --hand-over bob@ucsc.edu
  npm run owned -- alice@ucsc.edu --role NAME --hand-over bob@ucsc.edu --yes

Your credentials are of the hub account. Other accounts are read as the role
NAME in each of them, which you must be allowed to assume (AWS's policy
ReadOnlyAccess is enough to read). What is found has exactly this Owner: by EC2,
Auto Scaling, IAM (roles and users), and the Resource Groups Tagging API for all
else. A Region that cannot be read is named, and never counts as empty.

--hand-over prints the commands that give all of it to somebody else. With --yes
they are run, as the role NAME, which must then be allowed to tag.

Costs are asked of Cost Explorer for 0.01 US dollars, where the configuration
has billing and you may read there.

Options
  --role NAME       left out, only the hub account is read
  --hand-over NAME  who gets it; a valid Owner
  --yes             with --hand-over: runs the commands
  --json            one object on standard output
  --config FILE     cdk.json, or a JSON file with its object tagEnforcement;
                    left out, the cdk.json of this application
  -h, --help        this text

Exit code: 0 if they own nothing (any more), 1 if they own something, 2 for
wrong usage, if something could not be read, or if nothing is found of a name
that no user has.
`;

/** What the command line asks for. */
export type Asked = {
  readonly owner: string;
  readonly role: string | null;
  readonly handOver: string | null;
  readonly yes: boolean;
  readonly json: boolean;
  readonly config: string | undefined;
};

const wrong = (what: string): never => {
  throw wrongUsage('owned', what);
};

/** @throws WrongUsage. @returns null if help is asked for */
export const parseCommandLine = (words: readonly string[]): Asked | null => {
  const { values, positionals } = understand('owned', {
    args: [...words],
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      'hand-over': { type: 'string' },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const owner = oneWord('owned', positionals, 'Whose? The name is missing');
  const handOver = values['hand-over'] ?? null;
  if (values.role === '') return wrong('--role needs the name of a role');
  if (values.yes && handOver === null) return wrong('--yes is for --hand-over');
  if (values.json && handOver !== null) return wrong('--json and --hand-over do not go together');
  if (handOver === owner) return wrong(`${owner} cannot hand over to themselves`);
  const { role = null, yes, json, config } = values;
  return { owner, role, handOver, yes, json, config };
};

/** How many names are suggested. */
const MAX_SUGGESTED = 3;

const localPart = (name: string): string => name.split('@')[0] ?? '';

/**
 * Says that a name is no user's, with the nearest ones; null if it is one, if users are not known, or if the configuration allows
 * the name as such. Addresses end alike, so what stands before the @ is compared.
 */
export const notUser = (
  name: string,
  users: readonly string[],
  { ownerTag: { patterns } }: Configuration,
): string | null => {
  if (users.length === 0 || users.includes(name) || patterns.includes(name)) return null;
  const byLocalPart = Map.groupBy(users, localPart);
  const nearest = similar(localPart(name), [...byLocalPart.keys()])
    .flatMap((one) => byLocalPart.get(one.name) ?? [])
    .slice(0, MAX_SUGGESTED);
  return `'${name}' is no user${nearest.length > 0 ? `; did you mean ${nearest.join(' or ')}?` : ''}`;
};

/**
 * Refuses what can be no Owner: a misspelt name owns nothing, and nobody would notice.
 *
 * @throws WrongUsage
 */
export const refuseUnknownNames = ({ owner, handOver }: Asked, { ownerTag }: Configuration): void => {
  const { key, patterns } = ownerTag;
  for (const name of [owner, handOver]) {
    if (name === null) continue;
    if (!matchesAny(patterns, name)) {
      wrong(`'${name}' is no valid ${key}: it matches none of ${patterns.join(', ')}`);
    }
    if (!SAFE_TEXT.test(name)) {
      wrong(`'${name}' has a character that commands cannot take: look for it in AWS's Tag Editor`);
    }
  }
};
