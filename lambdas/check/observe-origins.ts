import type { ReadGroupTags } from '../aws/auto-scaling.ts';
import type { InstanceReader } from '../aws/read-instances.ts';
import { wait } from '../concurrency.ts';
import { judgeTags, type OwnerTag } from '../domain/compliance/owner-rule.ts';
import type { Verdict } from '../domain/compliance/verdict.ts';
import { OriginNotReadable } from '../domain/errors.ts';
import type { Instance, Tag } from '../domain/instances.ts';
import {
  type InheritOwner,
  isLaunchedBy,
  type NamedOrigin,
  type Origin,
  originsOf,
} from '../domain/launcher/origin.ts';
import type { Launch } from '../domain/record/launch.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import { type Provenance, provenanceOf } from '../domain/record/provenance.ts';
import type { Log } from '../log.ts';

/** What launched instances, with its tags. */
type ObservedOrigin = { readonly origin: Origin; readonly tags: readonly Tag[] };

export type OriginSources = {
  /** Reads instances in the launch's Region. */
  readonly reader: InstanceReader;
  /** Opens a reader of another Region of the account. */
  readonly readerIn: (region: string) => Promise<InstanceReader>;
  readonly readGroupTags: ReadGroupTags;
  readonly log: Log;
};

/**
 * The tags of an instance that launched others. Unless DescribeInstances shows that it is compliant, DescribeTags is
 * read too: DescribeInstances may omit tags, also of a terminated instance. Null if neither call shows the instance.
 */
const tagsOfInstance = async (
  id: string,
  reader: InstanceReader,
  ownerTag: OwnerTag,
): Promise<readonly Tag[] | null> => {
  const parent = await retryIfEmpty(
    () => reader.instance(id),
    (found) => found === null,
  );
  const described = parent?.tags ?? [];
  if (judgeTags(described, ownerTag).is === 'compliant') return described;
  const more = (await reader.tags([id])).get(id) ?? [];
  if (!parent && more.length === 0) return null;
  const known = new Set(more.map((tag) => tag.key));
  return [...more, ...described.filter((tag) => !known.has(tag.key))];
};

const tagsOf = async (
  { accountId, region }: Launch,
  { kind, id, region: elsewhere }: NamedOrigin,
  { reader, readerIn, readGroupTags }: OriginSources,
  ownerTag: OwnerTag,
): Promise<readonly Tag[] | null> => {
  switch (kind) {
    case 'auto-scaling-group':
      return retryIfEmpty(
        () => readGroupTags(accountId, region, id),
        (found) => found === null,
      );
    case 'instance':
      return tagsOfInstance(id, elsewhere === undefined ? reader : await readerIn(elsewhere), ownerTag);
    default:
      return kind satisfies never;
  }
};

/** An instance, and the verdict on it alone, without what launched it. */
type Judged = { readonly instance: Instance; readonly verdict: Verdict };

const isToReport = ({ verdict: { is } }: Judged): boolean => is === 'noncompliant' || is === 'invalid';

/** The valid Owner among tags; null if there is none. */
const ownerIn = (tags: readonly Tag[], ownerTag: OwnerTag): string | null =>
  judgeTags(tags, ownerTag).is === 'compliant'
    ? (tags.find((tag) => tag.key === ownerTag.key)?.value ?? null)
    : null;

/** Whether the account's read role does not reach another Region: the configuration may not list it. */
const isOutOfReach = ({ region }: NamedOrigin, error: unknown): boolean =>
  region !== undefined && error instanceof Error && error.name === 'UnauthorizedOperation';

/**
 * Reads what launched instances, if one of the instances is noncompliant or invalid.
 *
 * @throws OriginNotReadable when reading fails and an instance would inherit: judged without its origin, the instance
 *   would be warned of and terminated. The state machine retries, and at last reports that nothing was judged.
 */
