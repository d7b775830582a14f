import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('sweep', 'TABLE_NAME');

describe.each(AWSES)('what sweeps remember in the table of $name', ({ open }) => {
  const aws = open();

  test('how often an instance was found, at last', async () => {
    const { times, keep } = aws.clients('sweep').swept(TABLE);
    expect(await times('i-1')).toBe(0);
    for (const count of [1, 2]) await keep('i-1', count);
    expect(await times('i-1')).toBe(2);
    expect(await times('i-2')).toBe(0);
  });

  test('what was stopped, and what was held: more than are kept at a time, and each apart', async () => {
    const { keep } = aws.clients('notice').setAside(TABLE);
    const { find } = aws.clients('sweep').setAside(TABLE);
    const stopped = Array.from({ length: 60 }, (_, index) => `i-stopped-${index}`);
    await keep('stopped', stopped);
    await keep('stopped', stopped.slice(0, 1));
    await keep('held', ['i-held', 'i-stopped-3']);
    expect((await find('stopped', ['i-held', ...stopped, 'i-other'])).sort()).toEqual([...stopped].sort());
    expect((await find('held', ['i-held', ...stopped])).sort()).toEqual(['i-held', 'i-stopped-3']);
    expect(await find('held', [])).toEqual([]);
  });
});
