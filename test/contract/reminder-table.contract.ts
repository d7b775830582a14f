import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Mailbox } from '../../lambdas/domain/reminder/mailbox.ts';
import { aReminder } from '../lambdas/domain/reminder/a-reminder.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('reminders', 'TABLE_NAME');

/** Recent, since expired items are not returned. */
const START = Date.now() - 4 * 3_600_000;
const at = (minute: number): Date => new Date(START + minute * 60_000);

describe.each(AWSES)('reminders in $name', ({ open }) => {
  const reminders = open().clients('reminders').reminders(TABLE);
  const aMailbox = (): Mailbox => `person#${randomUUID()}@ucsc.edu`;
  const aResource = () => aReminder({ arn: `arn:aws:s3:::${randomUUID()}` });
  const waiting = async (mailbox: Mailbox) => (await reminders.waiting(mailbox)).map(({ arn }) => arn);

  test('are kept once, whoever the second is for', async () => {
    const [bob, eve, one] = [aMailbox(), aMailbox(), aResource()];
    expect(await reminders.keep(one, [bob], 'first', at(0))).toBe(true);
    expect(await reminders.keep(one, [eve], 'second', at(1))).toBe(false);
    // The message of a run that died comes again, and finds what it kept.
    expect(await reminders.keep(one, [bob], 'first', at(2))).toBe(true);
    expect([await waiting(bob), await waiting(eve)]).toEqual([[one.arn], []]);
    expect((await reminders.waiting(bob))[0]).toMatchObject({ ...one, keptAt: at(0).getTime() });
  });

  test('wait in each of their mailboxes until a mail has told of them', async () => {
    const [bob, administrators, one, two] = [aMailbox(), aMailbox(), aResource(), aResource()];
    await reminders.keep(one, [bob, administrators], 'first', at(0));
    await reminders.keep(two, [bob], 'second', at(10));
    await reminders.claimHour(bob, 'mail', at(5));
    await reminders.told(bob, at(4).getTime());
    expect([await waiting(bob), await waiting(administrators)]).toEqual([[two.arn], [one.arn]]);
  });

  test('have a mail an hour: the message that has it is returned to all others, and the last told instant stays', async () => {
    const [bob, one] = [aMailbox(), aResource()];
    await reminders.keep(one, [bob], 'first', at(0));
    expect(await reminders.claimHour(bob, 'a', at(0))).toEqual({ by: 'a', at: at(0).getTime() });
    await reminders.told(bob, at(0).getTime());
    expect(await reminders.claimHour(bob, 'b', at(59))).toEqual({ by: 'a', at: at(0).getTime() });
    expect(await reminders.claimHour(bob, 'b', at(60))).toEqual({ by: 'b', at: at(60).getTime() });
    expect(await waiting(bob)).toEqual([]);
  });

  test('note what CloudTrail was asked, and when for the first time', async () => {
    const about = `access-key ${randomUUID()}`;
    expect(await reminders.noteAsked(about, at(0))).toEqual({ at: at(0).getTime(), isNow: true });
    expect(await reminders.noteAsked(about, at(5))).toEqual({ at: at(0).getTime(), isNow: false });
  });
});
