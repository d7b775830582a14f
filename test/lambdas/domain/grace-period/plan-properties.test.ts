import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import type { Plan } from '../../../../lambdas/domain/grace-period/round.ts';
import type { InheritOwner } from '../../../../lambdas/domain/launcher/origin.ts';
import { aCheckInput, afterRound } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';

const someLook = fc.record({
  /** Seconds since the mail of the look before: the state machine waits between them. */
  after: fc.integer({ min: 1, max: 400 }),
  tags: fc.array(
    fc.constantFrom({}, { Owner: '' }, { Owner: 'shared' }, { owner: 'shared' }, { Owner: 'x' }),
    {
      minLength: 3,
      maxLength: 3,
    },
  ),
  delivered: fc.boolean(),
  mailTakes: fc.integer({ min: 0, max: 90 }),
  /** The Owner of the group that launched them. */
  parent: fc.constantFrom(null, 'shared'),
  inheritOwner: fc.constantFrom<InheritOwner[]>([], ['instance', 'auto-scaling-group']),
  /** The act found the look too old: the next look follows without a notice. */
  stale: fc.boolean(),
});

test('property: no instance is terminated early, without a warning, with a near miss, or if it inherits', () => {
  fc.assert(
    fc.property(fc.array(someLook, { minLength: 1, maxLength: 8 }), (looks) => {
      const told = new Map<string, number>();
      let input: CheckInput = aCheckInput();
      let second = 120;
      for (const { after, tags, delivered, mailTakes, stale, parent, inheritOwner } of looks) {
        second += after;
        const instances = tags.map((tag, index) =>
          anInstance(`i-${index}`, { ...tag, 'aws:autoscaling:groupName': 'g' }),
        );
        const origin = { kind: 'auto-scaling-group', id: 'g', owner: parent } as const;
        const planned: Plan = plan(
          input,
          anObservation(instances, { origins: [origin] }),
          aPolicy({ inheritOwner }),
          at(0, second),
        );
        for (const instanceId of planned.toTerminate.flatMap((order) => order.instanceIds)) {
          expect(second).toBeGreaterThanOrEqual(600);
          expect(second - (told.get(instanceId) ?? Number.NaN)).toBeGreaterThanOrEqual(180);
          expect([{}, { Owner: '' }]).toContainEqual(tags[Number(instanceId.slice(2))]);
          expect(parent === null || inheritOwner.length === 0).toBe(true);
        }
        if (stale) {
          input = { ...input, check: planned };
          continue;
        }
        second += mailTakes;
        if (delivered) for (const instanceId of planned.toWarn) told.set(instanceId, second);
        input = afterRound(input, planned, textAt(0, second), delivered);
      }
    }),
    { numRuns: 200 },
  );
});

test('property: a round either waits for a later moment or leaves nothing terminable behind', () => {
  fc.assert(
    fc.property(someLook, ({ after, tags }) => {
      const instances = tags.map((tag, index) => anInstance(`i-${index}`, tag));
      const policy = aPolicy();
      const first = plan(aCheckInput(), anObservation(instances), policy, at(2));
      const now = at(2, after);
      const { until, toWarn } = plan(
        afterRound(aCheckInput(), first, textAt(2)),
        anObservation(instances),
        policy,
        now,
      );
      if (until === null) expect(toWarn).toEqual([]);
      else expect(Date.parse(until)).toBeGreaterThan(now.getTime());
    }),
    { numRuns: 100 },
  );
});
