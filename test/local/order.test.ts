import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { type Entry, putInOrder } from '../../local/entry.ts';
import { play } from '../../local/play.ts';
import { SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { SAMPLE_SCENARIO, sampleHistory } from '../../local/sample/history.ts';
import type { Stack } from '../../local/template/template.ts';
import { synthesize } from '../templates/synthesize.ts';

let stacks: Stack[];
beforeAll(() => {
  stacks = synthesize(parseConfiguration(SAMPLE_CONFIGURATION));
});

const aLaunch = (): Entry => {
  const launch = sampleHistory().find(({ eventName }) => eventName === 'RunInstances');
  if (!launch) throw new Error('the sample history has no launch');
  return launch;
};

describe('a history', () => {
  test('is the same history in every order of its records, and with duplicates', () => {
    const history = sampleHistory();
    const expected = putInOrder(history);
    const arrivals = fc
      .subarray(history)
      .chain((twice) =>
        fc.shuffledSubarray([...history, ...twice], { minLength: history.length + twice.length }),
      );
    fc.assert(
      fc.property(arrivals, (entries) => {
        // What is played is this list and nothing else, so the rows and mails are the same as well.
        expect(putInOrder(entries)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('gives the same rows and mails when it is played again', async () => {
    const history = putInOrder(sampleHistory());
    const { recorder } = await play(stacks, history, SAMPLE_SCENARIO);
    const again = await play(stacks, putInOrder(history.toReversed()), SAMPLE_SCENARIO);
    expect(JSON.stringify([again.recorder.rows(), again.recorder.mails])).toBe(
      JSON.stringify([recorder.rows(), recorder.mails]),
    );
  });

  test('has a launch before everything else in the same second, even if its id is higher', () => {
    const first = aLaunch();
    const tagging = { ...first, eventName: 'CreateTags', eventId: '0' };
    expect(putInOrder([tagging, { ...first, eventId: '1' }]).map(({ eventName }) => eventName)).toEqual([
      'RunInstances',
      'CreateTags',
    ]);
  });

  test('keeps different records that share an id', () => {
    const first = aLaunch();
    const other = { ...first, eventName: 'CreateTags' };
    expect(putInOrder([other, first, other])).toEqual([first, other]);
  });
});
