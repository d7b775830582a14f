import { resourceIdOf } from '../../lambdas/domain/reminder/tag-commands.ts';
import { money } from '../../lambdas/domain/report/compose-report-mail.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { handOverCommands } from '../aws/hand-over.ts';
import type { OwnedResource, OwnerSought } from '../aws/owned-resources.ts';
import { type Cell, counted, few, shortened, table } from '../style.ts';

/** A place that could not be read, and why. */
export type NotRead = { readonly accountId: string; readonly region: string; readonly reason: string };

/** What somebody's resources cost, in decimal texts; or why that is not known. */
export type OwnerCost =
  | {
      readonly currency: string;
      readonly twelveMonths: string;
      readonly lastMonth: { readonly month: string; readonly amount: string } | null;
    }
  | { readonly missing: string };

/** All that is known of what somebody owns. */
export type Found = {
  readonly owner: string;
  readonly resources: readonly OwnedResource[];
  readonly notRead: readonly NotRead[];
  readonly cost: OwnerCost;
};

/** The names of sub-accounts, by id. */
type Names = ReadonlyMap<string, string>;

const cells = (...texts: readonly string[]): Cell[] => texts.map((text) => ({ text: printable(text) }));

const costLine = (cost: OwnerCost): string => {
  if ('missing' in cost) return `What it costs is not known: ${cost.missing}`;
  const { currency, lastMonth, twelveMonths } = cost;
  const last = lastMonth === null ? '' : `${money(lastMonth.amount, currency)} in ${lastMonth.month}, `;
  return `It costs ${last}${money(twelveMonths, currency)} in twelve months.`;
};

/** Lines about what could not be read: it is never said to be empty. One for an account where all has the same reason. */
export const notReadLines = ({ notRead }: Pick<Found, 'notRead'>, names: Names, columns: number): string[] =>
  [...Map.groupBy(notRead, ({ accountId, reason }) => `${accountId} ${reason}`).values()].map((those) => {
    const [{ accountId, reason } = { accountId: '', reason: '' }] = those;
    const where = few(those.map(({ region }) => region));
    return shortened(
      printable(`NOT READ  ${names.get(accountId) ?? accountId} ${where}: ${reason}`),
      columns,
    );
  });

/** What somebody owns as a table that fits the terminal, with its cost. */
export const describeOwned = (
  { owner, resources, notRead, cost }: Found,
  names: Names,
  columns: number,
): string[] => {
  if (resources.length === 0) {
    const where = notRead.length > 0 ? ' in what could be read' : '';
    return [`${owner} owns nothing${where}.`];
  }
  const rows = resources.map((one) =>
    cells(names.get(one.accountId) ?? one.accountId, one.region, one.resourceType, resourceIdOf(one)),
  );
  const accounts = new Set(resources.map(({ accountId }) => accountId)).size;
  return [
    ...table([cells('ACCOUNT', 'REGION', 'TYPE', 'RESOURCE'), ...rows], { columns, shorten: [0, 2, 3] }),
    '',
    `${owner} owns ${counted(resources.length, 'resource')} in ${counted(accounts, 'account')}.`,
    costLine(cost),
  ];
};

/** The commands that give everything to somebody else, by account. */
export const commandLines = (resources: readonly OwnedResource[], to: OwnerSought, names: Names): string[] =>
  [...Map.groupBy(resources, ({ accountId }) => accountId)].flatMap(([accountId, those]) => {
    const { commands, leftOut } = handOverCommands(those, to);
    return [
      '',
      `# With credentials of ${printable(names.get(accountId) ?? 'account')} (${accountId}):`,
      ...commands.flat(),
      ...leftOut.map(({ arn }) => `# By hand, since a shell would not take its name: ${printable(arn)}`),
    ];
  });
