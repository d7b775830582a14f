import { beforeAll, describe, expect, test } from '@jest/globals';
import { KINDS } from '../../../cli/notices/kinds.ts';
import { type Written, writeNotices } from '../../../cli/notices/write-notices.ts';
import { Decision } from '../../../lambdas/domain/grace-period/outcome.ts';

/** When it happens, or what is to be done, or that nothing is. */
const POINT =
  /\b((terminated|stopped) at \d\d:\d\d|held|nothing is terminated|would be terminated|nothing to do|not valid|FAILED|not be checked)\b/;
const TO_DO = /\b(set|launch it again|corrected|gave|make sure|[Tt]ag it)\b/;

let written: Written[];
beforeAll(async () => {
  written = await writeNotices();
});

const messageOf = (title: string): Written => {
  const found = written.find((one) => one.title === title);
  if (!found) throw new Error(`There is no message ${title}.`);
  return found;
};

describe.each(KINDS.map(({ title }) => title))('%s', (title) => {
  test('fits on every line, in ASCII', () => {
    const { message, subject } = messageOf(title);
    for (const line of message.split('\n')) expect(line).toMatch(/^[\x20-\x7e]{0,72}$/);
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  });

  test('says what happens and what to do within the first three lines', () => {
    const start = messageOf(title).message.split('\n').slice(0, 3).join('\n');
    expect(start).toMatch(POINT);
    expect(start).toMatch(TO_DO);
  });

  test('says who launched it, where, and whom to ask', () => {
    const { message } = messageOf(title);
    expect(message).toMatch(/^Account: .*\nLaunched by: .+/m);
    expect(message).toMatch(/^Reservation: r-\w+\nQuestions: .*\nNotice: {6}\w{10}$/m);
  });
});

test('every decision that is told has its message, and a failed check', () => {
  const silent: Decision[] = ['complied', 'gone', 'exempt'];
  const text = written.map(({ subject }) => subject).join('\n');
  const signs: Record<Exclude<Decision, 'complied' | 'gone' | 'exempt'>, RegExp> = {
    warned: /will be terminated at/,
    terminated: /1 instance terminated/,
    stopped: /stopped at \d\d:\d\d/,
    held: /held, not terminated/,
    noticed: /without a valid tag Owner; nothing is terminated/,
    'would-terminate': /would be terminated now/,
    repaired: /corrected/,
    inherited: /Tag Owner written on 3 Toil workers/,
    invalid: /is not valid/,
    failed: /FAILED to terminate/,
  };
  expect(new Set([...Object.keys(signs), ...silent])).toEqual(new Set(Decision.options));
  for (const sign of [...Object.values(signs), /FAILED to check/]) expect(text).toMatch(sign);
});

test('who reads it is said in words', () => {
  expect(messageOf('Warning').to).toEqual(['mkim@ucsc.edu, else program managers, else administrators']);
  expect(messageOf('Warning, nobody known').to).toEqual(['program managers', 'administrators']);
});
