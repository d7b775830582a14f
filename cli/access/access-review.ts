import { reasonOf } from '../../infra/error-reason.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import {
  CredentialReportUnreadable,
  parseCredentialReport,
} from '../../lambdas/domain/access/credential-report.ts';
import { type FoundRole, MAX_DAYS, type RoleUse, review } from '../../lambdas/domain/access/findings.ts';
import { CredentialReportNotMade } from '../../lambdas/domain/errors.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { access, isAnswerOfAws } from '../aws/access.ts';
import { type GatewayReader, type IamEntity, readGateway, readOthers, readRoleUse } from '../aws/gateway.ts';
import { type Command, type ExitCode, noWords, showHelp, understand } from '../command.ts';
import { type AccessConfiguration, readAccessConfiguration } from '../read-configuration.ts';
import { columnsOf } from '../style.ts';
import { existing, type Place, placesOf } from './existing.ts';
import { type Reviewed, showReview } from './show-review.ts';
import { shutOut } from './shut-out.ts';

/** The answer to --help. */
export const HELP = `Looks at who has access, with your credentials of the gateway account, and lists
what wants a decision.

  npm run access-review
  npm run access-review -- --role NAME   roles of the sub-accounts too, as the
                                         role NAME in each of them (AWS's policy
                                         ReadOnlyAccess is enough)
  npm run access-review -- --plan        before access is switched on: whom it
                                         would shut out, with what each of them
                                         must do first, and what has a name that
                                         it would give

It finds users without MFA, users who were not active for ${MAX_DAYS} days, keys that are
older than ${MAX_DAYS} days, roles that nobody assumes, and what people may assume
although the configuration does not give it to them. It changes nothing. IAM
makes its report of credentials anew every four hours at most.

Options
  --json          as JSON
  --role NAME     left out, the sub-accounts are not looked at
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0 if nothing wants a decision, or nobody would be shut out; 1
otherwise, or if IAM's report cannot be read; 2 for wrong usage.
`;

/** What `access-review` reads. */
export type Readers = {
  readonly gateway: GatewayReader;
  /** The use of a role of a sub-account; undefined if it cannot be read. */
  readonly roleUse: (accountId: string, role: string) => Promise<RoleUse | undefined>;
  /** The groups, roles and policies of an account that its stack has not made; undefined if they cannot be read. */
  readonly others: (place: Place) => Promise<readonly IamEntity[] | undefined>;
};
export type ReadersOf = (configuration: AccessConfiguration, role: string | null) => Promise<Readers>;

const AWS: ReadersOf = async ({ gateway: { accountId }, hub }, role) => {
  const settingsOf = await access({ accountId, region: GLOBAL_REGION, called: 'the gateway' }, role);
  return {
    gateway: readGateway({ region: GLOBAL_REGION }),
    roleUse: async (id, name) => {
      const settings = await settingsOf(id, GLOBAL_REGION);
      return settings ? readRoleUse(settings)(name) : undefined;
    },
    others: async ({ accountId: id, stackName }) => {
      const settings = await settingsOf(id, id === accountId ? GLOBAL_REGION : hub.region);
      return settings ? readOthers(settings, stackName) : undefined;
    },
  };
};

const readReport = async ({ gateway }: Readers) => {
  const { text, madeAt } = await gateway.credentialReport();
  return { report: parseCredentialReport(text), reportMadeAt: madeAt };
};

const unreadRoles = (subAccounts: readonly string[]): string[] =>
  subAccounts.length > 0
    ? [`roles of ${subAccounts.join(', ')}: give --role NAME, one that you may assume there`]
    : [];

const reviewAll = async (
  { access: given, subAccounts, isSwitchedOn }: AccessConfiguration,
  readers: Readers,
  now: Date,
): Promise<Reviewed> => {
  const [report, users] = await Promise.all([readReport(readers), readers.gateway.users()]);
  const roles: FoundRole[] = [];
  for (const { accountId, name: subAccount } of subAccounts) {
    for (const { name: role } of given.roles) {
      // Whatever keeps one account from being read, the others still are.
      const use = await readers.roleUse(accountId, role).catch(() => undefined);
      if (use !== null || isSwitchedOn) roles.push({ subAccount, role, use });
    }
  }
  const unread = new Set(roles.filter(({ use }) => use === undefined).map((role) => role.subAccount));
  return {
    findings: review({ ...report, users, roles }, given.assignments, now),
    unread: unreadRoles([...unread]),
  };
};

const planAll = async (
  configuration: AccessConfiguration,
  readers: Readers,
  now: Date,
): Promise<Reviewed> => {
  const { access: given, gateway, subAccounts, hub } = configuration;
  const [{ report }, users, totpDevices] = await Promise.all([
    readReport(readers),
    readers.gateway.users(),
    readers.gateway.totpDevices(),
  ]);
  const unread: string[] = [];
  // STS records a session in the Region whose endpoint was called: the console's is the global one, a profile's is its own.
  const regions = [...new Set([GLOBAL_REGION, hub.region])];
  const sessions = await readers.gateway.sessions(regions).catch((error: unknown) => {
    if (!isAnswerOfAws(error)) throw error;
    unread.push(`the names of sessions (${printable(reasonOf(error))})`);
    return [];
  });
  const accountIds = subAccounts.map(({ accountId }) => accountId);
  const asked = { access: given, gatewayId: gateway.accountId, accountIds };
  const findings = shutOut({ report, users, totpDevices, sessions }, asked, now);
  const notRead: string[] = [];
  for (const place of placesOf(configuration)) {
    const isGateway = place.accountId === gateway.accountId;
    const others = await readers.others(place).catch((error: unknown) => {
      // Whatever keeps one sub-account from being read, the others still are.
      if (isGateway) throw error;
      return undefined;
    });
    if (others) findings.push(...existing(place, others, configuration));
    else notRead.push(place.called);
  }
  return { findings, unread: [...unread, ...unreadRoles(notRead)] };
};

const parse = (words: readonly string[]) =>
  understand('access-review', {
    args: [...words],
    allowPositionals: true,
    options: {
      plan: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      role: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** `npm run access-review`. */
export const accessReview = (
  readersOf: ReadersOf = AWS,
  now: () => Date = () => new Date(),
  columns = columnsOf(process.stdout, process.env),
): Command => ({
  name: 'access-review',
  run: async (words, screen): Promise<ExitCode> => {
    const { values, positionals } = parse(words);
    if (values.help) return showHelp(HELP, screen);
    noWords('access-review', positionals);
    const configuration = readAccessConfiguration(values.config);
    const isNameRequired = configuration.access.requireSessionName;
    const readers = await readersOf(configuration, values.role ?? null);
    screen.progress('reading the gateway');
    try {
      const reviewed = await (values.plan ? planAll : reviewAll)(configuration, readers, now());
      if (values.json) screen.out(JSON.stringify(reviewed, null, 2));
      else showReview(reviewed, { isPlan: values.plan, isNameRequired, columns }, screen);
      return reviewed.findings.length > 0 ? 1 : 0;
    } catch (error) {
      const isKnown = error instanceof CredentialReportUnreadable || error instanceof CredentialReportNotMade;
      if (!isKnown && !isAnswerOfAws(error)) throw error;
      screen.error(`access-review: ${printable(reasonOf(error))}`);
      return 1;
    }
  },
});
