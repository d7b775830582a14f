import type { GroupMail, GroupMailTable } from '../../../lambdas/aws/mail-tables.ts';

/** A table that gives every claim the same answer, and keeps the claims. */
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

/** For launches without an Auto Scaling group: nothing may be claimed. */
export const noGroupMails = groupMails(new Error('not to be called')).groupMails;
