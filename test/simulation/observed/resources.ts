import type { ResourceTagOrder } from '../../../lambdas/domain/grace-period/repair.ts';
import { resourceId } from '../../../local/sample/made-up.ts';
import { type Act, placeOf } from '../history/act.ts';
import { addressOf, tagsGiven } from '../history/resources.ts';
import type { Caller, Observations, ResourceHistory } from './seen.ts';

type Where = Pick<ResourceHistory, 'arn' | 'resourceType' | 'accountId' | 'region'>;

const historyOf = (where: Where, { resources }: Pick<Observations, 'resources'>): ResourceHistory => {
  const known = resources.get(where.arn) ?? { ...where, created: [], tags: [], reads: [] };
  resources.set(where.arn, known);
  return known;
};

/** The resource that an act is about; undefined if it is about none but instances. */
const resourceOf = (act: Act): Where | undefined => {
  switch (act.does) {
    case 'create':
    case 'tag-resource':
    case 'delete-resource': {
      const place = placeOf(act.in);
      return { ...place, ...addressOf({ ...act, place }) };
    }
    case 'make-volume': {
      const { accountId, region } = placeOf(act.in);
      const arn = `arn:aws:ec2:${region}:${accountId}:volume/${resourceId('vol', act.volume)}`;
      return { accountId, region, resourceType: 'ec2:volume', arn };
    }
    case 'create-group': {
      const { accountId, region } = placeOf(act.in);
      // No record shows the first part of the id.
      const arn = `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:*:autoScalingGroupName/${act.name}`;
      return { accountId, region, resourceType: 'autoscaling:autoScalingGroup', arn };
    }
    default:
      return undefined;
  }
};

/** Records what an act does to a resource that is no instance. */
export const watchResource = (
  act: Act,
  caller: { readonly caller: Caller; readonly parentId: string | null },
  observed: Pick<Observations, 'resources'>,
): void => {
  const where = resourceOf(act);
  if (!where) return;
  const { created, tags } = historyOf(where, observed);
  const at = Date.now();
  const last = tags.at(-1)?.tags;
  if (act.does === 'delete-resource') {
    tags.push({ at, tags: null });
    return;
  }
  if (!('tags' in act)) return;
  const given = act.does === 'create' ? tagsGiven(act, act.tags) : (act.tags ?? {});
  const written = Object.entries(given).map(([key, value]) => ({ key, value }));
  // Nobody can tag what is deleted.
  if (act.does === 'tag-resource' && !last) return;
  const kept = (last ?? []).filter(({ key }) => !(key in given));
  tags.push({ at, tags: [...kept, ...written] });
  if (act.does !== 'tag-resource' && 'by' in act)
    created.push({ at, ...caller, by: act.by.is, tags: written });
};

/** Records that the service wrote a tag on a resource. */
export const watchCorrection = (
  { arn, tag }: ResourceTagOrder,
  { resources }: Pick<Observations, 'resources'>,
): void => {
  const tags = resources.get(arn)?.tags;
  const before = tags?.at(-1)?.tags ?? [];
  tags?.push({
    at: Date.now(),
    tags: [...before.filter(({ key }) => key !== tag.key), tag],
    by: 'service',
  });
};

/** The resource with an ARN, which the service asks AWS about. */
export const asked = (where: Where, observed: Pick<Observations, 'resources'>): ResourceHistory =>
  historyOf(where, observed);
