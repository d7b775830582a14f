import type { Tag } from '../instances.ts';
import { isAwsOwn, keyOf, type Parts, partsOf, regionOf, typeOf } from './arn.ts';
import { judgeOwnership, type ReportRule } from './judge.ts';
import type { ReportedResource } from './report.ts';

/** A resource with its tags, as Resource Explorer, the tagging API or IAM list it. */
export type Listed = {
  readonly arn: string;
  readonly tags: readonly Tag[];
  /** Where it is, if the source says so. */
  readonly region?: string;
};

/** A resource of EC2, as its Describe call shows it. */
export type Described = {
  /** As in its ARN: `volume`. */
  readonly type: string;
  readonly id: string;
  /** Whether AWS made it or one of its services manages it, as the default VPC. */
  readonly isAwsOwn: boolean;
  readonly idle: ReportedResource['idle'];
  /** Of instances; null for all others. */
  readonly imageId: string | null;
};

/** What the sources show of one Region. */
export type Sources = {
  readonly explored: readonly Listed[];
  readonly tagged: readonly Listed[];
  /** The tags of every resource of EC2 that has some, by its id. */
  readonly ec2Tags: ReadonlyMap<string, readonly Tag[]>;
  readonly described: readonly Described[];
  /** The types that EC2 described. What it did not show of these is gone. */
  readonly describedTypes: ReadonlySet<string>;
  /** Types whose tags could not be read, and why; null if all were. */
  readonly unread: { readonly types: ReadonlySet<string>; readonly reason: string } | null;
};

type Found = {
  readonly arn: string;
  readonly parts: Parts;
  readonly tags: readonly Tag[];
  readonly described: Described | undefined;
};

/** Finds each resource once, however many sources list it. Later lists are fresher, so their tags count. */
const find = (place: Place, { explored, tagged, ec2Tags, described, describedTypes }: Sources): Found[] => {
  const byId = new Map(described.map((one) => [`${one.type}/${one.id}`, one]));
  const found = new Map<string, Found>();
  const add = ({ arn, tags, region }: Listed): void => {
    const parts = partsOf(arn);
    if (!parts || (parts.accountId !== '' && parts.accountId !== place.accountId)) return;
    const key = keyOf(arn, parts);
    const known = found.get(key);
    if (!known && (region ?? regionOf(parts, place.region)) !== place.region) return;
    const isEc2 = parts.service === 'ec2';
    const shown = isEc2 ? byId.get(`${parts.type}/${parts.name}`) : undefined;
    if (isEc2 && !shown && describedTypes.has(parts.type)) return;
    found.set(key, {
      arn: known?.arn ?? arn,
      parts,
      // DescribeTags shows all tags of EC2 as they are now; the others may be late.
      tags: isEc2 ? (ec2Tags.get(parts.name) ?? []) : tags,
      described: shown,
    });
  };
  for (const one of explored) add(one);
  for (const one of tagged) add(one);
  for (const { type, id } of described) {
    add({ arn: `arn:aws:ec2:${place.region}:${place.accountId}:${type}/${id}`, tags: [] });
  }
  return [...found.values()];
};

/** One account and Region; `global` for what has no Region. */
export type Place = { readonly accountId: string; readonly region: string };

/**
 * The resources of an account and Region, each once, and whose they are. What AWS made itself is left out, unless somebody gave it
 * an Owner. The order is that of the ARNs, so that equal sources give equal files.
 */
export const mergeSources = (
  place: Place,
  sources: Sources,
  rule: ReportRule,
  now: Date,
): ReportedResource[] => {
  const { unread } = sources;
  const resources = find(place, sources).flatMap(({ arn, parts, tags, described }): ReportedResource[] => {
    const resourceType = typeOf(parts);
    const judged = judgeOwnership(
      { accountId: place.accountId, tags, imageId: described?.imageId ?? null },
      rule,
      now,
    );
    if (judged.is === 'unowned' && (described?.isAwsOwn || isAwsOwn(parts))) return [];
    const why = judged.is === 'unowned' && unread?.types.has(resourceType) ? unread.reason : null;
    return [
      {
        arn,
        ...place,
        resourceType,
        name: tags.find(({ key }) => key === 'Name')?.value || null,
        tags: [...tags],
        ownership: why === null ? judged : { is: 'unread', reason: why },
        idle: described?.idle ?? null,
      },
    ];
  });
  return resources.sort((a, b) => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0));
};
