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

describe('notice counts from the mail', () => {
  test.each<[string, Published[], number]>([
    ['to the person, not from copies that were taken before', [took(PERSON, 8), took(ADMINISTRATORS, 2)], 8],
    ['to the person, not from copies that wait', [took(PERSON, 3), took(ADMINISTRATORS, 8)], 3],
    ['that went to program managers in the person’s place', [took(MANAGERS, 6), took(ADMINISTRATORS, 2)], 6],
    [
      'to program managers, though that to the person fell to administrators before',
      [took(ADMINISTRATORS, 3), took(MANAGERS, 7)],
      7,
    ],
    ['to whoever is left where no topic took the person’s', [NOT_TAKEN, took(ADMINISTRATORS, 4)], 4],
    [
      'to administrators where nobody reads those before',
      [
        took(PERSON, 3, { nobodyReads: true }),
        took(MANAGERS, 3, { nobodyReads: true }),
        took(ADMINISTRATORS, 5),
      ],
      5,
    ],
    ['to the first of all, where nobody reads any', [took(MANAGERS, 4, { nobodyReads: true })], 4],
  ])('%s', (_, published, minute) => {
    expect(warnedBefore(afterMails(published))).toEqual({ instanceIds: ['i-1'], at: textAt(minute) });
  });

  test('that comes first, in executions of versions that knew no addressees', () => {
    const input = afterMails([took(PERSON, 8), took(ADMINISTRATORS, 3)], undefined);
    const state: unknown = JSON.parse(JSON.stringify(input));
    expect(warnedBefore(CheckInput.parse(state)).at).toBe(textAt(8));
  });

  test('but never from before the check that told the deadline', () => {
    expect(warnedBefore(afterMails([took(PERSON, 1)])).at).toBe(textAt(2));
  });
});

test('nobody is warned by mails that no topic took', () => {
  expect(warnedBefore(afterMails([NOT_TAKEN, NOT_TAKEN]))).toEqual({ instanceIds: [], at: null });
});

test('what the person was told late ends late: the whole notice after that mail, not after a copy', () => {
  const input = afterMails([took(PERSON, 9), took(ADMINISTRATORS, 2)]);
  const planAt = (minute: number, from: CheckInput) =>
    plan(from, anObservation([anInstance('i-1')]), aPolicy(), at(minute));
  const look = planAt(10, input);
  expect(look).toMatchObject({ toTerminate: [], until: textAt(12) });
  const { published: _, ...later } = input;
  expect(planAt(12, { ...later, check: look }).toTerminate).toMatchObject([{ instanceIds: ['i-1'] }]);
});
