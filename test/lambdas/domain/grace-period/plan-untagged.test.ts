import { expect, test } from '@jest/globals';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import { aCheckInput } from '../../a-check-input.ts';
import { aLaunch } from '../../a-launch.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';

/** What is planned after an Owner was taken away so many minutes after the launch: a minute later if nothing is said. */
const planned = (minutes: number, now = minutes + 1, instance = anInstance('i-1'), begun?: number) => {
  const key = { filter: 'instance-id', value: 'i-1' } as const;
  const launch = aLaunch({ key, eventTime: textAt(minutes) });
  const as = begun === undefined ? {} : { gracePeriodMinutes: begun };
  const input = aCheckInput({ cause: 'untagged', launch, ...as });
  return plan(input, anObservation([instance]), aPolicy(), at(now));
};

test('an Owner removed during the grace period of the launch is left to the execution of the launch', () => {
  expect(planned(9)).toMatchObject({ findings: [], toWarn: [], toTerminate: [], until: textAt(15) });
});

test('an instance that exists after that period is judged, because a launch with an Owner has no execution', () => {
  expect(planned(9, 15)).toMatchObject({ toWarn: ['i-1'], toTerminate: [], until: textAt(24) });
});

test('a later deployment does not change the grace period that the execution began with', () => {
  expect(planned(9, 10, anInstance('i-1'), 5)).toMatchObject({ toWarn: ['i-1'] });
  expect(planned(12, 13, anInstance('i-1'), 15)).toMatchObject({ toWarn: [], until: textAt(20) });
});

test.each(['shutting-down', 'terminated'] as const)('an instance that is %s is not waited for', (state) => {
  expect(planned(9, 10, anInstance('i-1', {}, { state }))).toMatchObject({
    findings: [{ verdict: { is: 'gone', reason: state } }],
  });
});

test.each(['untagged', 'sweep', 'resume'] as const)('what was not found is not judged: %s', (cause) => {
  const input = aCheckInput({ cause, launch: aLaunch({ eventTime: textAt(30) }) });
  const { findings, toWarn } = plan(
    input,
    anObservation([anInstance('i-1'), anInstance('i-2')]),
    aPolicy(),
    at(31),
  );
  expect(findings.flatMap(({ instanceIds }) => instanceIds)).toEqual(['i-1']);
  expect(toWarn).toEqual(['i-1']);
});

test('an Owner removed later begins a new grace period', () => {
  expect(planned(10)).toMatchObject({ toWarn: ['i-1'], until: textAt(20) });
});
