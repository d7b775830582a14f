import * as z from 'zod';
import { asJson } from '../../infra/json.ts';
import { FUNCTION_NAMES, type FunctionName, functionRoleName } from '../../infra/names.ts';
import { createHandler as attribute } from '../../lambdas/attribute/handler.ts';
import { createHandler as breaker } from '../../lambdas/breaker/handler.ts';
import { createHandler as check } from '../../lambdas/check/handler.ts';
import { createHandler as directory } from '../../lambdas/directory/handler.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import { createHandler as lookUp } from '../../lambdas/look-up/handler.ts';
import { createHandler as notice } from '../../lambdas/notice/handler.ts';
import { createHandler as publish } from '../../lambdas/publish/handler.ts';
import { createHandler as repair } from '../../lambdas/repair/handler.ts';
import { createHandler as sessions } from '../../lambdas/sessions/handler.ts';
import { createHandler as sweep } from '../../lambdas/sweep/handler.ts';
import { createHandler as terminate } from '../../lambdas/terminate/handler.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { Clients, ClientsOf } from './clients.ts';

/** A function of Lambda. */
type Handler = (event: unknown) => Promise<unknown>;

/** The handler of one of lambdas/, with an environment and the clients of its role. */
const handlerOf = (
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

const Properties = z.object({
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

/** The embedded Lambda: each synthesized function is the handler whose role it runs as, with its own environment. */
export class Functions {
  readonly #clientsOf: ClientsOf;
  #functions: ReadonlyMap<string, { readonly name: FunctionName; readonly handler: Handler }> = new Map();

  constructor(stacks: readonly Stack[], clientsOf: ClientsOf) {
    this.#clientsOf = clientsOf;
    this.deploy(stacks);
  }

  /** What is invoked from now on is as these stacks say: all of it, or one function. */
  deploy(stacks: readonly Stack[], only?: FunctionName): void {
    const before = this.#functions;
    const now = new Map(
      resourcesOf(stacks, 'AWS::Lambda::Function', Properties).map(
        ({ arn, accountId, name: id, properties }) => {
          const { Role, Environment } = properties;
          const name = FUNCTION_NAMES.find((one) => roleArn(accountId, functionRoleName(one)) === Role);
          if (!name) throw new TemplateNotUnderstood('the hub', `which of lambdas/ the function ${id} is`);
          const known = only === undefined || only === name ? undefined : before.get(arn);
          const made = () => ({
            name,
            handler: handlerOf(name, Environment.Variables, this.#clientsOf(Role)),
          });
          return [arn, known ?? made()];
        },
      ),
    );
    this.#functions = now;
  }

  /** Which of lambdas/ a function is; undefined if the ARN is no function's. */
  nameOf(functionArn: string): FunctionName | undefined {
    return this.#functions.get(functionArn)?.name;
  }

  /** The ARN of the function that one of lambdas/ is; undefined if no stack has it. */
  arnOf(name: FunctionName): string | undefined {
    return [...this.#functions].find(([, fn]) => fn.name === name)?.[0];
  }

  /** Invokes a function: event and answer pass as JSON. */
  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    const fn = this.#functions.get(functionArn);
    if (!fn)
      throw new TemplateNotUnderstood('the hub', `the function ${functionArn}, which it does not hold`);
    return asJson(await fn.handler(asJson(event)));
  }
}
