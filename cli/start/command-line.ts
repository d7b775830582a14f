import { understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Plays CloudTrail records to the tag enforcement service, on this machine:
nothing of AWS is touched.

  npm start                          a sample day
  npm start -- LOGS... [--config FILE] [--users FILE]
                                     what would it have done with our launches?
  npm start --silent -- LOGS... --json
                                     the same for a program, an object a line

What runs is the application as it would be deployed: the rules' event patterns,
the state machine's definition, the policies and the functions of the
synthesized stacks, on an embedded AWS that rebuilds instances, tags, sessions
and users of the records, under a virtual clock. Everybody who is asked to
subscribe to a topic confirms at once. Events of changed tags are made of the
records that change them. Schedules (the sweep, every ten minutes; the directory
of users, hourly) run on the sample day. With LOGS they do not: no event is lost
there, and what a sweep would report once a day, such as what lives on in
dry-run, is reported once.

LOGS are files or folders (searched through, for .json, .ndjson, .jsonl, .log
and .gz), gzipped or not, of
  CloudTrail's own log files in S3            {"Records": [...]}
  records, one a line
  EventBridge events, one a line              {"detail": ...}
  the output of aws cloudtrail lookup-events  {"Events": [...]}
Any order will do, and what comes twice counts once. Instances that a launch's
record leaves out (all of them, where responseElements are missing) get made-up
ids: such a launch is shown with "(its record names N)". Volumes that a launch
asks for get made-up ids too: no record shows theirs.

Options
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement, alone
                  or as {"tagEnforcement": ...}. Left out, the accounts and
                  Regions are those in which LOGS show a launch, named by their
                  ids and in mode enforce, and all else is as in cdk.json; the
                  sample day has a configuration of its own
  --users FILE    the output of aws iam list-users in the gateway account: it
                  turns what the records show of a session into a person. Left
                  out, the users are those whom the records themselves name
  --mails         shows the text of every mail, and leaves nothing out
  --json          one row a resource and decision, by time, and nothing else on
                  standard output:
                  {"at","decision","accountId","region","resourceType",
                  "resourceId","launcher","recipients","reason","eventId"}
                  (npm prints a banner of its own there unless --silent is said)
  -h, --help      this text

Exit code: 0 if all went well; 1 if some input could not be read or taken in
(standard error names each, and the rest is played); 2 for wrong usage or a
wrong configuration.
`;

/** What the command line asks for. */
export type Options = {
  /** Logs: files and folders. None: the sample history. */
  readonly paths: readonly string[];
  /** A file with a configuration. */
  readonly config: string | null;
  /** A file with the gateway's users. */
  readonly users: string | null;
  readonly mails: boolean;
  readonly json: boolean;
  readonly help: boolean;
};

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Options => {
  const { values, positionals } = understand('start', {
    args: [...words],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      users: { type: 'string' },
      mails: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { config = null, users = null, ...flags } = values;
  if (flags.help) return { paths: positionals, config, users, ...flags };
  if (users !== null && positionals.length === 0) {
    throw wrongUsage('start', '--users goes with LOGS: the sample day has users of its own');
  }
  if (flags.mails && flags.json) {
    throw wrongUsage('start', '--json goes without --mails: its rows name the recipients');
  }
  return { paths: positionals, config, users, ...flags };
};
