import * as z from 'zod/mini';
import type { AskCloudTrail } from '../aws/cloud-trail.ts';
import { AttributeInput } from '../domain/grace-period/input.ts';
import { isFailure } from '../domain/grace-period/round.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { callerIn } from './caller-in.ts';
import { AttributeEnvironment } from './environment.ts';
import { findLauncher, type Tables } from './find-launcher.ts';
import { questions } from './questions.ts';

/** Each table's client is made of the table's name. */
export type AttributeClients = {
  readonly [Table in keyof Tables]: (tableName: string) => Tables[Table];
} & {
  readonly ask: (queueUrl: string) => AskCloudTrail;
  readonly log: Log;
};

/** Finds the launcher with what is known by now, and has CloudTrail asked for the rest: the next look may find it. */
export const createHandler = (environment: unknown, { log, ...clients }: AttributeClients) => {
  const settings = parseEnvironment(AttributeEnvironment, environment);
  const tables: Tables = {
    sessions: clients.sessions(settings.TABLE_NAME),
    users: clients.users(settings.TABLE_NAME),
    launchCallers: clients.launchCallers(settings.TABLE_NAME),
  };
  const ask = clients.ask(settings.LOOK_UP_QUEUE_URL);

  return async (event: unknown): Promise<Launcher> => {
    const input = z.parse(AttributeInput, event);
    const { accountId, region, key, launcher: recorded } = input.launch;
    const identity = callerIn(input);
    if (!identity) return recorded;
    const origin = (input.check && !isFailure(input.check) && input.check.origin) || null;
    const one = { identity, origin, gatewayAccountId: settings.GATEWAY_ACCOUNT_ID };
    const { launcher: found, unanswered } = await findLauncher(one, tables);
    // What an earlier look found is not unlearnt: at the end nothing may be left to look at.
    const launcher = found.userName === null && input.launcher?.userName ? input.launcher : found;
    for (const question of questions(unanswered, input)) {
      // The mail goes on without the answer.
      await ask(question).catch((error: unknown) => log.warn('question not queued', { question, error }));
    }
    const { userName, evidence } = launcher;
    log.info('attributed', { accountId, region, key, userName, evidence });
    return launcher;
  };
};
