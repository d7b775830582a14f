import type { Configuration } from '../../infra/config/configuration.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { compare } from '../../infra/json.ts';
import {
  BILLING_STACK_NAME,
  HUB_STACK_NAME,
  PAUSE_PARAMETER_NAME,
  REPORT_STACK_NAME,
  sweepArn,
} from '../../infra/names.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import {
  checkCostTag,
  checkExemptions,
  checkPaused,
  checkSessionNames,
  checkSubscriptions,
  checkSweep,
} from './check-hub.ts';
import { type Diagnosis, failed, type Section, unchecked } from './diagnosis.ts';
import { attempt, examineStack } from './examine-stack.ts';
import type { ExpectedStack } from './expected.ts';
import type { Reader, ReaderOf } from './reader.ts';

const examineHub = async (
  hub: ExpectedStack,
  configuration: Configuration,
  reader: Reader,
  now: Date,
): Promise<Section> => ({
  place: 'hub',
  isSummary: false,
  diagnoses: [
    ...(await examineStack(hub, reader, true)),
    ...(await attempt('subscriptions', async () =>
      checkSubscriptions(hub.template, await reader.subscriptions()),
    )),
    ...(await attempt('the pause', async () => checkPaused(await reader.parameter(PAUSE_PARAMETER_NAME)))),
    ...(await attempt('the sweep', async () =>
      checkSweep(await reader.executions(sweepArn(configuration.hub)), now),
    )),
    ...checkExemptions(configuration.exemptions, now),
    ...(await sessionNames(configuration, reader)),
  ],
});

const sessionNames = async ({ access }: Configuration, reader: Reader): Promise<readonly Diagnosis[]> =>
  access
    ? attempt('the names of sessions', async () => [checkSessionNames(access, await reader.sessions())])
    : [];

/** Stacks that exist once. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['TagEnforcement-Gateway', 'gateway'],
  ['TagEnforcement-Access-Gateway', 'gateway'],
  [REPORT_STACK_NAME, 'report'],
  [BILLING_STACK_NAME, 'payer account'],
]);

/** Where a stack is, by the names in the configuration. */
const placeOf = ({ name, region }: ExpectedStack, { subAccounts }: Configuration): string => {
  const place = PLACES.get(name);
  if (place !== undefined) return place;
  const account = subAccounts.find(({ accountId }) => name.includes(accountId));
  return [account?.name ?? name, ...(name.startsWith('TagEnforcement-Region') ? [region] : [])].join(' ');
};

const notChecked = (accountId: string): Diagnosis =>
  unchecked(`account ${accountId} is not checked: give --role NAME, a role there that you may assume`);

const examineElsewhere = async (
  stack: ExpectedStack,
  configuration: Configuration,
  readerOf: ReaderOf,
): Promise<Section> => {
  const place = placeOf(stack, configuration);
  try {
    const reader = await readerOf(stack.accountId, stack.region);
    const diagnoses = reader ? await examineStack(stack, reader, false) : [notChecked(stack.accountId)];
    return { place, isSummary: true, diagnoses };
  } catch (error) {
    // The role in this account cannot be assumed; the other accounts are still checked.
    return { place, isSummary: true, diagnoses: [failed(reasonOf(error))] };
  }
};

/** Whether costs have an Owner. Cost allocation tags belong to the payer account, and a billing view does not show them. */
const examineCosts = async (
  { billing, ownerTag }: Configuration,
  readerOf: ReaderOf,
): Promise<Section | null> => {
  if (billing?.accountId === undefined) return null;
  const { accountId } = billing;
  const diagnoses = await attempt('the cost allocation tag', async () => {
    const reader = await readerOf(accountId, GLOBAL_REGION);
    if (reader === null) return notChecked(accountId);
    return checkCostTag(ownerTag.key, await reader.costTag(ownerTag.key));
  });
  return { place: 'costs', isSummary: true, diagnoses };
};

/** The gateway first, then account by account, the account's stack before those of its Regions. */
const inOrder = (stacks: readonly ExpectedStack[], { subAccounts }: Configuration): ExpectedStack[] => {
  const isOf =
    ({ accountId }: { readonly accountId: string }) =>
    (stack: ExpectedStack) =>
      stack.name.includes(accountId);
  const ofAccounts = subAccounts.flatMap((account) =>
    stacks.filter(isOf(account)).sort((a, b) => compare(a.name, b.name)),
  );
  return [...stacks.filter((stack) => !ofAccounts.includes(stack)), ...ofAccounts];
};

/** Stacks at once, each of which takes a dozen calls. */
const CONCURRENCY = 6;

/** Checks every expected stack, the hub first. Yields each section as soon as it and those before it are known. */
export async function* examine(
  stacks: readonly ExpectedStack[],
  configuration: Configuration,
  readerOf: ReaderOf,
  now: Date,
): AsyncGenerator<Section> {
  const { accountId, region } = configuration.hub;
  const reader = await readerOf(accountId, region);
  for (const hub of stacks.filter(({ name }) => name === HUB_STACK_NAME)) {
    if (reader) yield await examineHub(hub, configuration, reader, now);
  }
  const others = inOrder(
    stacks.filter(({ name }) => name !== HUB_STACK_NAME),
    configuration,
  );
  for (let start = 0; start < others.length; start += CONCURRENCY) {
    yield* await Promise.all(
      others
        .slice(start, start + CONCURRENCY)
        .map((stack) => examineElsewhere(stack, configuration, readerOf)),
    );
  }
  const costs = await examineCosts(configuration, readerOf);
  if (costs) yield costs;
}
