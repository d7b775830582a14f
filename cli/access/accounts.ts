import type { Configuration } from '../../infra/config/configuration.ts';
import { type Command, noWords, showHelp, understand, wrongUsage } from '../command.ts';
import { readPreparedConfiguration } from '../read-configuration.ts';
import { columnsOf, wrapped } from '../style.ts';
import { IS_OFF, signInUrl, switchRoleUrl } from './people.ts';

/** The answer to --help. */
export const HELP = `Lists the accounts: their names, numbers, Regions, program managers and roles,
and for each role the link with which you switch to it.

  npm run accounts

Options
  --json          as JSON
  --html          as a page to put somewhere: one file, which loads nothing
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0, or 2 for wrong usage.
`;

/** The accounts as people are shown them. */
export type AccountList = {
  readonly gateway: { readonly accountId: string; readonly alias: string; readonly signIn: string };
  readonly subAccounts: readonly {
    readonly name: string;
    readonly accountId: string;
    readonly regions: readonly string[];
    readonly programManagers: readonly string[];
    readonly roles: readonly { readonly name: string; readonly switchRole: string }[];
  }[];
};

/** The list of a configuration. Without its part `access`, no roles are known. */
const listAccounts = (
  configuration: Pick<Configuration, 'gateway' | 'subAccounts' | 'access'>,
): AccountList => ({
  gateway: { ...configuration.gateway, signIn: signInUrl(configuration.gateway.alias) },
  subAccounts: configuration.subAccounts
    .map(({ name, accountId, regions, programManagers }) => ({
      name,
      accountId,
      regions,
      programManagers,
      roles: (configuration.access?.roles ?? []).map((role) => ({
        name: role.name,
        switchRole: switchRoleUrl(accountId, role.name, name),
      })),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en')),
});

/** More Regions than these are counted. */
const MAX_REGIONS = 3;

/** The Regions of an account, or how many there are. */
const regionsText = (regions: readonly string[]): string =>
  regions.length > MAX_REGIONS ? `${regions.length} Regions` : regions.join(', ');

/** A text in HTML, also within a quoted attribute. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const link = (url: string, text: string): string =>
  `<a href="${escaped(url)}" rel="noreferrer">${escaped(text)}</a>`;

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #8886;padding:.5rem;text-align:left;vertical-align:top}
.number{font-variant-numeric:tabular-nums}.regions{white-space:nowrap}@media(max-width:40rem){table,tbody,tr,td{display:block}thead{display:none}td{border:0;padding:.1rem 0}tr{border-bottom:1px solid #8886;padding:.6rem 0;display:block}}`;

const HEADS = ['Name', 'Number', 'Regions', 'Program managers', 'Switch role'];

const row = (account: AccountList['subAccounts'][number]): string => {
  const { name, accountId, regions, programManagers, roles } = account;
  const cells = [
    escaped(name),
    `<span class="number">${escaped(accountId)}</span>`,
    `<span class="regions" title="${escaped(regions.join(', '))}">${escaped(regionsText(regions)).replaceAll(', ', '<br>')}</span>`,
    programManagers.map((address) => link(`mailto:${encodeURI(address)}`, address)).join('<br>') || '–',
    roles.map((role) => link(role.switchRole, role.name)).join('<br>') || '–',
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
};

/** The list as a page. Its policy lets it load nothing, whoever wrote the names in it. */
const accountsPage = ({ gateway, subAccounts }: AccountList): string[] => [
  '<!doctype html>',
  '<html lang="en">',
  '<head>',
  '<meta charset="utf-8">',
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  '<title>AWS accounts</title>',
  `<style>${STYLE}</style>`,
  '</head>',
  '<body>',
  '<h1>AWS accounts</h1>',
  `<p>First ${link(gateway.signIn, `sign in at ${gateway.alias}`)} (${escaped(gateway.accountId)}), with MFA. Then switch to a role that you were given.</p>`,
  '<table>',
  `<thead><tr>${HEADS.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>`,
  '<tbody>',
  ...subAccounts.map(row),
  '</tbody>',
  '</table>',
  '</body>',
  '</html>',
];

/** The width of the first column of an account's lines. */
const LABEL = 18;

/** A label, and words after it on as many lines as they need. */
const labelled = (label: string, text: string, columns: number): string[] => {
  const [first = '', ...rest] = wrapped(text, columns - LABEL - 2);
  const indent = ' '.repeat(LABEL + 2);
  return [`  ${`${label}  `.padEnd(LABEL)}${first}`, ...rest.map((line) => `${indent}${line}`)];
};

/** The accounts, each with all its lines: nothing is shortened, and a link is whole, however narrow the terminal is. */
const showAccounts = ({ gateway, subAccounts }: AccountList, columns: number): string[] => [
  `${gateway.alias}  ${gateway.accountId}`,
  ...labelled('sign in', gateway.signIn, Infinity),
  ...subAccounts.flatMap(({ name, accountId, regions, programManagers, roles }) => [
    '',
    `${name}  ${accountId}`,
    ...labelled('Regions', regionsText(regions), columns),
    ...labelled('program managers', programManagers.join(', ') || 'none', columns),
    ...roles.flatMap((role) => labelled(role.name, role.switchRole, Infinity)),
  ]),
];

const parse = (words: readonly string[]) =>
  understand('accounts', {
    args: [...words],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      html: { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** `npm run accounts`. */
export const accounts = (columns = columnsOf(process.stdout, process.env)): Command => ({
  name: 'accounts',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    if (values.help) return showHelp(HELP, screen);
    noWords('accounts', positionals);
    if (values.json && values.html) {
      throw wrongUsage('accounts', 'Only one of --json and --html is possible');
    }
    const configuration = readPreparedConfiguration(values.config);
    const list = listAccounts(configuration);
    if (values.json) screen.out(JSON.stringify(list, null, 2));
    else for (const line of values.html ? accountsPage(list) : showAccounts(list, columns)) screen.out(line);
    if (!configuration.isSwitchedOn) screen.error(`accounts: ${IS_OFF}`);
    return 0;
  },
});
