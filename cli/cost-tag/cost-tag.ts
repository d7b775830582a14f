import type { Configuration } from '../../infra/config/configuration.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { twelveMonths } from '../../lambdas/domain/report/costs.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { type Backfill, type CostTag, type CostTags, costTags, describeCostTag } from '../aws/cost-tags.ts';
import {
  type Command,
  configurationOf,
  type ExitCode,
  noWords,
  type Screen,
  showHelp,
  understand,
  WrongUsage,
} from '../command.ts';

/** The answer to --help. */
const HELP = `Activates the tag of the configuration, such as Owner, for cost allocation, and
has AWS apply it to the last twelve months: without that, no cost has an owner.

  npm run cost-tag
  npm run cost-tag -- --status    whether it is active; changes nothing

Your credentials are of the payer account: the management account of your
organization, or the account itself if it has none. They need
  ce:ListCostAllocationTags, ce:UpdateCostAllocationTagsStatus,
  ce:ListCostAllocationTagBackfillHistory, ce:StartCostAllocationTagBackfill

AWS knows a key only once something that costs money has had it for up to 24
hours. After the activation it takes up to 24 hours more until costs show it.
AWS takes one request for earlier months a day.

Options
  --status        changes nothing
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0 if the tag is active, 1 if it is not, 2 for wrong usage.
`;

const parse = (words: readonly string[]) =>
  understand('cost-tag', {
    args: [...words],
    allowPositionals: true,
    options: {
      status: { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** What `cost-tag` depends on. */
type Sources = { readonly tags: () => CostTags; readonly now: () => Date };

const AWS: Sources = { tags: () => costTags(), now: () => new Date() };

const backfillText = ({ from, requestedAt, status }: Backfill): string =>
  `earlier months: from ${from.slice(0, 10)}, requested ${requestedAt.slice(0, 10)}: ${status.toLowerCase()}`;

/** Refuses credentials of another account than the payer's, where the configuration names it. @throws WrongUsage */
const refuseOtherAccount = async ({ billing }: Configuration, tags: CostTags): Promise<void> => {
  const account = await tags.account().catch((error: unknown): never => {
    throw new WrongUsage(
      `AWS does not accept your credentials (${reasonOf(error)}): set AWS_PROFILE to a profile of the payer account`,
    );
  });
  if (billing?.accountId === undefined || account === billing.accountId) return;
  throw new WrongUsage(
    `your credentials are of account ${account}, but billing.accountId is ${billing.accountId}: set AWS_PROFILE`,
  );
};

/** Whether a request covers these months, and has not failed. */
const isCovered = (backfills: readonly Backfill[], from: string, { changedAt }: CostTag): boolean =>
  backfills.some(
    (one) =>
      one.status !== 'FAILED' &&
      one.from.slice(0, 10) <= from &&
      one.requestedAt.slice(0, 10) >= (changedAt ?? '').slice(0, 10),
  );

const show = async (key: string, tag: CostTag | null, tags: CostTags, { out }: Screen): Promise<ExitCode> => {
  out(`${describeCostTag(key, tag)}.`);
  for (const backfill of (await tags.backfills()).slice(0, 3)) out(`${backfillText(backfill)}.`);
  return tag?.isActive ? 0 : 1;
};

const activate = async (key: string, tags: CostTags, screen: Screen, now: Date): Promise<ExitCode> => {
  const before = await tags.find(key);
  if (!before?.isActive) {
    const activation = await tags.activate(key);
    switch (activation.is) {
      case 'activated':
        screen.out(`Activated ${key}. Costs show it within 24 hours.`);
        break;
      case 'unknown-key':
        screen.error(
          `cost-tag: ${describeCostTag(key, null)}. Give it to something that costs money, such as a bucket with data, wait up to 24 hours, and run this again`,
        );
        return 1;
      case 'refused':
        screen.error(`cost-tag: AWS does not activate ${key}: ${activation.reason}`);
        return 1;
      default:
        return activation satisfies never;
    }
  }
  const tag = { isActive: true, changedAt: before?.isActive ? before.changedAt : now.toISOString() };
  const { from } = twelveMonths(now);
  if (!isCovered(await tags.backfills(), from, tag)) {
    const isTaken = await tags.backfill(from);
    screen.out(
      isTaken
        ? `AWS applies it to the months from ${from} on, which takes up to 24 hours.`
        : 'AWS takes one request for earlier months a day, and has had one: run this again tomorrow.',
    );
  }
  return show(key, tag, tags, screen);
};

/** `npm run cost-tag`. */
export const costTag = (sources: Sources = AWS): Command => ({
  name: 'cost-tag',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    noWords('cost-tag', positionals);
    if (values.help) return showHelp(HELP, screen);
    const configuration = configurationOf(values.config);
    const { key } = configuration.ownerTag;
    const tags = sources.tags();
    await refuseOtherAccount(configuration, tags);
    try {
      if (values.status) return await show(key, await tags.find(key), tags, screen);
      return await activate(key, tags, screen, sources.now());
    } catch (error) {
      // Member accounts get this for every call.
      const isDenied = error instanceof Error && error.name === 'AccessDeniedException';
      screen.error(
        isDenied
          ? `cost-tag: AWS refuses (${reasonOf(error)}): cost allocation tags belong to the payer account, and need the permissions that --help names`
          : `cost-tag: Cost Explorer does not answer: ${printable(reasonOf(error))}`,
      );
      return 1;
    }
  },
});
