import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createHandler } from '../../../lambdas/creations/handler.ts';
import { ReminderMessage } from '../../../lambdas/domain/reminder/reminder.ts';
import type { LogCode } from '../../../lambdas/log.ts';
import { aBatch, handedBack } from '../a-batch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aTiming } from '../a-timing.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { at } from '../at.ts';
import { mutated, someMutations } from '../intake/some-mutations.ts';
import { aCreationEvent } from './a-creation-event.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

const ACCOUNT = '422448306679';

/** The handler with a queue that keeps what is sent, and what it did. */
const aCreations = (refuses: (message: ReminderMessage) => boolean = () => false) => {
  const sent: [ReminderMessage, number | undefined][] = [];
  const log = aLog();
  const metrics = aMetrics();
  const handler = createHandler(
    {
      OWNER_TAG: anOwnerTag(),
      TIMING: aTiming(),
      SUB_ACCOUNTS: { 'dry-run': {}, enforce: { [ACCOUNT]: 'pangenomics' } },
      REMINDER_QUEUE_URL: 'the-reminders',
    },
    {
      send: async (message, delay) => {
        if (refuses(message)) throw new Error('the queue is down');
        sent.push([message, delay]);
      },
      log,
      metrics,
    },
  );
  const handle = async (...events: unknown[]) => handedBack(await handler(aBatch(events)));
  return { handle, sent, lines: log.lines, measured: metrics.measured };
};

test('what has no Owner is looked at again when its grace period is over', async () => {
  const { handle, sent, lines, measured } = aCreations();
  expect(await handle(aCreationEvent())).toEqual([]);
  expect(sent).toEqual([
    [
      {
        created: expect.objectContaining({
          accountId: ACCOUNT,
          account: { name: 'pangenomics', mode: 'enforce' },
          region: 'us-west-2',
          resourceType: 'sqs',
          arns: [`arn:aws:sqs:us-west-2:${ACCOUNT}:jobs`],
          eventId: 'an-event',
        }),
      },
      600,
    ],
  ]);
  expect(lines).toEqual([]);
  expect(measured).toEqual(['CreationsToRead 1']);
});

describe('nothing is sent on, but counted and logged,', () => {
  test.each<[string, Record<string, unknown>, LogCode, string]>([
    [
      'of what has a valid Owner',
      { requestParameters: { queueName: 'jobs', tags: { Owner: 'bob@ucsc.edu' } } },
      'compliant-at-creation',
      'CompliantCreations',
    ],
    [
      'of a record that does not show what was created',
      { requestParameters: null, responseElements: null },
      'creation-not-located',
      'CreationsNotLocated',
    ],
    [
      'of a record without request and response',
      { requestParameters: undefined, responseElements: undefined },
      'creation-not-located',
      'CreationsNotLocated',
    ],
    [
      'of a call that the registry does not know',
      { eventSource: 'brandnew.amazonaws.com', eventName: 'CreateThing' },
      'creation-unknown',
      'UnknownCreations',
    ],
  ])('%s', async (_, detail, line, metric) => {
    const { handle, sent, lines, measured } = aCreations();
    expect(await handle(aCreationEvent(detail))).toEqual([]);
    expect([sent, lines, measured]).toEqual([[], [line], [`${metric} 1`]]);
  });
});

test('an account that is not listed, as the gateway is not, is left out', async () => {
  const { handle, sent, lines, measured } = aCreations();
  expect(await handle(aCreationEvent({}, '333344445555'))).toEqual([]);
  expect([sent, lines, measured]).toEqual([[], [], []]);
});

test('a message that cannot be read or sent on comes again, and the others do not', async () => {
  const { handle, sent } = aCreations((message) => JSON.stringify(message).includes('lost'));
  const lost = aCreationEvent({ requestParameters: { queueName: 'lost' }, responseElements: null });
  expect(await handle({ account: 7 }, lost, aCreationEvent())).toEqual(['message-0', 'message-1']);
  expect(sent).toHaveLength(1);
});

const RECORDS = [
  aCreationEvent(),
  aCreationEvent({ requestParameters: { queueName: 'jobs', tags: { Owner: 'bob@ucsc.edu' } } }),
  aCreationEvent({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateVolume',
    requestParameters: {
      size: '100',
      tagSpecificationSet: { items: [{ resourceType: 'volume', tags: [{ key: 'Name', value: 'data' }] }] },
    },
    responseElements: {
      volumeId: 'vol-0a1b2c3d4e5f60718',
      tagSet: { items: [{ key: 'Name', value: 'data' }] },
    },
  }),
].map((record) => JSON.stringify(record));

test('property: each of 2,000 mutated records is handled, or comes again; what is sent on can be read', async () => {
  let handled = 0;
  const bodies = fc.array(fc.record({ record: fc.constantFrom(...RECORDS), mutations: someMutations }), {
    minLength: 50,
    maxLength: 50,
  });
  await fc.assert(
    fc.asyncProperty(bodies, async (records) => {
      const { handle, sent, measured } = aCreations();
      const back = await handle(...records.map(({ record, mutations }) => mutated(record, mutations)));
      expect(measured.length + back.length).toBeLessThanOrEqual(50);
      for (const [message, delay = -1] of sent) {
        expect(ReminderMessage.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
        expect(delay >= 0 && delay <= 900).toBe(true);
      }
      handled += measured.length;
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(handled).toBeGreaterThan(800);
});
