import * as fc from 'fast-check';
import type { Tag } from '../../lambdas/domain/instances.ts';

/** Keys like `Owner`: itself, in other case, with blanks, look-alikes, and any other. */
const someKey = fc.oneof(
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

/** Values like those that match the patterns `?*@ucsc.edu` and `shared`. */
const someValue = fc.oneof(
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

/** Tags of a resource: EC2 keeps one value per key, and keys are case-sensitive. */
export const someTags: fc.Arbitrary<Tag[]> = fc.uniqueArray(fc.record({ key: someKey, value: someValue }), {
  selector: (tag) => tag.key,
  maxLength: 6,
});
