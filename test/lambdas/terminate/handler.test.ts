import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/terminate/handler.ts';
import { at, textAt } from '../at.ts';
import { A_ZONE, anInput, aTerminateEnvironment } from './a-terminate-environment.ts';
import { anEc2 } from './an-ec2.ts';
import { someClients } from './some-clients.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(10) });
});
afterEach(() => {
  jest.useRealTimers();
});

const aTerminate = (ec2 = anEc2()) => {
  const places: string[][] = [];
  const handler = createHandler(aTerminateEnvironment(), {
    ...someClients().clients,
    terminateInstances: (accountId, region, instanceIds) => {
      places.push([accountId, region]);
      return ec2.call(instanceIds);
    },
  });
  return { terminate: handler, ...ec2, places };
};

test('what a fresh check found is terminated, in the account and Region of the launch', async () => {
  const { terminate, places } = aTerminate();
  expect(await terminate(anInput())).toEqual({
    results: [{ result: 'terminated', reason: 'confirmed', instanceIds: ['i-1', 'i-2'] }],
    unfinished: [],
    ifGone: [],
  });
  expect(places).toEqual([['422448306679', 'us-west-2']]);
});

test('each Availability Zone gets its own call: a protected instance makes EC2 spare its whole zone in a call', async () => {
  const { terminate, calls } = aTerminate(anEc2({ protected: ['i-3'] }));
  const there = { availabilityZone: 'us-west-2b', instanceIds: ['i-3'] };
  expect(await terminate(anInput({ toTerminate: [A_ZONE, there] }))).toMatchObject({
    results: [
      { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1', 'i-2'] },
      { result: 'stopped', reason: 'termination-protected', instanceIds: ['i-3'] },
    ],
  });
  expect(calls).toEqual([['i-1', 'i-2'], ['i-3']]);
});

test('on a retry, an instance that is shutting down may be our own work', async () => {
  const ec2 = anEc2();
  await aTerminate(ec2).terminate(anInput());
  expect(await aTerminate(ec2).terminate(anInput({ attempt: 1 }))).toMatchObject({
    results: [{ result: 'terminated', reason: 'answer-lost' }],
  });
});

describe('nothing is terminated', () => {
  test('on a verdict older than 60 seconds', async () => {
    const { terminate, calls } = aTerminate();
    jest.setSystemTime(at(11, 0.001));
    await expect(terminate(anInput())).rejects.toMatchObject({
      name: 'StaleVerdict',
      message: expect.stringContaining(textAt(10)),
    });
    expect(calls).toEqual([]);
    jest.setSystemTime(at(11));
    await expect(terminate(anInput())).resolves.toMatchObject({ results: [{ result: 'terminated' }] });
  });

  test.each(['', 'yesterday'])('on a verdict of an unknown time (%j)', async (checkedAt) => {
    const { terminate, calls } = aTerminate();
    await expect(terminate(anInput({ checkedAt }))).rejects.toMatchObject({ name: 'StaleVerdict' });
    expect(calls).toEqual([]);
  });

  test('in an account that is not enforced', async () => {
    const { terminate, calls } = aTerminate();
    await expect(terminate(anInput({ accountId: '652235167018' }))).rejects.toMatchObject({
      name: 'AccountNotEnforced',
      message: expect.stringContaining('652235167018'),
    });
    expect(calls).toEqual([]);
  });

  test.each([{ attempt: null }, { checkedAt: null }, { toTerminate: [{ instanceIds: 'i-1' }] }])(
    'for an input of another shape: %j',
    async (overrides) => {
      const { terminate, calls } = aTerminate();
      await expect(terminate(anInput(overrides))).rejects.toThrow();
      expect(calls).toEqual([]);
    },
  );
});

test('on a retry, an old verdict means that an answer was lost', async () => {
  const { terminate, calls } = aTerminate();
  const late = anInput({ checkedAt: new Date(at(10).getTime() - 61_000).toISOString(), attempt: 1 });
  await expect(terminate(late)).rejects.toMatchObject({ name: 'AnswerLost' });
  expect(calls).toEqual([]);
});
