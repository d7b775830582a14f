import { describe, expect, test } from '@jest/globals';
import { warnedBefore } from '../../../../lambdas/domain/grace-period/earlier-rounds.ts';
import { CheckInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import type { Published } from '../../../../lambdas/domain/mail.ts';
import { aCheckInput } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { aRound } from '../../a-round.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';

const PERSON = 'arn:person';
const MANAGERS = 'arn:managers';
const ADMINISTRATORS = 'arn:administrators';
const ALL = [PERSON, MANAGERS, ADMINISTRATORS];

const took = (topicArn: string, minute: number, more: Partial<Published> = {}): Published => ({
  messageId: `taken by ${topicArn}`,
  topicArn,
  at: textAt(minute),
  ...more,
});
const NOT_TAKEN: Published = { messageId: null };

const afterMails = (published: Published[], addressees: string[] | undefined = ALL): CheckInput =>
  aCheckInput({
    check: aRound({ checkedAt: textAt(2), toWarn: ['i-1'] }),
    published,
    publishedAt: textAt(9),
    notice: { outcomes: [], addressees },
  });

describe('the minimum notice counts from the mail', () => {
  test.each<[string, Published[], number]>([
    [
      'to the person, not from copies that SNS accepted before',
      [took(PERSON, 8), took(ADMINISTRATORS, 2)],
      8,
    ],
    ['to the person, not from copies that wait', [took(PERSON, 3), took(ADMINISTRATORS, 8)], 3],
    ['that went to program managers in place of the person', [took(MANAGERS, 6), took(ADMINISTRATORS, 2)], 6],
    [
      'to program managers, though the mail to the person went to administrators before',
      [took(ADMINISTRATORS, 3), took(MANAGERS, 7)],
      7,
    ],
    [
      'to the only topic that accepted its mail, if none accepted the mail to the person',
      [NOT_TAKEN, took(ADMINISTRATORS, 4)],
      4,
    ],
    [
      'to administrators if nobody reads the others',
      [
        took(PERSON, 3, { nobodyReads: true }),
        took(MANAGERS, 3, { nobodyReads: true }),
        took(ADMINISTRATORS, 5),
      ],
      5,
    ],
    ['to the first of all if nobody reads any', [took(MANAGERS, 4, { nobodyReads: true })], 4],
  ])('%s', (_, published, minute) => {
    expect(warnedBefore(afterMails(published))).toEqual({ instanceIds: ['i-1'], at: textAt(minute) });
  });

  test('that comes first, in executions of versions without addressees', () => {
    const input = afterMails([took(PERSON, 8), took(ADMINISTRATORS, 3)], undefined);
    const state: unknown = JSON.parse(JSON.stringify(input));
    expect(warnedBefore(CheckInput.parse(state)).at).toBe(textAt(8));
  });

  test('but never from a time before the check that set the deadline', () => {
    expect(warnedBefore(afterMails([took(PERSON, 1)])).at).toBe(textAt(2));
  });
});

test('mails that no topic accepted warn nobody', () => {
  expect(warnedBefore(afterMails([NOT_TAKEN, NOT_TAKEN]))).toEqual({ instanceIds: [], at: null });
});

test('a late warning to the person moves the deadline: the notice counts from it, not from a copy', () => {
  const input = afterMails([took(PERSON, 9), took(ADMINISTRATORS, 2)]);
  const planAt = (minute: number, from: CheckInput) =>
    plan(from, anObservation([anInstance('i-1')]), aPolicy(), at(minute));
  const look = planAt(10, input);
  expect(look).toMatchObject({ toTerminate: [], until: textAt(12) });
  const { published: _, ...later } = input;
  expect(planAt(12, { ...later, check: look }).toTerminate).toMatchObject([{ instanceIds: ['i-1'] }]);
});
