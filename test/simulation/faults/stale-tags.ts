import { hasOwnReader, type TaggedResource } from '../../../lambdas/aws/read-tags.ts';
import type { TagsAnswer } from '../../../lambdas/domain/reminder/reminder.ts';
import { asked } from '../observed/resources.ts';
import type { Observations } from '../observed/seen.ts';
import { SECOND } from '../time.ts';
import type { FaultInjector } from './fault-injector.ts';

/**
 * The tags of resources as AWS may show them: those of an earlier instant, or none where a service refuses. Records what it shows, by which the
 * invariants judge the mails.
 */
export const staleTagReads = (
  read: ReadonlyMap<string, TagsAnswer>,
  call: {
    readonly accountId: string;
    readonly region: string;
    readonly resources: readonly TaggedResource[];
  },
  observed: Pick<Observations, 'resources'>,
  injector: FaultInjector,
  fn: string,
): ReadonlyMap<string, TagsAnswer> => {
  const { accountId, region, resources } = call;
  const now = Date.now();
  return new Map(
    resources.map(({ arn, resourceType }) => {
      const known = asked({ accountId, region, arn, resourceType }, observed);
      const answer = read.get(arn) ?? { is: 'unreadable' };
      const target = { accountId, fn, what: `${fn}: tag:GetResources ${arn}` };
      if (hasOwnReader(resourceType) && injector.strike('service-unread', target)) {
        injector.report({ kind: 'service-unread', ...target });
        return [arn, { is: 'not-answered', error: new Error('AccessDenied') }];
      }
      const isReadable = answer.is === 'tags' && known.tags.length > 0 && resourceType !== 'ec2:volume';
      const stale = isReadable ? injector.strike('tags-stale', target) : undefined;
      const past = stale && (known.tags.findLast(({ at }) => at <= now - stale.seconds * SECOND)?.tags ?? []);
      const shown: TagsAnswer = past ? { is: 'tags', tags: past } : answer;
      if (stale && JSON.stringify(shown) !== JSON.stringify(answer))
        injector.report({ kind: 'tags-stale', ...target, seconds: stale.seconds });
      known.reads.push({ at: now, tags: shown.is === 'tags' ? shown.tags : null });
      return [arn, shown];
    }),
  );
};
