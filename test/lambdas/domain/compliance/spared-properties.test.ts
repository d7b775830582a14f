import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Policy, plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import type { Plan } from '../../../../lambdas/domain/grace-period/round.ts';
import { afterRound } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';
import { type Exempting, someExempting } from '../../some-exempting.ts';

type Rule = Pick<Policy, 'inheritOwner'> & Pick<Policy['ownerTag'], 'onInvalidValue'>;

const someRule: fc.Arbitrary<Rule> = fc.record({
  onInvalidValue: fc.constantFrom('report', 'terminate'),
  inheritOwner: fc.constantFrom<Policy['inheritOwner'][]>([], ['auto-scaling-group']),
});

/** Every instance that something is done to. */
const touched = ({ toWarn, toRepair, toTerminate }: Plan): string[] => [
  ...toWarn,
  ...[...toRepair, ...toTerminate].flatMap(({ instanceIds }) => instanceIds),
];

/** The rounds of a launch: at its warning, and at its deadline after a warning of every instance. */
const rounds = ({ input, instances }: Exempting, policy: Policy): Plan[] => {
  const look = anObservation(instances, {
    origins: [{ kind: 'auto-scaling-group', id: 'workers', owner: 'shared' }],
  });
  const first = plan(input, look, policy, at(2));
  const all = { ...first, toWarn: instances.map(({ instanceId }) => instanceId) };
  return [first, plan(afterRound(input, all, textAt(3)), look, policy, at(10))];
};

const policyOf = ({ onInvalidValue, inheritOwner }: Rule, more: Partial<Policy>) =>
  aPolicy({ inheritOwner, ownerTag: { ...aPolicy().ownerTag, onInvalidValue }, ...more });

test('property: an exempt or older instance is never warned of, corrected or terminated, even after a warning', () => {
  fc.assert(
    fc.property(someExempting, someRule, (sparing, rule) => {
      const { exemptions, enforceLaunchesAfter, spared } = sparing;
      for (const planned of rounds(sparing, policyOf(rule, { exemptions, enforceLaunchesAfter }))) {
        expect(touched(planned).filter((instanceId) => spared.has(instanceId))).toEqual([]);
      }
    }),
    { numRuns: 1000 },
  );
});

test('property: an exemption never makes an instance terminable', () => {
  fc.assert(
    fc.property(someExempting, someRule, (sparing, rule) => {
      const { exemptions, enforceLaunchesAfter } = sparing;
      const spared = rounds(sparing, policyOf(rule, { exemptions, enforceLaunchesAfter }));
      const plain = rounds(sparing, policyOf(rule, {})).map(touched);
      spared.forEach((planned, index) => {
        expect(plain[index]).toEqual(expect.arrayContaining(touched(planned)));
      });
    }),
    { numRuns: 300 },
  );
});

test('property: expired exemptions change nothing', () => {
  fc.assert(
    fc.property(someExempting, someRule, (sparing, rule) => {
      const exemptions = sparing.exemptions.map((exemption) => ({ ...exemption, until: '2026-11-02' }));
      expect(rounds(sparing, policyOf(rule, { exemptions }))).toEqual(rounds(sparing, policyOf(rule, {})));
    }),
    { numRuns: 300 },
  );
});
