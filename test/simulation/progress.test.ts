import { expect, test } from '@jest/globals';
import { progressOn } from './progress.ts';

const shown = (isTTY: boolean) => {
  const written: string[] = [];
  const progress = progressOn({ isTTY, write: (text) => written.push(text) }, () => 30_000);
  return { ...progress, written };
};

test('on a terminal, one line shows how many runs are done, and is erased before anything else is written', () => {
  const { show, clear, written } = shown(true);
  show(100, 400, 0);
  show(200, 400, 1);
  clear();
  clear();
  const [erased] = written.slice(1);
  expect(written).toEqual([
    '100 of 400 runs, 90 s left',
    erased,
    '200 of 400 runs, 1 broke a rule, 30 s left',
    erased,
  ]);
  expect(erased).toMatch(/^\r/);
});

test('in a log, a line is written every thousand runs', () => {
  const { show, clear, written } = shown(false);
  for (let done = 1; done <= 2500; done++) show(done, 3000, 0);
  clear();
  expect(written).toEqual(['1000 of 3000 runs, 60 s left\n', '2000 of 3000 runs, 15 s left\n']);
});
