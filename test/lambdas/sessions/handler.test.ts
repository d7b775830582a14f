import { expect, test } from '@jest/globals';
import type { Session } from '../../../lambdas/domain/record/session.ts';
import { createHandler } from '../../../lambdas/sessions/handler.ts';
import { aBatch, handedBack } from '../a-batch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { anAssumeRoleEvent } from '../an-assume-role-event.ts';

/** Takes in events; returns what was saved, and what was returned to the queue. */
const handleEvents = async (events: readonly unknown[], refuse = '') => {
  const kept: Session[] = [];
  const metrics = aMetrics();
  const handler = createHandler({
    sessions: {
      find: async () => null,
      findAlike: async () => [],
      save: async (session) => {
        if (session.accessKeyId === refuse) throw new Error('throttled');
        kept.push(session);
      },
    },
    log: aLog(),
    metrics,
  });
  const failed = handedBack(await handler(aBatch(events)));
  return { kept, failed, measured: metrics.measured };
};

test('the caller who got a session is saved', async () => {
  const { kept, failed } = await handleEvents([anAssumeRoleEvent('ASIA1')]);
  expect(failed).toEqual([]);
  expect(kept).toMatchObject([
    { accessKeyId: 'ASIA1', caller: { type: 'AWSAccount', principalId: 'AIDAXEXAMPLEBOB000001' } },
  ]);
});

test('an event without a session fails alone, and so does one that the table refuses', async () => {
  const failedCall = anAssumeRoleEvent('ASIA2', { errorCode: 'AccessDenied', responseElements: null });
  const { kept, failed, measured } = await handleEvents(
    [
      anAssumeRoleEvent('ASIA1'),
      failedCall,
      anAssumeRoleEvent('ASIA3'),
      'nothing',
      anAssumeRoleEvent('ASIA4'),
    ],
    'ASIA3',
  );
  expect(failed).toEqual(['message-1', 'message-2', 'message-3']);
  expect(kept.map((session) => session.accessKeyId)).toEqual(['ASIA1', 'ASIA4']);
  expect(measured).toEqual(['Records 422448306679 1', 'Records 422448306679 1']);
});
