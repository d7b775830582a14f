import * as fc from 'fast-check';
import type { Exemption } from '../../lambdas/domain/compliance/exemption.ts';
import type { Cause, CheckInput } from '../../lambdas/domain/grace-period/input.ts';
import type { Instance } from '../../lambdas/domain/instances.ts';
import type { Identity } from '../../lambdas/domain/record/identity.ts';
import { aCheckInput } from './a-check-input.ts';
import { aLaunch } from './a-launch.ts';
import { anIamUser, anInstanceSession, aRoleSession } from './an-identity.ts';
import { anInstance } from './an-instance.ts';
import { textAt } from './at.ts';
import { someTags } from './some-tags.ts';

/** A launch, and a configuration that exempts some of its instances. */
export type Exempting = {
  readonly input: CheckInput;
  readonly instances: readonly Instance[];
  readonly exemptions: readonly Exemption[];
  readonly enforceLaunchesAfter: string | null;
  /** Ids of instances that are certainly exempt: each exemption here was made from one of them. */
  readonly spared: ReadonlySet<string>;
};

const ACCOUNT = '422448306679';
const terms = { reason: 'a grant', until: '2026-11-03' };

const someIdentity = fc.constantFrom<Identity[]>(
  aRoleSession(),
  anInstanceSession('i-0leader'),
  anIamUser('bob@ucsc.edu'),
);

/** What exempts an instance, if anything does. */
const someReason = fc.constantFrom('nothing', 'tag', 'tag of its value', 'ami', 'role', 'subAccount', 'age');

/** A pattern that matches a text: some of its characters are replaced by a wildcard. */
const patternOf = (text: string, at: number): string =>
  `${text.slice(0, at)}?${text.slice(at + 1, at + 3)}${at % 2 === 0 ? text.slice(at + 3) : '*'}`;

const exemptionFrom = (
  why: string,
  { tags: [tag], imageId }: Instance,
  identity: Identity,
  at: number,
): Exemption[] => {
  switch (why) {
    case 'tag':
      return tag ? [{ tag: { key: tag.key }, ...terms }] : [];
    case 'tag of its value':
      return tag ? [{ tag, ...terms }] : [];
    case 'ami':
      return [{ ami: imageId, ...terms }];
    case 'role':
      return 'roleName' in identity
        ? [{ role: `arn:aws:iam::*:role/${patternOf(identity.roleName, at)}`, ...terms }]
        : [];
    case 'subAccount':
      return [{ subAccount: ACCOUNT, ...terms }];
    default:
      return [];
  }
};

export const someExempting: fc.Arbitrary<Exempting> = fc
  .record({
    identity: someIdentity,
    cause: fc.constantFrom<Cause[]>('launch', 'untagged', 'sweep', 'resume'),
    each: fc.array(fc.record({ tags: someTags, why: someReason, at: fc.nat(6) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ identity, cause, each }) => {
    const made = each.map(({ tags, why, at }, index) => {
      const createdAt = why === 'age' ? textAt(-60) : textAt(0);
      const plain = anInstance(`i-${index}`, {}, { createdAt, imageId: `ami-${index}` });
      const instance = { ...plain, tags };
      const exemptions = exemptionFrom(why, instance, identity, at);
      return { instance, exemptions, isExempted: why === 'age' || exemptions.length > 0, why };
    });
    const instances = made.map(({ instance }) => instance);
    const instanceIds = instances.map(({ instanceId }) => instanceId);
    // If the grace period began without a launch record, CloudTrail has since shown who launched it.
    const launch = aLaunch({ instanceIds, ...(cause === 'launch' ? { identity } : {}) });
    const { identity: recorded, ...found } = launch;
    const launcher = { ...launch.launcher, identity };
    return {
      input: aCheckInput(cause === 'launch' ? { launch } : { launch: found, cause, launcher }),
      instances,
      exemptions: made.flatMap(({ exemptions }) => exemptions),
      enforceLaunchesAfter: made.some(({ why }) => why === 'age') ? textAt(-30) : null,
      spared: new Set(made.flatMap(({ isExempted, instance }) => (isExempted ? [instance.instanceId] : []))),
    };
  });
