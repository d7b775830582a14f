import * as z from 'zod';
import { type FunctionName, functionRoleName } from '../../infra/names.ts';
import type { StartExecution } from '../../lambdas/aws/start-execution.ts';
import { createHandler as check } from '../../lambdas/check/handler.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import type { Log } from '../../lambdas/log.ts';
import { createHandler as notice } from '../../lambdas/notice/handler.ts';
import { createHandler as repair } from '../../lambdas/repair/handler.ts';
import { createHandler as terminate } from '../../lambdas/terminate/handler.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { asJson } from '../json.ts';
import { type Resource, resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { Ec2 } from './ec2.ts';
import { ec2Clients } from './ec2-clients.ts';

const Properties = z.object({
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});
type LambdaFunction = Resource<z.infer<typeof Properties>>;

const NAMES = ['intake', 'check', 'repair', 'terminate', 'notice'] as const satisfies FunctionName[];

type Handler = (event: unknown) => Promise<unknown>;

/** What the functions reach outside of themselves. */
export type Surroundings = {
  readonly ec2: Ec2;
  readonly iam: Iam;
  readonly log: Log;
  readonly startExecution: (callerRoleArn: string) => (stateMachineArn: string) => StartExecution;
};

const handlerOf = (
  name: FunctionName,
  fn: LambdaFunction,
  { ec2, iam, log, startExecution }: Surroundings,
): Handler => {
  const { Role, Environment } = fn.properties;
  const clients = { ...ec2Clients(ec2, iam, Role), startExecution: startExecution(Role), log };
  switch (name) {
    case 'intake':
      return intake(Environment.Variables, clients);
    case 'check':
      return check(Environment.Variables, clients);
    case 'repair':
      return repair(Environment.Variables, clients);
    case 'terminate':
      return terminate(Environment.Variables, clients);
    case 'notice':
      return notice(Environment.Variables, clients);
    default:
      return name satisfies never;
  }
};

/** The embedded Lambda: each synthesized function is the handler whose role it runs as, with its own environment. */
export class Functions {
  readonly #functions: ReadonlyMap<string, { readonly name: FunctionName; readonly handler: Handler }>;

  constructor(stacks: readonly Stack[], surroundings: Surroundings) {
    this.#functions = new Map(
      resourcesOf(stacks, 'AWS::Lambda::Function', Properties).map((fn) => {
        const name = NAMES.find((one) => roleArn(fn.accountId, functionRoleName(one)) === fn.properties.Role);
        if (!name) throw new TemplateNotUnderstood('the hub', `which of lambdas/ the function ${fn.name} is`);
        return [fn.arn, { name, handler: handlerOf(name, fn, surroundings) }];
      }),
    );
  }

  /** Which of lambdas/ a function is; undefined if the ARN is no function's. */
  nameOf(functionArn: string): FunctionName | undefined {
    return this.#functions.get(functionArn)?.name;
  }

  /** Invokes a function: event and answer pass as JSON. */
  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    const fn = this.#functions.get(functionArn);
    if (!fn)
      throw new TemplateNotUnderstood('the hub', `the function ${functionArn}, which it does not hold`);
    return asJson(await fn.handler(asJson(event)));
  }
}
