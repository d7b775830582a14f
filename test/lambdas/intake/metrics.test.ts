import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/intake/handler.ts';
import { aBatch } from '../a-batch.ts';
import { aBreaker } from '../a-breaker.ts';
import { aLaunchEvent } from '../a-launch-event.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aTagChangeEvent } from '../a-tag-change-event.ts';
import { at } from '../at.ts';
import { anIntakeEnvironment } from './an-intake-environment.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(1, 30) });
});
afterEach(() => {
  jest.useRealTimers();
});

const measuredOf = async (event: unknown, refuse = false): Promise<readonly string[]> => {
  const metrics = aMetrics();
  const handler = createHandler(anIntakeEnvironment(), {
    breaker: aBreaker(),
    startBreakerNotice: async () => {},
    startExecution: async () => {
      if (refuse) throw new Error('ExecutionLimitExceeded');
    },
    openExecutions: async () => [],
    log: aLog(),
    metrics,
  });
  await handler(aBatch([event]));
  return metrics.measured;
};

const launch = ['Launches 422448306679 1', 'IntakeDelay 422448306679 90'];

test('a launch is counted, and the delay of its record measured', async () => {
  expect(await measuredOf(aLaunchEvent())).toEqual(launch);
});

test('a launch that is compliant by its record is counted as compliant too', async () => {
  const tagged = aLaunchEvent({ tags: [{ key: 'Owner', value: 'shared' }] });
  expect(await measuredOf(tagged)).toEqual([...launch, 'CompliantAtLaunch 422448306679 1']);
});

test('a launch that is returned to the queue is counted at its next delivery', async () => {
  expect(await measuredOf(aLaunchEvent(), true)).toEqual([]);
});

test('a tag change does not count as a launch', async () => {
  expect(await measuredOf(aTagChangeEvent())).toEqual([]);
});
