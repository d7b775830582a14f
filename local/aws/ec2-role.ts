import type { Tag } from '../../lambdas/domain/instances.ts';
import { UnauthorizedOperation } from '../errors.ts';
import type { RequestContext } from '../iam/condition.ts';
import type { Iam } from '../iam/iam.ts';
import { assume, requestedRegion } from './assume-role.ts';
import type { Ec2 } from './ec2.ts';
import type { Ec2Region } from './ec2-region.ts';

/**
 * The contexts that IAM may evaluate for a tagged resource. IAM compares tag keys without regard to case and does not
 * document which of two variants it takes, so there is one context for each.
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

/** The condition keys of a request to write a tag. */
export const askedOf = ({ key, value }: Tag) =>
  [
    [`aws:requesttag/${key.toLowerCase()}`, [value]],
    ['aws:tagkeys', [key]],
  ] as const;

type Asked = Iterable<readonly [string, readonly string[]]>;

/** EC2 in an account and Region, with the permissions of a role that a function assumed there. */
export type Ec2Role = {
  readonly there: Ec2Region;
  /** @throws UnauthorizedOperation unless the role's policies allow the action */
  readonly require: (action: string, resource: string) => void;
  /** Whether the role's policies allow an action on an instance with its current tags. */
  readonly mayOnInstance: (action: string, instanceId: string, asked?: Asked) => boolean;
  /** The same for any resource, such as `volume` and its id. */
  readonly mayOn: (action: string, type: string, id: string, asked?: Asked) => boolean;
  /** `arn:aws:ec2:<Region>:<account>:<resource>` */
  readonly arn: (resource: string) => string;
};

/** @throws RoleNotAssumable */
export const assumed =
  (ec2: Ec2, iam: Iam, functionRoleArn: string) =>
  (roleName: string, accountId: string, region: string, sessionPolicy?: string): Ec2Role => {
    const role = assume(iam, functionRoleArn, accountId, roleName);
    const there = ec2.in(accountId, region);
    const isAllowed = (action: string, resource: string, context: RequestContext): boolean =>
      iam.isAllowed(role, action, resource, new Map([...context, requestedRegion(region)]), sessionPolicy);
    const arn = (resource: string): string => `arn:aws:ec2:${region}:${accountId}:${resource}`;
    const mayOn: Ec2Role['mayOn'] = (action, type, id, asked = []) =>
      resourceTagContexts(there.tagsForIam(id)).every((context) =>
        isAllowed(action, arn(`${type}/${id}`), new Map([...context, ...asked])),
      );
    return {
      there,
      arn,
      mayOn,
      mayOnInstance: (action, instanceId, asked) => mayOn(action, 'instance', instanceId, asked),
      require: (action, resource) => {
        if (!isAllowed(action, resource, new Map())) throw new UnauthorizedOperation(role, action, resource);
      },
    };
  };
