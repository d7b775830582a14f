import type { LookUpEvents } from '../aws/cloud-trail.ts';
import type { LaunchCallerTable, OwnerChangeTable, SessionTable } from '../aws/launcher-tables.ts';
import { LookUp } from '../domain/launcher/look-up.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { paced } from '../paced.ts';
import { DELIVERIES, type Taken, takeBatch } from '../take-batch.ts';
import { LookUpEnvironment } from './environment.ts';
import { keepAnswer } from './keep-answer.ts';

/**
 * One call a second; two of this function run at once, and CloudTrail takes two a second of an account and Region:
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const PAUSE_MS = 1000;

export type LookUpClients = {
  readonly lookUpEvents: (roleName: string) => LookUpEvents;
  readonly sessions: (tableName: string) => SessionTable;
  readonly launchCallers: (tableName: string) => LaunchCallerTable;
  readonly ownerChanges: (tableName: string) => OwnerChangeTable;
  readonly log: Log;
};

/** Asks CloudTrail what a batch of questions asks, and keeps the answers in the table. */
export const createHandler = (environment: unknown, clients: LookUpClients) => {
  const { TABLE_NAME, LOOK_UP_ROLE_NAME } = parseEnvironment(LookUpEnvironment, environment);
  const { log } = clients;
  const lookUpEvents = paced(PAUSE_MS, clients.lookUpEvents(LOOK_UP_ROLE_NAME));
  const tables = {
    sessions: clients.sessions(TABLE_NAME),
    launchCallers: clients.launchCallers(TABLE_NAME),
    ownerChanges: clients.ownerChanges(TABLE_NAME),
  };

  const take = async (lookUp: LookUp, deliveries: number): Promise<Taken> => {
    const found = await keepAnswer(lookUp, lookUpEvents, tables);
    log.info(found ? 'found' : 'not found', { lookUp, deliveries });
    // Records lag: asked again after the queue's visibility timeout. No dead letter for what nobody recorded.
    return found || deliveries >= DELIVERIES ? 'done' : 'again';
  };

  return takeBatch({ order: 'one-by-one', body: LookUp, take }, log);
};
