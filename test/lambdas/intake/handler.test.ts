import { describe, expect, test } from '@jest/globals';
import type { GracePeriodInput } from '../../../lambdas/domain/grace-period.ts';
import { createHandler } from '../../../lambdas/intake/handler.ts';
import { aLaunchEvent, aResponse } from '../a-launch-event.ts';
import { aLog } from '../a-log.ts';
import { textAt } from '../at.ts';
import { anIntakeEnvironment } from './an-intake-environment.ts';

type Started = { readonly name: string; readonly input: GracePeriodInput };

/** Takes in events, each in a message of its own: what was started, logged, and handed back to the queue. */
const takeIn = async (events: readonly unknown[], refuse = '') => {
  const started: Started[] = [];
  const log = aLog();
  const handler = createHandler(anIntakeEnvironment(), {
    startExecution: () => async (name, input) => {
      if (refuse && name.includes(refuse)) throw new Error('ExecutionLimitExceeded');
      started.push({ name, input });
    },
    log,
  });
  const Records = events.map((event, index) => ({
    messageId: `message-${index}`,
    body: typeof event === 'string' ? event : JSON.stringify(event),
  }));
  const { batchItemFailures } = await handler({ Records });
  return { started, lines: log.lines, failed: batchItemFailures.map((item) => item.itemIdentifier) };
};

const reservation = (reservationId: string) =>
  aLaunchEvent({ detail: { responseElements: { ...aResponse(['i-1'], {}), reservationId } } });

describe('a launch without an Owner', () => {
  test('starts an execution, named after it, that waits for the warning', async () => {
    const { started, failed, lines } = await takeIn([aLaunchEvent()]);
    expect(started).toMatchObject([
      {
        name: '422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch-1793725200',
        input: {
          launch: { accountId: '422448306679', instanceIds: ['i-1'] },
          account: { name: 'pangenomics', mode: 'enforce' },
          warnAt: textAt(2),
        },
      },
    ]);
    expect(failed).toEqual([]);
    expect(lines).toEqual(['grace-started']);
  });

  test('delivered twice, in whatever envelope, makes the same name and the same input, byte by byte', async () => {
    const again = { ...aLaunchEvent(), id: 'another-event', time: '2026-11-03T17:05:00Z', version: '1' };
    const athena = aLaunchEvent({ detail: { eventTime: '2026-11-03 17:00:00.000000000' } });
    const { started } = await takeIn([aLaunchEvent(), again, athena]);
    expect(new Set(started.map((one) => one.name)).size).toBe(1);
    expect(new Set(started.map((one) => JSON.stringify(one.input))).size).toBe(1);
    expect(started).toHaveLength(3);
  });

  test('in an account in dry-run starts one in that mode', async () => {
    const { started } = await takeIn([aLaunchEvent({ account: '652235167018' })]);
    expect(started[0]?.input.account).toEqual({ name: 'hub', mode: 'dry-run' });
  });
});

describe('a launch tagged in the call', () => {
  const tags = [{ key: 'Owner', value: 'bob@ucsc.edu' }];

  test('starts nothing', async () => {
    const { started, failed, lines } = await takeIn([aLaunchEvent({ tags, instanceIds: ['i-1', 'i-2'] })]);
    expect({ started, failed, lines }).toEqual({ started: [], failed: [], lines: ['compliant'] });
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
    expect((await takeIn([aLaunchEvent({ tags, detail })])).started).toHaveLength(1);
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
    expect((await takeIn([aLaunchEvent({ tags: near })])).started).toHaveLength(1);
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
    ['an account named like a property of every object', aLaunchEvent({ account: 'constructor' })],
  ])('%s', async (_, poison) => {
    const { started, failed, lines } = await takeIn([reservation('r-1'), poison, reservation('r-2')]);
    expect(failed).toEqual(['message-1']);
    expect(started.map((one) => one.input.launch.key.value)).toEqual(['r-1', 'r-2']);
    expect(lines).toContain('message not taken in');
  });

  test('Step Functions refuses it', async () => {
    const { started, failed } = await takeIn([reservation('r-1'), reservation('r-2')], 'r-1');
    expect(failed).toEqual(['message-0']);
    expect(started).toHaveLength(1);
  });
});
