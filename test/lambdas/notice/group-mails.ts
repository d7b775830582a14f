import type { GroupMail, GroupMailTable } from '../../../lambdas/aws/mail-tables.ts';

/** A table that answers every claim alike, and keeps what it was asked. */
export const groupMails = (answer: GroupMail | Error) => {
  const asked: { group: string; launch: string; mail: string }[] = [];
  const table: GroupMailTable = {
    claim: async (group, launch, mail) => {
      asked.push({ group, launch, mail });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { asked, groupMails: table };
};

/** For launches of no Auto Scaling group: nothing is to be asked. */
export const noGroupMails = groupMails(new Error('not to be called')).groupMails;
