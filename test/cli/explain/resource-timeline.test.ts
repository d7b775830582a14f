import { expect, test } from '@jest/globals';
import { resourceTimeline } from '../../../cli/explain/resource-timeline.ts';
import { textAt } from '../../lambdas/at.ts';

const ARN = 'arn:aws:ec2:us-west-2:422448306679:volume/vol-1';
const finding = {
  is: 'noncompliant',
  reason: 'near-miss',
  tag: { key: 'owner', value: 'bob@ucsc.edu' },
  owner: 'bob@ucsc.edu',
};
const says = (...lines: object[]) =>
  resourceTimeline(lines.map((line) => JSON.stringify({ timestamp: textAt(10), arn: ARN, ...line }))).map(
    (entry) => entry.says,
  );
const kept = { code: 'reminder-kept', finding, creator: 'bob@ucsc.edu', mailboxes: ['person#bob@ucsc.edu'] };

test('a near miss that was corrected is said to be, also by lines that are older than corrections', () => {
  expect(says({ ...kept, correction: 'written' })).toEqual([
    'a near miss was corrected; created by bob@ucsc.edu; that waits for the mail to person#bob@ucsc.edu',
  ]);
  const reminded =
    'no valid Owner (near-miss); created by bob@ucsc.edu; a reminder waits for person#bob@ucsc.edu';
  expect(says(kept, { ...kept, correction: null })).toEqual([reminded, reminded]);
});

test('so is one that IAM did not let correct', () => {
  expect(says({ code: 'near-miss-not-corrected', result: 'refused' })).toEqual([
    'its near miss was not corrected (refused), so its creator is told',
  ]);
});
