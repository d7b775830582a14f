import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { GracePeriodInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { OpenExecution } from '../../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import { createHandler } from '../../../lambdas/intake/handler.ts';
import { aBatch } from '../a-batch.ts';
import { aBreaker } from '../a-breaker.ts';
import { aLaunch } from '../a-launch.ts';
import { aLaunchEvent, aResponse } from '../a-launch-event.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aTagChangeEvent } from '../a-tag-change-event.ts';
import { anOpenExecution } from '../an-open-execution.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { anIntakeEnvironment } from './an-intake-environment.ts';

type Started = { readonly name: string; readonly input: GracePeriodInput };

/** As a rule, records arrive within a minute. */
beforeEach(() => {
  jest.useFakeTimers({ now: at(1) });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Takes in events, one per message: what was started, logged, and returned to the queue. */
const handleEvents = async (
  events: readonly unknown[],
  refuse = '',
  open: readonly Launch[] | Error = [],
  deliveries = 1,
) => {
  const started: Started[] = [];
  const looked: unknown[] = [];
  const log = aLog();
  const handler = createHandler(anIntakeEnvironment(), {
    breaker: aBreaker(),
    startBreakerNotice: async () => {},
    startExecution: async (name, input) => {
      if (refuse && name.includes(refuse)) throw new Error('ExecutionLimitExceeded');
      started.push({ name, input });
    },
    openExecutions: async (...place) => {
      looked.push(place);
      if (open instanceof Error) throw open;
      return open.map((launch) => anOpenExecution(launch));
    },
    log,
    metrics: aMetrics(),
  });
  const Records = events.map((event, index) => ({
    messageId: `message-${index}`,
    body: typeof event === 'string' ? event : JSON.stringify(event),
    attributes: { ApproximateReceiveCount: String(deliveries) },
  }));
  const { batchItemFailures } = await handler({ Records });
  const failed = batchItemFailures.map((item) => item.itemIdentifier);
  return { started, looked, lines: log.lines, failed };
};

const reservation = (reservationId: string) =>
  aLaunchEvent({ detail: { responseElements: { ...aResponse(['i-1'], {}), reservationId } } });

describe('a launch without an Owner', () => {
  test('starts an execution, named after it, that waits until the warning', async () => {
    const { started, failed, lines } = await handleEvents([aLaunchEvent()]);
    expect(started).toMatchObject([
      {
        name: '422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch',
        input: {
          launch: { accountId: '422448306679', instanceIds: ['i-1'] },
          account: { name: 'pangenomics', mode: 'enforce' },
          warnAt: textAt(2),
        },
      },
    ]);
    expect(failed).toEqual([]);
    expect(lines).toEqual(['grace-period-started']);
  });

  test('makes the same name and the same input at a second delivery, in whatever envelope, byte by byte', async () => {
    const again = { ...aLaunchEvent(), id: 'another-event', time: '2026-11-03T17:05:00Z', version: '1' };
    const athena = aLaunchEvent({ detail: { eventTime: '2026-11-03 17:00:00.000000000' } });
    const { started } = await handleEvents([aLaunchEvent(), again, athena]);
    expect(new Set(started.map((one) => one.name)).size).toBe(1);
    expect(new Set(started.map((one) => JSON.stringify(one.input))).size).toBe(1);
    expect(started).toHaveLength(3);
  });

  test('starts an execution in dry-run if the account is in dry-run', async () => {
    const { started } = await handleEvents([aLaunchEvent({ account: '652235167018' })]);
    expect(started[0]?.input.account).toEqual({ name: 'hub', mode: 'dry-run' });
  });
});

describe('a launch whose record is so late that a sweep may have found it', () => {
  const PLACE = ['422448306679', ['us-west-2'], 'keys'];
  const swept = aLaunch({ instanceIds: ['i-1', 'i-2'] });

  test('is not judged twice', async () => {
    jest.setSystemTime(at(15));
    const { started, looked, lines, failed } = await handleEvents([aLaunchEvent()], '', [swept]);
    expect({ started, failed, lines }).toEqual({ started: [], failed: [], lines: ['grace-period-open'] });
    expect(looked).toEqual([PLACE]);
  });

  test('is judged if no sweep found it', async () => {
    jest.setSystemTime(at(15));
    const others = [aLaunch({ key: { filter: 'instance-id', value: 'i-9' }, instanceIds: ['i-9'] })];
    expect((await handleEvents([aLaunchEvent()], '', others)).started).toHaveLength(1);
  });

  test('differs from one in time, for which open executions are not read', async () => {
    jest.setSystemTime(at(9, 59));
    const { started, looked } = await handleEvents([aLaunchEvent()], '', [swept]);
    expect(started).toHaveLength(1);
    expect(looked).toEqual([]);
  });
});

describe('an Owner that is removed', () => {
  const id = 'i-0a1b2c3d4e5f60718';

  test('starts its own execution, which warns in a minute', async () => {
    const { started, lines, failed } = await handleEvents([aTagChangeEvent()]);
    expect(started).toMatchObject([
      {
        name: `422448306679-us-west-2-${id}-untagged-1793725200`,
        input: {
          launch: { key: { filter: 'instance-id', value: id }, eventTime: textAt(0), instanceIds: [id] },
          cause: 'untagged',
          account: { name: 'pangenomics', mode: 'enforce' },
          warnAt: textAt(1),
          gracePeriodMinutes: 10,
        },
      },
    ]);
    expect({ lines, failed }).toEqual({ lines: ['grace-period-started'], failed: [] });
  });

  test('makes the same name and the same input at a second delivery', async () => {
    const { started } = await handleEvents([aTagChangeEvent(), aTagChangeEvent()]);
    expect(new Set(started.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test('starts nothing while its launch is judged', async () => {
    const open = [aLaunch({ instanceIds: ['i-1', id] })];
    const { started, looked, lines } = await handleEvents([aTagChangeEvent()], '', open);
    expect({ started, lines }).toEqual({ started: [], lines: ['grace-period-open'] });
    expect(looked).toEqual([['422448306679', ['us-west-2'], 'instances']]);
  });

  describe('while open executions are unknown', () => {
    const throttled = new Error('ThrottlingException');

    test('is delivered again, and does not stop the others of its batch', async () => {
      const { started, failed } = await handleEvents([aTagChangeEvent(), aLaunchEvent()], '', throttled, 4);
      expect(failed).toEqual(['message-0']);
      expect(started.map(({ input }) => input.cause)).toEqual(['launch']);
    });

    test('begins at the last delivery: a lost message would be a lost instance', async () => {
      const { started, failed, lines } = await handleEvents([aTagChangeEvent()], '', throttled, 5);
      expect(failed).toEqual([]);
      expect(started).toHaveLength(1);
      expect(lines).toEqual(['open-executions-unknown', 'grace-period-started']);
    });
  });

  test('is looked up once for all of its batch in the same account and Region', async () => {
    const ids = ['i-0a1b2c3d4e5f60711', 'i-0a1b2c3d4e5f60712', 'i-0a1b2c3d4e5f60713'];
    const elsewhere = { ...aTagChangeEvent(), account: '652235167018' };
    const events = [...ids.map((instanceId) => aTagChangeEvent({ instanceId })), elsewhere];
    const { started, looked } = await handleEvents(events);
    expect(started).toHaveLength(4);
    expect(looked).toEqual([
      ['422448306679', ['us-west-2'], 'instances'],
      ['652235167018', ['us-west-2'], 'instances'],
    ]);
  });

  test('is looked up again for each batch', async () => {
    const looks: unknown[] = [];
    const handler = createHandler(anIntakeEnvironment(), {
      breaker: aBreaker(),
      startBreakerNotice: async () => {},
      startExecution: async () => {},
      openExecutions: async (accountId) => {
        looks.push(accountId);
        return [];
      },
      log: aLog(),
      metrics: aMetrics(),
    });
    await handler(aBatch([aTagChangeEvent()]));
    await handler(aBatch([aTagChangeEvent()]));
    expect(looks).toHaveLength(2);
  });

  test.each([
    ['an Owner that is valid', aTagChangeEvent({ tags: { Owner: 'bob@ucsc.edu' } })],
    ['the first tags of all', aTagChangeEvent({ version: 1, tags: { owner: 'bob@ucsc.edu' } })],
  ])('is not %s', async (_, event) => {
    const { started, looked, lines } = await handleEvents([event]);
    expect({ started, looked, lines }).toEqual({
      started: [],
      looked: [],
      lines: ['tag-change-ignored'],
    });
  });
});

describe('while an execution is open', () => {
  const id = 'i-0a1b2c3d4e5f60718';
  const key = { filter: 'instance-id', value: id } as const;
  const its = (minutes: number) => aLaunch({ key, instanceIds: [id], eventTime: textAt(minutes) });
  const takenAt = async (minutes: number, event: unknown, ...open: OpenExecution[]) => {
    jest.setSystemTime(at(minutes));
    const started: Started[] = [];
    const handler = createHandler(anIntakeEnvironment(), {
      breaker: aBreaker(),
      startBreakerNotice: async () => {},
      startExecution: async (name, input) => {
        started.push({ name, input });
      },
      openExecutions: async () => open,
      log: aLog(),
      metrics: aMetrics(),
    });
    await handler(aBatch([event]));
    return started;
  };

  test('a removed Owner starts nothing before the deadline of the launch, and its own execution after it', async () => {
    const launch = anOpenExecution(aLaunch({ instanceIds: [id] }));
    const taken = (minutes: number) =>
      takenAt(minutes + 0.1, { ...aTagChangeEvent({ instanceId: id }), time: textAt(minutes) }, launch);
    expect(await taken(9.9)).toEqual([]);
    expect(await taken(10)).toMatchObject([{ input: { cause: 'untagged' } }]);
  });

  test('a late record starts nothing if a tag change has started an execution', async () => {
    const late = aLaunchEvent({ instanceIds: [id] });
    const untagged = (minutes: number) => anOpenExecution(its(minutes), { cause: 'untagged' });
    expect(await takenAt(12, late, untagged(11))).toEqual([]);
    // That execution waits until the launch's own has ended, whose record names the launcher.
    expect(await takenAt(12, late, untagged(3))).toMatchObject([
      { input: { cause: 'launch', warnAt: textAt(13) } },
    ]);
    expect(await takenAt(9.9, late, untagged(3))).toMatchObject([{ input: { warnAt: textAt(2) } }]);
  });

  test('the same call makes the same execution name, even minutes later', async () => {
    const detail = { eventTime: textAt(4), eventID: 'another' };
    const [first] = await takenAt(1, aLaunchEvent());
    const [again] = await takenAt(5, aLaunchEvent({ detail }));
    expect(again?.name).toBe(first?.name);
  });

  test('a large launch makes one execution name, whichever of its records is truncated', async () => {
    const requestParameters = {
      clientToken: 'i-0b1000000000000b1',
      instancesSet: { items: [{ minCount: 1, maxCount: 60 }] },
    };
    const whole = aLaunchEvent({ detail: { requestParameters } });
    const truncated = aLaunchEvent({
      detail: { requestParameters, responseElements: null, eventTime: textAt(4) },
    });
    const names = [...(await takenAt(1, whole)), ...(await takenAt(5, truncated))].map(({ name }) => name);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^422448306679-us-west-2-token-[0-9a-f]{24}-launch$/);
  });
});

describe('a launch tagged in the call', () => {
  const tags = [{ key: 'Owner', value: 'bob@ucsc.edu' }];

  test('starts nothing', async () => {
    const { started, failed, lines } = await handleEvents([
      aLaunchEvent({ tags, instanceIds: ['i-1', 'i-2'] }),
    ]);
    expect({ started, failed, lines }).toEqual({ started: [], failed: [], lines: ['compliant-at-launch'] });
  });

  test.each<[string, Record<string, unknown>]>([
    ['responseElements null', { responseElements: null }],
    ['no instances left', { responseElements: { reservationId: 'r-1' } }],
    ['an empty list', { responseElements: { reservationId: 'r-1', instancesSet: { items: [] } } }],
    [
      'instances cut off',
      {
        requestParameters: { instancesSet: { items: [{ minCount: 1000, maxCount: 1000 }] } },
        responseElements: aResponse(['i-1'], { items: tags }),
      },
    ],
  ])('starts an execution if its record is truncated: %s', async (_, detail) => {
    expect((await handleEvents([aLaunchEvent({ tags, detail })])).started).toHaveLength(1);
  });

  test.each([
    ['a near miss', [{ key: 'owner', value: 'bob@ucsc.edu' }]],
    ['an invalid value', [{ key: 'Owner', value: 'bob' }]],
    ['an empty value', [{ key: 'Owner' }]],
    [
      'the Owner of an Auto Scaling group alone',
      [{ key: 'aws:autoscaling:groupName', value: 'bob@ucsc.edu' }],
    ],
  ])('starts an execution if it is only %s', async (_, near) => {
    expect((await handleEvents([aLaunchEvent({ tags: near })])).started).toHaveLength(1);
  });
});

describe('a message that cannot be taken in fails alone', () => {
  const failedLaunch = aLaunchEvent({
    detail: { errorCode: 'Client.VcpuLimitExceeded', responseElements: null },
  });
  const nameless = aLaunchEvent({ detail: { responseElements: null, requestParameters: null } });
  test.each<[string, unknown]>([
    ['half a JSON', '{"account":'],
    ['no JSON', ''],
    ['JSON that is no event', '[]'],
    ['a failed launch', failedLaunch],
    ['a launch that nothing identifies', nameless],
    ['an account that is not listed', aLaunchEvent({ account: '111122223333' })],
    ['tags of an account that is not listed', aTagChangeEvent({ account: '111122223333' })],
    ['tags of no instance', { ...aTagChangeEvent(), resources: [] }],
    ['an account named like a property of every object', aLaunchEvent({ account: 'constructor' })],
  ])('%s', async (_, poison) => {
    const { started, failed, lines } = await handleEvents([reservation('r-1'), poison, reservation('r-2')]);
    expect(failed).toEqual(['message-1']);
    expect(started.map((one) => one.input.launch.key.value)).toEqual(['r-1', 'r-2']);
    expect(lines).toContain('message-failed');
  });

  test('because Step Functions refuses it', async () => {
    const [first, second] = ['r-0a1b2c3d4e5f60001', 'r-0a1b2c3d4e5f60002'] as const;
    const { started, failed } = await handleEvents([reservation(first), reservation(second)], first);
    expect(failed).toEqual(['message-0']);
    expect(started).toHaveLength(1);
  });
});

describe('Owners that are removed from many instances at once', () => {
  const lost = (count: number, more: Parameters<typeof aTagChangeEvent>[0] = {}) =>
    instanceIds(count).map((instanceId) => aTagChangeEvent({ instanceId, ...more }));
  const takeInCounted = async (events: readonly unknown[], breaker = aBreaker(), refuse = '') => {
    const started: string[] = [];
    const notices: string[] = [];
    const handler = createHandler(anIntakeEnvironment(), {
      breaker: breaker,
      startBreakerNotice: async (name) => void notices.push(name),
      startExecution: async (name) => {
        if (refuse && name.includes(refuse)) throw new Error('ExecutionLimitExceeded');
        started.push(name);
      },
      openExecutions: async () => [],
      log: aLog(),
      metrics: aMetrics(),
    });
    const result = await handler(aBatch(events));
    return {
      started,
      notices,
      failed: result.batchItemFailures,
      groups: (await breaker.read('422448306679')).groups,
    };
  };
  const GROUP = '422448306679-untagged-1793725200';

  test('make a group, whose first notice is started once', async () => {
    const { started, notices, groups } = await takeInCounted(lost(15));
    expect(started).toHaveLength(15);
    expect(groups.map(({ id }) => id)).toEqual([GROUP]);
    expect(notices).toEqual([`${GROUP}-day-0`]);
  });

  test('make none if they are few, launches, only corrected, or the same one again', async () => {
    const same = Array.from({ length: 20 }, () => aTagChangeEvent());
    const near = lost(20, { tags: { owner: 'bob@ucsc.edu' } });
    const launches = instanceIds(20).map((id) => aLaunchEvent({ instanceIds: [id] }));
    for (const events of [lost(10), same, near, launches]) {
      expect((await takeInCounted(events)).groups).toEqual([]);
    }
  });

  test('begin no grace period if they cannot be counted: the message is delivered again', async () => {
    const broken = { ...aBreaker(), update: () => Promise.reject(new Error('the table is down')) };
    const { started, failed } = await takeInCounted([aTagChangeEvent(), aLaunchEvent()], broken);
    expect(started).toEqual([expect.stringMatching(/-launch$/)]);
    expect(failed).toEqual([{ itemIdentifier: 'message-0' }]);
  });

  test('are counted once if the grace period could not begin and the message is delivered again', async () => {
    const breaker = aBreaker();
    const [first, ...others] = lost(10);
    const failing = await takeInCounted([first], breaker, '-untagged-');
    expect(failing.failed).toHaveLength(1);
    expect((await takeInCounted([first, ...others], breaker)).groups).toEqual([]);
  });
});
