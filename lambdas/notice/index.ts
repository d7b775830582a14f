import { breakerTable } from '../aws/breaker-table.ts';
import { hourlyMailTable } from '../aws/mail-tables.ts';
import { sweepCountTable, sweepNoteTable } from '../aws/sweep-tables.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { NoticeEnvironment } from './environment.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(NoticeEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    hourlyMails: hourlyMailTable(environment.TABLE_NAME),
    sweepNotes: sweepNoteTable(environment.TABLE_NAME),
    sweepCounts: sweepCountTable(environment.TABLE_NAME),
    breaker: breakerTable(environment.TABLE_NAME),
    log: log(),
    metrics: metrics(),
  }),
);
