import { describe, expect, test } from '@jest/globals';
import type { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import type { Instance } from '../../../../lambdas/domain/instances.ts';
import { aCheckInput } from '../../a-check-input.ts';
import { aLaunch } from '../../a-launch.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

const planAt = (when: Date, instances: readonly Instance[], input: CheckInput = aCheckInput()) =>
  plan(input, anObservation(instances), aPolicy(), when);

describe('the first round', () => {
  test('warns of noncompliant instances and checks again at the deadline', () => {
    expect(planAt(at(2), [anInstance('i-1', { Name: 'a\nb' })])).toEqual({
      checkedAt: textAt(2),
      mode: 'enforce',
      findings: [{ verdict: { is: 'noncompliant', reason: 'owner-missing' }, instanceIds: ['i-1'] }],
      warned: { instanceIds: [], at: null },
      toRepair: [],
      toWarn: ['i-1'],
      toTerminate: [],
      deadline: textAt(10),
      until: textAt(10),
      examples: [{ instanceId: 'i-1', instanceType: 'm7g.large', name: 'a b' }],
      origin: null,
      paused: false,
      held: false,
      traces: { tags: [] },
    });
  });

  test('checks a compliant launch again at the deadline, because the tag at that time counts', () => {
    const planned = planAt(at(2), [anInstance('i-1', { Owner: 'shared' })]);
    expect(planned).toMatchObject({ toWarn: [], toRepair: [], toTerminate: [], until: textAt(10) });
  });

  test('never terminates, however late the record came, but warns and moves the deadline', () => {
    const planned = planAt(at(300), [anInstance('i-1')]);
    expect(planned).toMatchObject({
      toWarn: ['i-1'],
      toTerminate: [],
      deadline: textAt(303),
      until: textAt(303),
    });
  });

  test('concludes at once if the record comes after the deadline and the launch is compliant', () => {
    expect(planAt(at(300), [anInstance('i-1', { Owner: 'shared' })])).toMatchObject({
      toWarn: [],
      until: null,
    });
  });

  test('orders one repair for each Owner that near misses mean, and warns of none of them', () => {
    const instances = [
      anInstance('i-1', { owner: 'bob@ucsc.edu' }),
      anInstance('i-2', { OWNER: 'shared' }),
      anInstance('i-3', { 'Owner ': 'bob@ucsc.edu' }),
    ];
    expect(planAt(at(2), instances)).toMatchObject({
      toRepair: [
        { owner: 'bob@ucsc.edu', why: 'near-miss', over: ['bob@ucsc.edu'], instanceIds: ['i-1'] },
        { owner: 'shared', why: 'near-miss', over: ['shared'], instanceIds: ['i-2'] },
        { owner: 'bob@ucsc.edu', why: 'near-miss', over: [], instanceIds: ['i-3'] },
      ],
      toWarn: [],
      toTerminate: [],
    });
  });

  test("gives a group's Owner to instances of that group only, and warns of the others", () => {
    const instances = [
      anInstance('i-1', { 'aws:autoscaling:groupName': 'workers' }),
      anInstance('i-2'),
      anInstance('i-3', { 'aws:autoscaling:groupName': 'others' }),
    ];
    const origin = { kind: 'auto-scaling-group', id: 'workers', owner: 'amy@ucsc.edu' } as const;
    expect(
      plan(aCheckInput(), anObservation(instances, { origins: [origin] }), aPolicy(), at(2)),
    ).toMatchObject({
      toRepair: [{ owner: 'amy@ucsc.edu', why: 'inherited', instanceIds: ['i-1'] }],
      toWarn: ['i-2', 'i-3'],
    });
  });

  test('leaves exempt, invalid and gone instances alone', () => {
    const instances = [
      anInstance('i-1', {}, { managedByAws: true }),
      anInstance('i-2', { Owner: 'nobody' }),
      anInstance('i-3', {}, { state: 'shutting-down' }),
    ];
    const planned = planAt(at(2), instances);
    expect(planned).toMatchObject({ toWarn: [], toRepair: [], toTerminate: [] });
    expect(planned.findings.map(({ verdict }) => verdict.is).sort()).toEqual(['exempt', 'gone', 'invalid']);
  });

  test('counts an instance as gone if the record names it and EC2 does not show it', () => {
    const input = aCheckInput({ launch: aLaunch({ instanceIds: ['i-1', 'i-2'] }) });
    expect(planAt(at(2), [anInstance('i-2', { Owner: 'shared' })], input).findings).toEqual([
      { verdict: { is: 'gone', reason: 'not-found' }, instanceIds: ['i-1'] },
      { verdict: { is: 'compliant', reason: 'owner-valid' }, instanceIds: ['i-2'] },
    ]);
  });

  test('finds instances that a truncated record does not name', () => {
    const input = aCheckInput({ launch: aLaunch({ instanceIds: [] }) });
    const ids = instanceIds(1000);
    const planned = planAt(
      at(2),
      ids.map((id) => anInstance(id)),
      input,
    );
    expect(planned.toWarn).toEqual(ids);
    expect(planned.examples).toHaveLength(20);
  });

  test('is the same in whatever order EC2 lists the instances', () => {
    const instances = instanceIds(30).map((id, index) =>
      anInstance(id, index % 3 ? {} : { owner: 'shared' }),
    );
    expect(planAt(at(2), instances.toReversed())).toEqual(planAt(at(2), instances));
  });

  test('describes first the instances that need an action', () => {
    const compliant = instanceIds(25).map((id) => anInstance(id, { Owner: 'shared' }));
    const planned = planAt(at(2), [...compliant, anInstance('i-9'), anInstance('i-8', { Owner: 'nobody' })]);
    expect(planned.examples.slice(0, 2).map((line) => line.instanceId)).toEqual(['i-9', 'i-8']);
  });
});

describe('an origin with an Owner', () => {
  const origin = { kind: 'auto-scaling-group', id: 'workers', owner: 'shared' } as const;
  const traces = { tags: [{ key: 'aws:autoscaling:groupName', value: 'workers' }] };
  const instances = [
    anInstance('i-1', { 'aws:autoscaling:groupName': 'workers' }),
    anInstance('i-2', { Owner: 'nobody' }),
    anInstance('i-3', { owner: 'shared' }),
  ];
  const planned = (policy = aPolicy()) =>
    plan(aCheckInput(), anObservation(instances, { origins: [origin], traces }), policy, at(2));

  test('passes it on to instances without one', () => {
    expect(planned()).toMatchObject({
      toRepair: [
        { owner: 'shared', why: 'inherited', over: [], instanceIds: ['i-1'] },
        { owner: 'shared', why: 'near-miss', over: ['shared'], instanceIds: ['i-3'] },
      ],
      toWarn: [],
      origin,
      traces,
    });
  });

  test.each([[[]], [['instance'] as const]])(
    'does not where inheritOwner is %j, and is told of all the same',
    (kinds) => {
      const { toRepair, toWarn, origin: told } = planned(aPolicy({ inheritOwner: [...kinds] }));
      expect(toRepair).toEqual([
        { owner: 'shared', why: 'near-miss', over: ['shared'], instanceIds: ['i-3'] },
      ]);
      expect({ toWarn, told }).toEqual({ toWarn: ['i-1'], told: origin });
    },
  );
});
