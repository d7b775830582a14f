import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

describe.each(AWSES)('the pause in $name', ({ open }) => {
  const aws = open();
  /** Reads it like a function that has just started. */
  const read = (name = variable('terminate', 'PAUSE_PARAMETER_NAME')) =>
    aws.clients('terminate').readPause(name)();

  test('is off when deployed, and an administrator switches it; any value but `no` pauses', async () => {
    expect(await read()).toBe(false);
    for (const value of ['yes', 'No', ' no', 'off']) {
      await aws.setPause(value);
      expect(await read()).toBe(true);
    }
    await aws.setPause('no');
    expect(await read()).toBe(false);
  });

  test('is an error if its parameter does not exist', async () => {
    await expect(read('/tag-enforcement/pause')).rejects.toMatchObject({
      name: 'PauseNotReadable',
      cause: { name: 'ParameterNotFound' },
    });
  });
});