export const observeOrigins = async (
  launch: Launch,
  judged: readonly Judged[],
  policy: { readonly ownerTag: OwnerTag; readonly inheritOwner: InheritOwner },
  sources: OriginSources,
  launcher?: Launcher,
): Promise<ObservedOrigin[]> => {
  const { ownerTag, inheritOwner } = policy;
  const toReport = judged.filter(isToReport);

  const observe = async (named: NamedOrigin): Promise<ObservedOrigin> => {
    try {
      const tags = await tagsOf(launch, named, sources, ownerTag);
      if (tags === null) return { origin: { ...named, owner: null, isNotFound: true }, tags: [] };
      return { origin: { ...named, owner: ownerIn(tags, ownerTag) }, tags };
    } catch (cause) {
      if (isOutOfReach(named, cause))
        return { origin: { ...named, owner: null, isNotFound: true }, tags: [] };
      const wouldInherit = toReport.some(
        ({ instance, verdict: { reason } }) =>
          (reason === 'owner-missing' || reason === 'owner-empty') && isLaunchedBy(instance, named),
      );
      if (wouldInherit && inheritOwner.includes(named.kind)) {
        throw new OriginNotReadable(named.kind, named.id, { cause });
      }
      sources.log.warn('origin-not-readable', { launch, origin: named, error: cause });
      return { origin: { ...named, owner: null }, tags: [] };
    }
  };

  const named = originsOf(
    launch,
    toReport.map(({ instance }) => instance),
    launcher,
  );
  const observed: ObservedOrigin[] = [];
  for (const one of named) observed.push(await observe(one));
  return observed;
};

/** The Owner of a fleet or Spot request, or else of all other instances of it that have one; null if that is not one. */
const ownerOfRequest = async (
  requestId: string,
  judged: readonly Judged[],
  reader: InstanceReader,
  ownerTag: OwnerTag,
): Promise<string | null> => {
  const own = ownerIn((await reader.tags([requestId])).get(requestId) ?? [], ownerTag);
  if (own !== null) return own;
  const ours = new Set(judged.map(({ instance }) => instance.instanceId));
  const others = (await reader.ofRequest(requestId)).filter(({ instanceId }) => !ours.has(instanceId));
  const [owner = null, ...more] = new Set(others.flatMap(({ tags }) => ownerIn(tags, ownerTag) ?? []));
  return more.length === 0 ? owner : null;
};

/**
 * Reads what AWS wrote on the instances to report, and who owns the fleet or Spot request that launched them, unless the
 * launcher is known otherwise. That may only name a person, so a failure is logged and changes nothing else.
 */
export const observeProvenance = async (
  judged: readonly Judged[],
  { ownerTag }: { readonly ownerTag: OwnerTag },
  { reader, log }: Pick<OriginSources, 'reader' | 'log'>,
  launcher?: Launcher,
): Promise<Provenance | undefined> => {
  const toReport = judged.filter(isToReport);
  const provenance = provenanceOf(toReport.map(({ instance }) => instance));
  const { requestId, groupName } = provenance ?? {};
  const isKnown =
    launcher !== undefined && launcher.userName !== null && launcher.evidence !== 'request-owner';
  if (requestId === undefined || groupName !== undefined || isKnown) return provenance;
  try {
    const requestOwner = await ownerOfRequest(requestId, judged, reader, ownerTag);
    return requestOwner === null ? provenance : { ...provenance, requestOwner };
  } catch (error) {
    log.warn('request-not-readable', { requestId, error });
    return provenance;
  }
};

/** Describe calls are eventually consistent: an empty answer is read again after this time. */
const RETRY_AFTER_MS = 10_000;

/** Reads, and reads once more a little later if the answer is empty. */
export const retryIfEmpty = async <Answer>(
  read: () => Promise<Answer>,
  isEmpty: (answer: Answer) => boolean,
): Promise<Answer> => {
  const answer = await read();
  if (!isEmpty(answer)) return answer;
  await wait(RETRY_AFTER_MS);
  return read();
};
