import { describe, expect, test } from '@jest/globals';
import { execute, FUNCTION } from './execute.ts';

const rescued = {
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 }],
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Rescue' }],
};
const task = (more: object) => ({ Type: 'Task', Resource: FUNCTION, Parameters: {}, ...rescued, ...more });

/** Runs a state machine that begins with the first of these states. */
const run = (states: Record<string, object>, answer: (call: number) => unknown) =>
  execute(
    {
      StartAt: Object.keys(states)[0],
      States: { ...states, Rescue: { Type: 'Succeed' } },
    },
    answer,
  );

const exceeded = (what: string) => [
  expect.objectContaining({
    cause: expect.objectContaining({
      name: 'States.DataLimitExceeded',
      message: expect.stringContaining(what),
    }),
  }),
];
const half = 'x'.repeat(131_072);

describe('the limit of 262,144 bytes of JSON applies, even if a state retries or catches errors,', () => {
  test.each([
    ['as many', 'ä'.repeat(131_071), ['succeeded']],
    ['one more, in half as many characters', `x${'ä'.repeat(131_071)}`, exceeded('the answer of Only has')],
  ])('to an answer of %s', async (_name, answer, expected) => {
    const { events, ends } = await run({ Only: task({ End: true }) }, () => answer);
    expect({ calls: events.length, ends }).toEqual({ calls: 1, ends: expected });
  });

  test('to data that answers are added to, at the state where it grows too large', async () => {
    const states = {
      First: task({ ResultPath: '$.first', Next: 'Second' }),
      Second: task({ ResultPath: '$.second', Next: 'Never' }),
      Never: task({ End: true }),
    };
    const { events, ends } = await run(states, () => half);
    expect({ calls: events.length, ends }).toEqual({ calls: 2, ends: exceeded('the input of Never has') });
  });

  test('to data that a Choice passes on', async () => {
    const states = {
      First: task({ ResultPath: '$.first', Next: 'Second' }),
      Second: task({ ResultPath: '$.second', Next: 'Choose' }),
      Choose: { Type: 'Choice', Choices: [{ Variable: '$.second', IsPresent: true, Next: 'Never' }] },
      Never: task({ End: true }),
    };
    const { events, ends } = await run(states, () => half);
    expect({ calls: events.length, ends }).toEqual({ calls: 2, ends: exceeded('the input of Never has') });
  });

  test('to a small answer that is added to large data, also at the end', async () => {
    const states = {
      First: task({ ResultPath: '$.first', Next: 'Second' }),
      Second: task({ ResultPath: '$.second', End: true }),
    };
    const { ends } = await run(states, (call) => (call === 1 ? 'x'.repeat(261_000) : 'y'.repeat(1_000)));
    expect(ends).toEqual([expect.objectContaining({ name: 'States.DataLimitExceeded' })]);
  });

  test('to the output of a Pass', async () => {
    const states = {
      First: task({ ResultPath: '$.first', Next: 'Twice' }),
      Twice: { Type: 'Pass', Parameters: { 'one.$': '$', 'other.$': '$' }, Next: 'Never' },
      Never: task({ End: true }),
    };
    const { events, ends } = await run(states, () => half);
    expect({ calls: events.length, ends }).toEqual({ calls: 1, ends: exceeded('the input of Never has') });
  });

  describe('to a Map', () => {
    const items = { Type: 'Pass', Result: [1, 2], ResultPath: '$.items', Next: 'Each' };
    const each = {
      Type: 'Map',
      ItemsPath: '$.items',
      ...rescued,
      ItemProcessor: { StartAt: 'Item', States: { Item: task({ Retry: [], Catch: [], End: true }) } },
      ResultPath: '$.answers',
      Next: 'Never',
    };
    const never = task({ End: true });

    test('for the answers of all items together', async () => {
      const { events, ends } = await run({ Items: items, Each: each, Never: never }, () => half);
      expect({ calls: events.length, ends }).toEqual({ calls: 2, ends: exceeded('the input of Never has') });
    });

    test('for the input of an item', async () => {
      const states = {
        First: task({ ResultPath: '$.first', Next: 'Items' }),
        Items: items,
        Each: { ...each, ItemSelector: { 'left.$': '$.first', 'right.$': '$.first' } },
        Never: never,
      };
      const { events, ends } = await run(states, () => half);
      expect({ calls: events.length, ends }).toEqual({ calls: 1, ends: exceeded('the input of Item has') });
    });
  });
});
