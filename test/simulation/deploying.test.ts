import { expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../../infra/names.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import { deployWithin } from './deploying.ts';
import { BEGIN, SECOND } from './time.ts';

/** Each step of a deployment, and the seconds from its beginning to that step. */
const deployed = async (begin: number, within: number) => {
  const steps: { step: string; after: number }[] = [];
  await inVirtualTime(begin, async (clock) => {
    const note = (step: string) => steps.push({ step, after: (Date.now() - begin) / SECOND });
    deployWithin({ deploy: () => note('all'), deployStep: (_, step) => note(step) }, [], within);
    await clock.toTheEnd();
  });
  return steps;
};

test('a deployment is made at once, or reaches each function at its own time within some seconds', async () => {
  expect(await deployed(BEGIN, 0)).toEqual([{ step: 'all', after: 0 }]);
  const steps = await deployed(BEGIN, 120);
  expect(steps.map(({ step }) => step).sort()).toEqual(['around', ...FUNCTION_NAMES].sort());
  expect(Math.max(...steps.map(({ after }) => after))).toBeLessThanOrEqual(120);
  expect(new Set(steps.map(({ after }) => after)).size).toBeGreaterThan(4);
});

test('the order of the functions depends only on when the deployment begins', async () => {
  expect(await deployed(BEGIN, 120)).toEqual(await deployed(BEGIN, 120));
  expect(await deployed(BEGIN, 120)).not.toEqual(await deployed(BEGIN + SECOND, 120));
});
