import type { FunctionName } from '../../infra/names.ts';
import { createHandler as attribute } from '../../lambdas/attribute/handler.ts';
import { createHandler as breaker } from '../../lambdas/breaker/handler.ts';
import { createHandler as check } from '../../lambdas/check/handler.ts';
import { createHandler as directory } from '../../lambdas/directory/handler.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import { createHandler as lookUp } from '../../lambdas/look-up/handler.ts';
import { createHandler as notice } from '../../lambdas/notice/handler.ts';
import { createHandler as publish } from '../../lambdas/publish/handler.ts';
import { createHandler as repair } from '../../lambdas/repair/handler.ts';
import { createHandler as sessions } from '../../lambdas/sessions/handler.ts';
import { createHandler as sweep } from '../../lambdas/sweep/handler.ts';
import { createHandler as terminate } from '../../lambdas/terminate/handler.ts';
import type { Clients } from './clients.ts';

/** A function of Lambda. */
export type Handler = (event: unknown) => Promise<unknown>;

/** The handler of one of lambdas/, with an environment and the clients of its role. */
export const handlerOf = (
  name: FunctionName,
  environment: Readonly<Record<string, string>>,
  clients: Clients,
): Handler => {
  switch (name) {
    case 'intake':
      return intake(environment, clients);
    case 'check':
      return check(environment, clients);
    case 'repair':
      return repair(environment, clients);
    case 'terminate':
      return terminate(environment, clients);
    case 'attribute':
      return attribute(environment, clients);
    case 'notice':
      return notice(environment, clients);
    case 'publish':
      return publish(environment, { ...clients, topics: clients.mailTopics });
    case 'sessions':
      return sessions(environment, clients);
    case 'look-up':
      return lookUp(environment, clients);
    case 'directory':
      return directory(environment, { ...clients, topics: clients.personTopics });
    case 'sweep':
      return sweep(environment, clients);
    case 'breaker':
      return breaker(environment, clients);
    default:
      return name satisfies never;
  }
};
