import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readPause } from '../../../lambdas/aws/read-pause.ts';
import { at } from '../at.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
  ssm.reset();
});
afterEach(() => {
  jest.useRealTimers();
});

const NAME = '/tag-enforcement/paused';
const read = () => readPause(NAME, new SSMClient({ region: 'us-west-2' }));
const holding = (Value: string | undefined) =>
  ssm.on(GetParameterCommand).resolves({ Parameter: Value === undefined ? {} : { Value } });

test.each([
  ['no', false],
  ['yes', true],
  ['YES', true],
  ['No', true],
  ['no ', true],
  ['', true],
  [undefined, true],
])('%j: enforcement is paused: %s', async (value, paused) => {
  holding(value);
  expect(await read()()).toBe(paused);
  expect(ssm.commandCalls(GetParameterCommand).map((call) => call.args[0].input)).toEqual([{ Name: NAME }]);
});

test('an answer without a parameter means paused', async () => {
  ssm.on(GetParameterCommand).resolves({});
  expect(await read()()).toBe(true);
});

describe('the value is reused for less than two seconds', () => {
  test('counted from the request', async () => {
    const isPaused = read();
    holding('no');
    expect(await isPaused()).toBe(false);
    holding('yes');
    jest.setSystemTime(at(0, 1.999));
    expect(await isPaused()).toBe(false);
    jest.setSystemTime(at(0, 2));
    expect(await isPaused()).toBe(true);
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(2);
  });

  test('so that the time until the answer counts too', async () => {
    const isPaused = read();
    ssm.on(GetParameterCommand).callsFake(async () => {
      jest.setSystemTime(at(0, 2));
      return { Parameter: { Value: 'no' } };
    });
    await isPaused();
    await isPaused();
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(2);
  });

  test('and not at all if the clock is set back', async () => {
    const isPaused = read();
    holding('no');
    await isPaused();
    holding('yes');
    jest.setSystemTime(at(-1));
    expect(await isPaused()).toBe(true);
  });
});

test('a pause that cannot be read is neither on nor off: it is an error, and is read again the next time', async () => {
  const isPaused = read();
  const cause = new Error('AccessDeniedException');
  ssm.on(GetParameterCommand).rejects(cause);
  await expect(isPaused()).rejects.toMatchObject({
    name: 'PauseNotReadable',
    message: expect.stringContaining(NAME),
    cause,
  });
  holding('no');
  expect(await isPaused()).toBe(false);
});
