import type { RoleCredentials } from '../aws/credentials.ts';
import { type DescribeEc2, describeEc2 } from '../aws/describe-ec2.ts';
import { type Explored, type ListResources, listResources } from '../aws/list-resources.ts';
import { GLOBAL } from '../domain/report/arn.ts';
import type { ReportRule } from '../domain/report/judge.ts';
import { mergeSources, type Place, type Sources } from '../domain/report/merge.ts';
import type { CollectedRegion, ReportedResource } from '../domain/report/report.ts';
import { printable } from '../domain/text.ts';

/** What is known of a Region, and its resources. */
type Collection = {
  readonly region: CollectedRegion;
  readonly resources: readonly ReportedResource[];
};

/** The readers of one account and Region. */
export type Readers = {
  readonly list: ListResources;
  readonly ec2: DescribeEc2;
  /** Closes their connections. */
  readonly close: () => void;
};

/** Where AWS lists what has no Region. */
const HOME_OF_GLOBAL = 'us-east-1';

/** Makes readers with these credentials of an account; without any, with those of the process. */
export const readersWith =
  (credentialsOf?: (accountId: string) => Promise<RoleCredentials>) =>
  async (place: Place): Promise<Readers> => {
    const region = place.region === GLOBAL ? HOME_OF_GLOBAL : place.region;
    const credentials = await credentialsOf?.(place.accountId);
    const settings = { region, ...(credentials ? { credentials } : {}) };
    const list = listResources(place, settings);
    const ec2 = describeEc2(place, settings);
    return {
      list,
      ec2,
      close: () => {
        list.close();
        ec2.close();
      },
    };
  };

const NO_INDEX = 'so what was never tagged is missing here, except for what EC2 describes.';

/** What the sources leave out, in a sentence; null if nothing. */
const leftOut = (explored: Explored, region: string): string | null => {
  if (explored.is === 'listed') return explored.leavesOut;
  const missing =
    region === GLOBAL ? 'so what was never tagged is missing here, except for roles and users.' : NO_INDEX;
  return `Resource Explorer cannot be used (${explored.why}), ${missing}`;
};

const NOTHING_OF_EC2 = { ec2Tags: new Map(), described: [], describedTypes: new Set<string>() } as const;

/** One after the other: a Region that refuses one call mostly refuses all. EC2 describes more where nothing else lists it. */
const readRegion = async ({ list, ec2 }: Readers): Promise<{ explored: Explored; sources: Sources }> => {
  const explored = await list.explored();
  const tagged = await list.tagged();
  const ec2Tags = await ec2.tags();
  const described = await ec2.describe(explored.is !== 'listed');
  const resources = explored.is === 'listed' ? explored.resources : [];
  return { explored, sources: { explored: resources, tagged, ec2Tags, ...described, unread: null } };
};

/** What has no Region: IAM's tags are read by IAM. If that is refused, nothing is said of whose roles and users are. */
const readGlobal = async ({ list }: Readers): Promise<{ explored: Explored; sources: Sources }> => {
  const explored = await list.explored();
  const tagged = await list.tagged();
  const ofIam = await list
    .ofIam()
    .catch((error: unknown) => ({ reason: `IAM did not show its tags: ${reasonOf(error)}` }));
  const resources = explored.is === 'listed' ? explored.resources : [];
  const isRead = Array.isArray(ofIam);
  return {
    explored,
    sources: {
      ...NOTHING_OF_EC2,
      explored: resources,
      tagged: isRead ? [...tagged, ...ofIam] : tagged,
      unread: isRead ? null : { types: new Set(['iam:role', 'iam:user']), reason: ofIam.reason },
    },
  };
};

const MAX_REASON = 300;

/** Why a call failed, in one line. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return printable(String(error)).slice(0, MAX_REASON);
  const cause = error.cause instanceof Error ? ` (${error.cause.name}: ${error.cause.message})` : '';
  return printable(`${error.name}: ${error.message}${cause}`).slice(0, MAX_REASON);
};

/** A Region that could not be read, and why. It is never shown as empty. */
const failedRegion = ({ accountId, region }: Place, error: unknown): Collection => ({
  region: { accountId, region, collected: { is: 'failed', reason: reasonOf(error) } },
  resources: [],
});

/** Reads all resources of an account and Region that may carry tags, and judges whose they are. */
export const collectRegion = async (
  place: Place,
  readersOf: (place: Place) => Promise<Readers>,
  rule: ReportRule,
  now: Date,
): Promise<Collection> => {
  try {
    const readers = await readersOf(place);
    const { explored, sources } = await (place.region === GLOBAL
      ? readGlobal(readers)
      : readRegion(readers)
    ).finally(readers.close);
    const resources = mergeSources(place, sources, rule, now);
    const leavesOut = leftOut(explored, place.region);
    const count = { resources: resources.length };
    const collected =
      leavesOut === null
        ? { is: 'complete' as const, ...count }
        : { is: 'partial' as const, ...count, leavesOut };
    const unknown = rule.users === null ? ({ usersUnknown: true } as const) : {};
    return { region: { ...place, ...unknown, collected }, resources };
  } catch (error) {
    return failedRegion(place, error);
  }
};

/** The lines of a collection's file: the Region, then each resource. */
export function* linesOf({ region, resources }: Collection): Generator<string> {
  yield `${JSON.stringify(region)}\n`;
  for (const resource of resources) yield `${JSON.stringify(resource)}\n`;
}
