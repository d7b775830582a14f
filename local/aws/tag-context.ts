import type { Tag } from '../../lambdas/domain/instances.ts';
import type { RequestContext } from '../iam/condition.ts';

/**
 * The contexts that IAM may judge a tagged resource in. It compares tag keys without regard to case and does not say
 * which of two variants it looks at, so there is one context for each that it might.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export const resourceTagContexts = (tags: readonly Tag[]): RequestContext[] => {
  const variants = [...Map.groupBy(tags, (tag) => `aws:resourcetag/${tag.key.toLowerCase()}`)];
  const most = Math.max(1, ...variants.map(([, alike]) => alike.length));
  return Array.from(
    { length: most },
    (_, choice) =>
      new Map(
        variants.flatMap(([key, alike]) => {
          const tag = alike[Math.min(choice, alike.length - 1)];
          return tag ? [[key, [tag.value]] as const] : [];
        }),
      ),
  );
};
