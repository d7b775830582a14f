import { groupMailTable } from '../aws/group-mail-table.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, { groupMails: groupMailTable, log: log() });
