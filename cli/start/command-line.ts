import { understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Runs the tag enforcement service on CloudTrail records, on this machine. No AWS
account is used.

  npm start                          a sample day
  npm start -- --report FILE         and who owns what at its end, as a page
  npm start -- LOGS... [--config FILE] [--users FILE]
                                     what would it have done with your launches?
  npm start --silent -- LOGS... --json
                                     the same for a program, one object a line

What runs is the application as it would be deployed: the rules' event patterns,
the state machines' definitions, the policies and the functions of the
synthesized stacks. They run under a virtual clock, on an embedded AWS that
rebuilds instances, tags, sessions and users from the records. Everybody who is
asked to subscribe to a topic confirms at once. Records that change tags give
the events of changed tags. Schedules (the sweep, every ten minutes; the
directory of users, hourly) run on the sample day. With LOGS they do not: no
event is lost there, and what a sweep would report every day, such as instances
in dry-run, is reported once.

LOGS are files or folders (searched through, for .json, .ndjson, .jsonl, .log
and .gz), gzipped or not, of
  CloudTrail's own log files in S3            {"Records": [...]}
  records, one a line
  EventBridge events, one a line              {"detail": ...}
  the output of aws cloudtrail lookup-events  {"Events": [...]}
The order does not matter, and a record that comes twice counts once. Instances
that a launch's record leaves out (all, if responseElements are missing) get
made-up ids: such a launch is shown with "(its record names N)". Volumes that a
launch asks for get made-up ids too, because no record has theirs.
What LOGS do not show cannot pass on its Owner: what an older instance or Auto
Scaling group launches is "undecided", and counted apart.

Options
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement, alone
                  or as {"tagEnforcement": ...}. Left out, the accounts and
                  Regions are those with a launch in LOGS, named by their ids
                  and in mode enforce, and everything else is as in cdk.json;
                  the sample day has its own configuration
  --users FILE    the output of aws iam list-users in the gateway account, to
                  find the person behind a session. Left out, the users are
                  those whom the records name
  --mails         shows the text of every mail, and every line
  --json          only rows on standard output, one for each resource and
                  decision, by time:
                  {"at","decision","accountId","region","resourceType",
                  "resourceId","launcher","recipients","reason","eventId"}
                  (without --silent, npm prints a banner there too)
  --report FILE   writes a page (HTML) of who owns what at the end:
                  instances, volumes and whatever else was created
  -h, --help      this text

Exit code: 0 if all went well; 1 if some input could not be read or used
(standard error names it, and the rest is used); 2 for wrong usage or a wrong
configuration.
`;

/** What the command line asks for. */
export type Options = {
  /** Files and folders of logs; none for the sample day. */
  readonly paths: readonly string[];
  /** A file with a configuration. */
  readonly config: string | null;
  /** A file with the gateway's users. */
  readonly users: string | null;
  /** Where to write the report's page. */
  readonly report: string | null;
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
      report: { type: 'string' },
      mails: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { config = null, users = null, report = null, ...flags } = values;
  const options = { paths: positionals, config, users, report, ...flags };
  if (flags.help) return options;
  if (users !== null && positionals.length === 0) {
    throw wrongUsage('start', '--users goes with LOGS: the sample day has users of its own');
  }
  if (flags.mails && flags.json) {
    throw wrongUsage('start', '--json goes without --mails: its rows name the recipients');
  }
  return options;
};
