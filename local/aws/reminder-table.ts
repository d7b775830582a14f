import * as z from 'zod';
import {
  ASKED_RETENTION_MS,
  AskedAt,
  HOUR_RETENTION_MS,
  MailHour,
  type ReminderTable,
  TOLD_RETENTION_MS,
  ToldUntil,
  WAITING_RETENTION_MS,
  Waiting,
} from '../../lambdas/aws/reminder-table.ts';
import { HOUR_MS } from '../../lambdas/domain/instant.ts';
import type { TableAccess } from './tables.ts';

const By = z.object({ by: z.string() });

/** Reminders in the embedded table. They expire as in lambdas/aws/reminder-table.ts. */
export const reminderTable = (open: TableAccess): ReminderTable => {
  const hourOf = (mailbox: string) => `reminder-mail#${mailbox}`;
  return {
    keep: async (reminder, mailboxes, by, now) => {
      const at = now.getTime();
      const told = `reminded#${reminder.arn}`;
      const table = open('PutItem', told);
      const known = table.get(told, 'reminded');
      if (known !== undefined && By.parse(known).by !== by) return false;
      table.put(told, 'reminded', { by, mailboxes }, at + TOLD_RETENTION_MS);
      for (const mailbox of mailboxes) {
        const pk = `reminder#${mailbox}`;
        const items = open('PutItem', pk);
        if (items.get(pk, reminder.arn) === undefined)
          items.put(pk, reminder.arn, { ...reminder, keptAt: at }, at + WAITING_RETENTION_MS);
      }
      return true;
    },
    waiting: async (mailbox) => {
      const hour = hourOf(mailbox);
      const { toldUntil } = z.parse(ToldUntil, open('GetItem', hour).get(hour, 'hour') ?? {});
      const pk = `reminder#${mailbox}`;
      const all = z.parse(z.array(Waiting), open('Query', pk).query(pk));
      return all.filter(({ keptAt }) => keptAt > toldUntil);
    },
    claimHour: async (mailbox, by, now) => {
      const pk = hourOf(mailbox);
      const table = open('UpdateItem', pk);
      const content = table.get(pk, 'hour');
      const known = z.parse(z.nullable(MailHour), content ?? null);
      if (known && known.at > now.getTime() - HOUR_MS) return known;
      const hour = { by, at: now.getTime() };
      table.put(pk, 'hour', { ...z.parse(ToldUntil, content ?? {}), ...hour }, hour.at + HOUR_RETENTION_MS);
      return hour;
    },
    told: async (mailbox, until) => {
      const pk = hourOf(mailbox);
      const table = open('UpdateItem', pk);
      const known = z.parse(MailHour, table.get(pk, 'hour'));
      table.put(pk, 'hour', { ...known, toldUntil: until }, known.at + HOUR_RETENTION_MS);
    },
    noteAsked: async (about, now) => {
      const pk = `asked#${about}`;
      const table = open('PutItem', pk);
      const known = z.parse(z.nullable(AskedAt), table.get(pk, 'asked') ?? null);
      if (known) {
        open('GetItem', pk);
        return { ...known, isNow: false };
      }
      const at = now.getTime();
      table.put(pk, 'asked', { at }, at + ASKED_RETENTION_MS);
      return { at, isNow: true };
    },
  };
};
