import { describe, expect, test } from '@jest/globals';
import { inVirtualTime } from '../../local/virtual-clock.ts';

const BEGIN = Date.parse('2026-11-03T17:00:00Z');

describe('the virtual clock', () => {
  test('runs timers in their order without any real time passing', async () => {
    const heard = await inVirtualTime(BEGIN, async (clock) => {
      const times: number[] = [];
      const hear = (): number => times.push(Date.now() - BEGIN);
      setTimeout(hear, 600_000);
      setTimeout(() => setTimeout(hear, 60_000), 60_000);
      await clock.until(BEGIN + 119_999);
      hear();
      await clock.toTheEnd();
      return times;
    });
    expect(heard).toEqual([119_999, 120_000, 600_000]);
  });

  test('restores time, Math.random and the stacks of errors, also after a failure', async () => {
    const before = [Date, setTimeout, Math.random, Error.stackTraceLimit];
    const failing = inVirtualTime(BEGIN, async () => {
      expect([Date.now(), Math.random()]).toEqual([BEGIN, 0.5]);
      throw new Error('oops');
    });
    await expect(failing).rejects.toThrow('oops');
    expect([Date, setTimeout, Math.random, Error.stackTraceLimit]).toEqual(before);
  });
});
