import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

describe.each(AWSES)('the switch that pauses enforcement in $name', ({ open }) => {
  const aws = open();
  /** As a function reads it that has just started. */
  const read = (name = variable('terminate', 'PAUSE_PARAMETER_NAME')) =>
    aws.clients('terminate').readPause(name)();

  test('is off as deployed; an administrator pauses and lets it go on; anything but `no` pauses', async () => {
    expect(await read()).toBe(false);
    for (const value of ['yes', 'No', ' no', 'off']) {
      await aws.setPause(value);
      expect(await read()).toBe(true);
    }
    await aws.setPause('no');
    expect(await read()).toBe(false);
  });

  test('says neither where it is not there', async () => {
    await expect(read('/tag-enforcement/pause')).rejects.toMatchObject({
      name: 'PauseNotReadable',
      cause: { name: 'ParameterNotFound' },
    });
  });
});
