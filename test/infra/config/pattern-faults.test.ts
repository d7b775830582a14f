import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { matchesPattern } from '../../../lambdas/domain/compliance/owner-rule.ts';
import { givenLeast } from '../given-configuration.ts';
import { faultsOf } from './faults-of.ts';

const withPatterns = (...patterns: string[]) => ({ ...givenLeast(), ownerTag: { key: 'Owner', patterns } });
const EXPRESSION =
  'is not a pattern that matches anybody: it is a regular expression, and only * and ? stand for others here';
const NAMES =
  'is not a pattern that matches anybody: IAM user names hold letters, digits and _ + = , . @ - alone';
const BLANKS = 'is not free of blanks at its ends, which no user name has';

describe('a pattern that can match nobody is refused, with a suggestion', () => {
  test.each<[string, string, string[]]>([
    ['^.+@ucsc\\.edu$', EXPRESSION, ['*@ucsc.edu']],
    ['^[a-z0-9.]+@ucsc\\.edu$', EXPRESSION, ['*@ucsc.edu']],
    ['.*@ucsc\\.edu', EXPRESSION, ['*@ucsc.edu']],
    ['.*@ucsc.edu', EXPRESSION, ['*@ucsc.edu']],
    ['.+@ucsc.edu', EXPRESSION, ['*@ucsc.edu']],
    ['x.+@ucsc.edu', EXPRESSION, ['x*@ucsc.edu']],
    ['[^@]+@ucsc\\.edu', EXPRESSION, ['*@ucsc.edu']],
    ['\\w+@ucsc\\.edu', EXPRESSION, ['*@ucsc.edu']],
    ['[a-z]{2,8}@ucsc.edu', EXPRESSION, ['*@ucsc.edu']],
    ['^(alice|bob)@ucsc\\.edu$', EXPRESSION, ['alice@ucsc.edu', 'bob@ucsc.edu']],
    ['^shared$|^.+@ucsc\\.edu$', EXPRESSION, ['shared', '*@ucsc.edu']],
    ['\\S+@(?:[a-z]+\\.)?ucsc\\.edu', EXPRESSION, ['*@*ucsc.edu']],
    ['*@ucsc.edu$', EXPRESSION, ['*@ucsc.edu']],
    ['^*@ucsc.edu', EXPRESSION, ['*@ucsc.edu']],
    ['^shared$', EXPRESSION, ['shared']],
    ['team\\-a', EXPRESSION, ['team-a']],
    ['^.*$', EXPRESSION, ['?*']],
    ['.+', EXPRESSION, ['?*']],
    ['*@ucsc.edu ', BLANKS, ['*@ucsc.edu']],
    ['\t*@ucsc.edu', BLANKS, ['*@ucsc.edu']],
    [' shared', BLANKS, ['shared']],
    // It is unclear what these mean, so there is no suggestion.
    ['^$', EXPRESSION, []],
    ['(((', EXPRESSION, []],
    ['/.*@ucsc\\.edu/', EXPRESSION, []],
    ['(a|b|c|d|e|f|g)@ucsc.edu', EXPRESSION, []],
    ['  ', BLANKS, []],
    ['%@ucsc.edu', NAMES, []],
    ['<*@ucsc.edu>', NAMES, []],
    ['*@ucsc.edu;', NAMES, []],
    ['Bob Smith <*@ucsc.edu', NAMES, []],
    ['*@ücsc.edu', NAMES, []],
    [
      `*@${'x'.repeat(64)}`,
      'is not a pattern that matches anybody: an IAM user name has at most 64 characters',
      [],
    ],
  ])('%j', (pattern, fault, meant) => {
    const suggestion = meant.map((one) => JSON.stringify(one)).join(', ');
    expect(faultsOf(withPatterns('shared', pattern))).toEqual([
      `ownerTag.patterns[1]: ${JSON.stringify(pattern)} ${fault}${suggestion ? `; did you mean ${suggestion}?` : ''}`,
    ]);
    // The suggestion is accepted.
    if (meant.length > 0) expect(faultsOf(withPatterns(...meant))).toEqual([]);
  });
});

test.each([
  ['?*@ucsc.edu', 'bob@ucsc.edu'],
  ['bob+*@ucsc.edu', 'bob+cloud@ucsc.edu'],
  ['a.*@ucsc.edu', 'a.smith@ucsc.edu'],
  ['dept=gi,*@ucsc.edu', 'dept=gi,bob@ucsc.edu'],
  [`*@${'x'.repeat(62)}`, `b@${'x'.repeat(62)}`],
  // These are valid Owners, though no user has such a name.
  ['shared', 'shared'],
  ['team-??', 'team-ab'],
  ['lab: shared storage', 'lab: shared storage'],
  ['project/*', 'project/genome'],
  ['Zürich', 'Zürich'],
  ["50% Bob's", "50% Bob's"],
])('%j may match %j, and is taken', (pattern, value) => {
  expect(matchesPattern(pattern, value)).toBe(true);
  expect(parseConfiguration(withPatterns(pattern)).ownerTag.patterns).toEqual([pattern]);
});
