import * as fc from 'fast-check';
import type { Tag } from '../../lambdas/domain/instances.ts';

/** Keys around `Owner`: itself, other case, blanks, look-alikes, anything. */
export const someKey = fc.oneof(
  fc.constantFrom(
    'Owner',
    'owner',
    'OWNER',
    'oWNER',
    ' Owner',
    'owner\t',
    'Owner ',
    'Owners',
    '0wner',
    'Name',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

/** Values around the patterns `?*@ucsc.edu` and `shared`. */
export const someValue = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'bob@ucsc.edu',
    'amy@ucsc.edu',
    'shared',
    'Bob@UCSC.edu',
    ' bob@ucsc.edu ',
    'SHARED',
  ),
  fc.constantFrom(
    '@ucsc.edu',
    'bob@ucsc.edu.',
    'bob@ucsc-edu',
    'bob',
    'bob@ucsc.edu\namy@ucsc.edu',
    '*',
    '?*',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

/** Tags of a resource: EC2 keeps one value a key, and keys that differ in case apart. */
export const someTags: fc.Arbitrary<Tag[]> = fc.uniqueArray(fc.record({ key: someKey, value: someValue }), {
  selector: (tag) => tag.key,
  maxLength: 6,
});
