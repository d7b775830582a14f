import { expect, test } from '@jest/globals';
import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { motoActs, setPause } from './moto-acts.ts';

const { readPause } = motoActs();
/** As a function reads it that has just started. */
const read = () => readPause(PAUSE_PARAMETER_NAME)();

test('as deployed, enforcement goes on; an administrator pauses it and lets it go on', async () => {
  expect(await read()).toBe(false);
  await setPause('yes');
  expect(await read()).toBe(true);
  await setPause('no');
  expect(await read()).toBe(false);
});

test('a parameter that is not there says neither', async () => {
  await expect(readPause('/tag-enforcement/pause')()).rejects.toMatchObject({
    name: 'PauseNotReadable',
    cause: { name: 'ParameterNotFound' },
  });
});
