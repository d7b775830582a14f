import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { judgeTags } from '../../../../lambdas/domain/compliance/owner-rule.ts';
import { isTerminable } from '../../../../lambdas/domain/compliance/verdict.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { someTags } from '../../some-tags.ts';

const RUNS = { numRuns: 200 };

const someSetting = fc.constantFrom('report', 'terminate');

/** Valid by the patterns `?*@ucsc.edu` and `shared`, in words of its own. */
const isValid = (value: string) => value === 'shared' || (value.endsWith('@ucsc.edu') && value.length > 9);

/** Spells a word in any case, with blanks around it. */
const misspelt = (word: string) =>
  fc
    .record({
      capitals: fc.array(fc.boolean(), { minLength: word.length, maxLength: word.length }),
      before: fc.constantFrom('', ' ', '\t', '\u00a0'),
      after: fc.constantFrom('', ' ', '\n'),
    })
    .map(({ capitals, before, after }) => {
      const letters = [...word].map((letter, index) => (capitals[index] ? letter.toUpperCase() : letter));
      return before + letters.join('') + after;
    });

describe('whatever other tags there are', () => {
  test('an instance with a valid Owner is compliant', () => {
    fc.assert(
      fc.property(someTags, someSetting, fc.integer({ min: 0, max: 6 }), (tags, onInvalidValue, place) => {
        const others = tags.filter((tag) => tag.key !== 'Owner');
        const all = others.toSpliced(place, 0, { key: 'Owner', value: 'bob@ucsc.edu' });
        expect(judgeTags(all, anOwnerTag({ onInvalidValue })).is).toBe('compliant');
      }),
      RUNS,
    );
  });

  test('an instance with a near miss is never terminable', () => {
    const nearMiss = fc.record({
      key: misspelt('owner'),
      value: fc.constantFrom('bob@ucsc.edu', 'shared').chain(misspelt),
    });
    fc.assert(
      fc.property(someTags, someSetting, nearMiss, (tags, onInvalidValue, tag) => {
        const all = [...tags.filter(({ key }) => key !== tag.key), tag];
        expect(isTerminable(judgeTags(all, anOwnerTag({ onInvalidValue })))).toBe(false);
      }),
      RUNS,
    );
  });

  test('no instance is terminable while a case-variant of the key carries a protected value', () => {
    fc.assert(
      fc.property(someTags, someSetting, (tags, onInvalidValue) => {
        if (!isTerminable(judgeTags(tags, anOwnerTag({ onInvalidValue })))) return;
        const variants = tags.filter((tag) => tag.key.toLowerCase() === 'owner').map((tag) => tag.value);
        expect(variants.filter(onInvalidValue === 'report' ? (value) => value !== '' : isValid)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('the order of the tags does not change whether an instance is terminable', () => {
    fc.assert(
      fc.property(someTags, someSetting, (tags, onInvalidValue) => {
        const verdicts = [tags, tags.toReversed()].map((order) =>
          judgeTags(order, anOwnerTag({ onInvalidValue })),
        );
        expect(verdicts.map(isTerminable)[0]).toBe(verdicts.map(isTerminable)[1]);
        expect(verdicts[0]?.is).toBe(verdicts[1]?.is);
      }),
      RUNS,
    );
  });

  test('the Owner that a repair would write is valid', () => {
    fc.assert(
      fc.property(someTags, someSetting, (tags, onInvalidValue) => {
        const verdict = judgeTags(tags, anOwnerTag({ onInvalidValue }));
        if (verdict.reason === 'near-miss') expect(isValid(verdict.owner)).toBe(true);
      }),
      RUNS,
    );
  });
});
