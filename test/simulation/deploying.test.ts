import { expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../../infra/names.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import { deployWithin } from './deploying.ts';
import { BEGIN, SECOND } from './time.ts';

/** What is deployed, and how many seconds after the deployment began. */
const deployed = async (begin: number, within: number) => {
  const steps: { step: string; after: number }[] = [];
  await inVirtualTime(begin, async (clock) => {
    const note = (step: string) => steps.push({ step, after: (Date.now() - begin) / SECOND });
    deployWithin({ deploy: () => note('all'), deployStep: (_, step) => note(step) }, [], within);
    await clock.toTheEnd();
  });
  return steps;
};

test('a deployment is at once, or each function gets it at a time of its own within so many seconds', async () => {
  expect(await deployed(BEGIN, 0)).toEqual([{ step: 'all', after: 0 }]);
  const steps = await deployed(BEGIN, 120);
  expect(steps.map(({ step }) => step).sort()).toEqual(['around', ...FUNCTION_NAMES].sort());
  expect(Math.max(...steps.map(({ after }) => after))).toBeLessThanOrEqual(120);
  expect(new Set(steps.map(({ after }) => after)).size).toBeGreaterThan(4);
});

test('the order follows from when it begins', async () => {
  expect(await deployed(BEGIN, 120)).toEqual(await deployed(BEGIN, 120));
  expect(await deployed(BEGIN, 120)).not.toEqual(await deployed(BEGIN + SECOND, 120));
});
