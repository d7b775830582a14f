import { describe, expect, test } from '@jest/globals';
import type { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import type { Plan } from '../../../../lambdas/domain/grace-period/round.ts';
import type { Instance } from '../../../../lambdas/domain/instances.ts';
import { aCheckInput, afterRound } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

const planAt = (when: Date, instances: readonly Instance[], input: CheckInput): Plan =>
  plan(input, anObservation(instances), aPolicy(), when);

/** The input of the second check: the first, at minute 2, saw these; its mail went out a second later. */
const seenBefore = (instances: readonly Instance[], delivered = true) => {
  const input = aCheckInput();
  return afterRound(input, planAt(at(2), instances, input), textAt(2, 1), delivered);
};

const untagged = anInstance('i-1');
const tagged = anInstance('i-1', { Owner: 'shared' });

describe('at the deadline', () => {
  test('warned instances are terminated, by Availability Zone', () => {
    const there = anInstance('i-2', {}, { availabilityZone: 'us-west-2b' });
    expect(
      planAt(at(10), [untagged, there, anInstance('i-3')], seenBefore([untagged, there, anInstance('i-3')])),
    ).toMatchObject({
      warned: { instanceIds: ['i-1', 'i-2', 'i-3'], at: textAt(2, 1) },
      toWarn: [],
      toTerminate: [
        { availabilityZone: 'us-west-2a', instanceIds: ['i-1', 'i-3'] },
        { availabilityZone: 'us-west-2b', instanceIds: ['i-2'] },
      ],
      dueAt: textAt(10),
      until: null,
    });
  });

  test('nothing is terminated a millisecond before: the round goes on waiting', () => {
    const early = new Date(at(10).getTime() - 1);
    expect(planAt(early, [untagged], seenBefore([untagged]))).toMatchObject({
      toTerminate: [],
      until: textAt(10),
    });
  });

  test('an instance that was tagged in time is left alone, and nothing is left to wait for', () => {
    expect(planAt(at(10), [tagged], seenBefore([untagged]))).toMatchObject({ toTerminate: [], until: null });
  });

  test('a near miss that was warned of is repaired, never terminated', () => {
    const planned = planAt(at(10), [anInstance('i-1', { owner: 'shared' })], seenBefore([untagged]));
    expect(planned).toMatchObject({
      toRepair: [{ owner: 'shared', why: 'near-miss', instanceIds: ['i-1'] }],
      toTerminate: [],
    });
  });

  test('an instance that EC2 no longer shows is gone, whether the record named it or an earlier round found it', () => {
    const planned = planAt(at(10), [], seenBefore([untagged, anInstance('i-2')]));
    expect(planned.findings).toEqual([
      { verdict: { is: 'gone', reason: 'not-found' }, instanceIds: ['i-1', 'i-2'] },
    ]);
    expect(planned).toMatchObject({ toTerminate: [], until: null });
  });

  test('all of 1,000 warned instances are due', () => {
    const instances = instanceIds(1000).map((id) => anInstance(id));
    const planned = planAt(at(10), instances, seenBefore(instances));
    expect(planned.toTerminate.flatMap((order) => order.instanceIds)).toEqual(instanceIds(1000));
  });
});

describe('an instance that loses its Owner after the warning round', () => {
  const late = planAt(at(10), [untagged], seenBefore([tagged]));

  test('is warned of first, with its own notice', () => {
    expect(late).toMatchObject({ toWarn: ['i-1'], toTerminate: [], deadline: textAt(13), until: textAt(13) });
  });

  test('is due after the minimum notice, counted from the mail', () => {
    const input = afterRound(seenBefore([tagged]), late, textAt(10, 2));
    expect(planAt(at(13), [untagged], input)).toMatchObject({ toTerminate: [], until: textAt(13, 2) });
    expect(planAt(at(13, 5), [untagged], input)).toMatchObject({
      toTerminate: [{ instanceIds: ['i-1'] }],
      dueAt: textAt(13, 2),
    });
    expect(planAt(at(13, 2), [untagged], input).toTerminate).toMatchObject([{ instanceIds: ['i-1'] }]);
  });

  test('does not delay instances that were warned of in time', () => {
    const input = seenBefore([untagged, anInstance('i-2', { Owner: 'shared' })]);
    const planned = planAt(at(10), [untagged, anInstance('i-2')], input);
    expect(planned.toTerminate).toMatchObject([{ instanceIds: ['i-1'] }]);
    expect(planned).toMatchObject({ toWarn: ['i-2'], until: textAt(13) });
  });
});

describe('a warning that nobody got does not count if', () => {
  test('SNS accepted it for no topic', () => {
    const planned = planAt(at(10), [untagged], seenBefore([untagged], false));
    expect(planned).toMatchObject({
      warned: { instanceIds: [], at: null },
      toWarn: ['i-1'],
      toTerminate: [],
    });
  });

  test('it never reached SNS', () => {
    const { published, publishedAt, ...input } = seenBefore([untagged]);
    expect(planAt(at(10), [untagged], input)).toMatchObject({ toWarn: ['i-1'], toTerminate: [] });
  });

  test('the check was repeated before its notice (StaleVerdict): the mail before it warned of others', () => {
    const both = [untagged, anInstance('i-2')];
    const second = planAt(at(10), both, seenBefore([untagged, anInstance('i-2', { Owner: 'shared' })]));
    const repeated = planAt(at(11, 30), both, { ...seenBefore([untagged]), check: second });
    expect(repeated.warned.instanceIds).toEqual(['i-1']);
    expect(repeated.toWarn).toEqual(['i-2']);
    expect(repeated.toTerminate).toMatchObject([{ instanceIds: ['i-1'] }]);
  });
});

test('a copy that is never sent moves no deadline: the first mail that SNS accepted is the warning', () => {
  const input = { ...seenBefore([untagged]), publishedAt: textAt(8) };
  const published = [{ messageId: 'to the person', at: textAt(2, 1) }, { messageId: null }];
  expect(planAt(at(10), [untagged], { ...input, published })).toMatchObject({
    warned: { at: textAt(2, 1) },
    toTerminate: [{ instanceIds: ['i-1'] }],
  });
});

test('instances that AWS does not show after a run without an answer are looked for during ten minutes', () => {
  const lost = { Error: 'AnswerLost' };
  const input = { ...seenBefore([untagged]), answerLost: lost };
  expect(planAt(at(11), [], input).until).toBe(textAt(13));
  const ended = anInstance('i-1', {}, { state: 'shutting-down' });
  expect(planAt(at(10), [ended], input).until).toBeNull();
  expect(planAt(at(10), [], seenBefore([untagged])).until).toBeNull();
  const later = { ...input, check: planAt(at(11), [], input) };
  expect(planAt(at(19), [], later).until).toBe(textAt(21));
  expect(planAt(at(20), [], later).until).toBeNull();
  expect(planAt(at(10), [], { ...input, notEnded: lost }).until).toBeNull();
});

describe("a warning that this hour's mail about the whole Auto Scaling group stands for", () => {
  const told = (input: CheckInput, messageId: string | null = 'of the group'): CheckInput => ({
    ...input,
    published: [{ messageId: 'of a failure' }, { messageId }],
    notice: { outcomes: [], warnedIn: 'its-mail' },
  });

  test('counts from the end of the round', () => {
    expect(planAt(at(10), [untagged], told(seenBefore([untagged])))).toMatchObject({
      warned: { instanceIds: ['i-1'], at: textAt(2, 1) },
      toTerminate: [{ instanceIds: ['i-1'] }],
    });
  });

  test('does not count until SNS has accepted that mail, whatever else it accepted', () => {
    const { warned, toWarn, toTerminate } = planAt(at(10), [untagged], told(seenBefore([untagged]), null));
    expect({ warned: warned.instanceIds, toWarn, toTerminate }).toEqual({
      warned: [],
      toWarn: ['i-1'],
      toTerminate: [],
    });
  });

  test('does not count if the check was repeated before its notice', () => {
    const input = told(seenBefore([tagged]));
    const second = planAt(at(10), [untagged], input);
    expect(planAt(at(11), [untagged], { ...input, check: second }).toTerminate).toEqual([]);
  });
});
