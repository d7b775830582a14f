import { describe, expect, test } from '@jest/globals';
import {
  gracePeriodsOf,
  reportsOf,
  type UnjudgedCandidate,
} from '../../../../lambdas/domain/sweep/executions.ts';
import { anExistingInstance } from '../../an-existing-instance.ts';
import { at, textAt } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

describe('gracePeriodsOf', () => {
  const account = { name: 'pangenomics', mode: 'enforce' } as const;
  const aFind = (
    instanceId: string,
    reservationId: string,
    more: Partial<UnjudgedCandidate> = {},
  ): UnjudgedCandidate => ({
    ...anExistingInstance(instanceId, {}, { reservationId }),
    isTerminable: true,
    standing: 'owner-missing',
    mayBeExempt: false,
    isHeld: false,
    ...more,
  });
  const periods = (...finds: UnjudgedCandidate[]) =>
    gracePeriodsOf(finds, '422448306679', account, new Date(at(42).getTime() + 7));

  test('a found instance gets a full grace period from now on, with a warning in a minute', () => {
    expect(periods(aFind('i-1', 'r-1'))).toEqual([
      {
        name: '422448306679-us-west-2-r-1-sweep-1793727600',
        input: {
          launch: {
            accountId: '422448306679',
            region: 'us-west-2',
            key: { filter: 'reservation-id', value: 'r-1' },
            eventTime: textAt(42),
            launchedAt: textAt(0),
            eventId: null,
            launcher: {
              userName: null,
              description: 'an instance that was found without an Owner',
              evidence: null,
            },
            instanceIds: ['i-1'],
          },
          cause: 'sweep',
          account,
          warnAt: textAt(43),
        },
      },
    ]);
  });

  describe('one grace period begins for each reservation,', () => {
    const launched = (minute: number) => ({
      instance: anExistingInstance('x').instance,
      createdAt: textAt(minute),
    });
    test('with all instances found in it, and their earliest launch', () => {
      const late = aFind('i-2', 'r-1');
      const instance = { ...late.instance, createdAt: launched(-5).createdAt };
      const found = periods(aFind('i-3', 'r-1'), aFind('i-1', 'r-2'), { ...late, instance });
      expect(
        found.map(({ input: { launch } }) => [launch.key.value, launch.instanceIds, launch.launchedAt]),
      ).toEqual([
        ['r-1', ['i-2', 'i-3'], textAt(-5)],
        ['r-2', ['i-1'], textAt(0)],
      ]);
    });

    test('in each Region: two Regions may have the same reservation id', () => {
      expect(periods(aFind('i-1', 'r-1'), aFind('i-2', 'r-1', { region: 'eu-west-1' }))).toHaveLength(2);
    });
  });

  test('held instances resume apart from the others found in their reservation, which the breaker counts', () => {
    const [found, resumed, other] = periods(
      aFind('i-1', 'r-1'),
      aFind('i-2', 'r-1', { isHeld: true }),
      aFind('i-3', 'r-3'),
    );
    expect(found).toMatchObject({
      name: expect.stringContaining('-r-1-sweep-'),
      input: { cause: 'sweep', launch: { instanceIds: ['i-1'] } },
    });
    expect(resumed).toMatchObject({
      name: expect.stringContaining('-r-1-resume-'),
      input: { cause: 'resume', launch: { instanceIds: ['i-2'] } },
    });
    expect(other?.input.cause).toBe('sweep');
  });

  test('an unknown launch time is left out', () => {
    const { instance } = anExistingInstance('i-1');
    const [one] = periods(aFind('i-1', 'r-1', { instance: { ...instance, createdAt: null } }));
    expect(one?.input.launch).not.toHaveProperty('launchedAt');
  });
});

describe('reportsOf', () => {
  const account = { name: 'pangenomics', mode: 'enforce' } as const;
  const report = (...instances: Parameters<typeof reportsOf>[0]) =>
    reportsOf(instances, '422448306679', account, at(42));

  test('older instances are reported by Region, with a key of their ids', () => {
    const reports = report(
      anExistingInstance('i-2'),
      anExistingInstance('i-1'),
      anExistingInstance('i-3', {}, { region: 'eu-west-1' }),
    );
    expect(reports).toMatchObject([
      {
        input: {
          launch: {
            region: 'us-west-2',
            key: { filter: 'instance-id', value: 'i-1,i-2' },
            eventTime: textAt(42),
            instanceIds: ['i-1', 'i-2'],
          },
          cause: 'sweep',
          account,
          warnAt: textAt(43),
        },
      },
      { input: { launch: { region: 'eu-west-1', key: { filter: 'instance-id', value: 'i-3' } } } },
    ]);
    // When the first of them was launched says nothing of the others.
    expect(reports[0]?.input.launch).not.toHaveProperty('launchedAt');
  });

  test('at most a hundred are reported at a time, each time in an execution with its own name', () => {
    const ids = instanceIds(201);
    const reports = report(...ids.map((id) => anExistingInstance(id)));
    expect(reports.map(({ input }) => input.launch.instanceIds.length)).toEqual([100, 100, 1]);
    expect(new Set(reports.flatMap(({ input }) => input.launch.instanceIds))).toEqual(new Set(ids));
    expect(new Set(reports.map(({ name }) => name)).size).toBe(3);
  });
});
