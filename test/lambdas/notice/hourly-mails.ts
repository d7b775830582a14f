import type { HourlyMail, HourlyMailTable } from '../../../lambdas/aws/mail-tables.ts';

/** What a table answers to a claim: always the same, or by the kind of mail that the claim is about. */
export type HourlyAnswer = HourlyMail | Error | ((source: string) => HourlyMail);

/** A table that answers claims, and keeps them. */
export const hourlyMails = (answer: HourlyAnswer) => {
  const asked: { source: string; launch: string; mail: string }[] = [];
  const table: HourlyMailTable = {
    claim: async (source, launch, mail) => {
      asked.push({ source, launch, mail });
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(source) : answer;
    },
  };
  return { asked, hourlyMails: table };
};

/** For launches by persons: nothing may be claimed. */
export const noHourlyMails = hourlyMails(new Error('not to be called')).hourlyMails;
