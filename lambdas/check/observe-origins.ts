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
import type { Log } from '../log.ts';

/** What launched instances, with its tags. */
export type ObservedOrigin = { readonly origin: Origin; readonly tags: readonly Tag[] };

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
export type Judged = { readonly instance: Instance; readonly verdict: Verdict };

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
  const toReport = judged.filter(({ verdict: { is } }) => is === 'noncompliant' || is === 'invalid');

  const observe = async (named: NamedOrigin): Promise<ObservedOrigin> => {
    try {
      const tags = await tagsOf(launch, named, sources, ownerTag);
      if (tags === null) return { origin: { ...named, owner: null, isNotFound: true }, tags: [] };
      const isOwned = judgeTags(tags, ownerTag).is === 'compliant';
      const owner = isOwned ? (tags.find((tag) => tag.key === ownerTag.key)?.value ?? null) : null;
      return { origin: { ...named, owner }, tags };
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
