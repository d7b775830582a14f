import * as z from 'zod';
import { asJson } from '../../infra/json.ts';
import { FUNCTION_NAMES, type FunctionName, functionRoleName, REPORT_STACK_NAME } from '../../infra/names.ts';
import { AttributeEnvironment, createHandler as attribute } from '../../lambdas/attribute/handler.ts';
import { BreakerEnvironment, createHandler as breaker } from '../../lambdas/breaker/handler.ts';
import { CheckEnvironment, createHandler as check } from '../../lambdas/check/handler.ts';
import { CreationsEnvironment, createHandler as creations } from '../../lambdas/creations/handler.ts';
import { DirectoryEnvironment, createHandler as directory } from '../../lambdas/directory/handler.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { parseEnvironment } from '../../lambdas/environment.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import { IntakeEnvironment } from '../../lambdas/intake/plan-intake.ts';
import { LookUpEnvironment, createHandler as lookUp } from '../../lambdas/look-up/handler.ts';
import { NoticeEnvironment } from '../../lambdas/notice/environment.ts';
import { createHandler as notice } from '../../lambdas/notice/handler.ts';
import { PropagateEnvironment, createHandler as propagate } from '../../lambdas/propagate/handler.ts';
import { PublishEnvironment, createHandler as publish } from '../../lambdas/publish/handler.ts';
import { RemindersEnvironment, createHandler as reminders } from '../../lambdas/reminders/handler.ts';
import { RepairEnvironment, createHandler as repair } from '../../lambdas/repair/handler.ts';
import { SessionsEnvironment, createHandler as sessions } from '../../lambdas/sessions/handler.ts';
import { SweepEnvironment, createHandler as sweep } from '../../lambdas/sweep/handler.ts';
import { TerminateEnvironment, createHandler as terminate } from '../../lambdas/terminate/handler.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { Clients, ClientsOf } from './clients.ts';

/** A Lambda function's handler. */
type Handler = (event: unknown) => Promise<unknown>;

/** The clients of all kinds of items. They share one table. */
const tablesOf = (clients: Clients, tableName: string) => ({
  sessions: clients.sessions(tableName),
  users: clients.users(tableName),
  callers: clients.callers(tableName),
  ownerChanges: clients.ownerChanges(tableName),
  breaker: clients.breaker(tableName),
  sentMails: clients.sentMails(tableName),
  hourlyMails: clients.hourlyMails(tableName),
  sweepNotes: clients.sweepNotes(tableName),
  sweepCounts: clients.sweepCounts(tableName),
  repairs: clients.repairs(tableName),
  reminders: clients.reminders(tableName),
});

/** Makes the handler of a function in lambdas/ as its index.ts does, from its environment and its role's clients. */
const handlerOf = (
  name: FunctionName,
  variables: Readonly<Record<string, string>>,
  clients: Clients,
): Handler => {
  const { log, metrics } = clients;
  switch (name) {
    case 'intake': {
      const environment = parseEnvironment(IntakeEnvironment, variables);
      return intake(environment, {
        ...tablesOf(clients, environment.TABLE_NAME),
        startExecution: clients.startExecution(environment.STATE_MACHINE_ARN),
        startBreakerNotice: clients.startBreakerNotice(environment.BREAKER_STATE_MACHINE_ARN),
        openExecutions: clients.openExecutions(environment.STATE_MACHINE_ARN),
        log,
        metrics,
      });
    }
    case 'check': {
      const environment = parseEnvironment(CheckEnvironment, variables);
      return check(environment, {
        ...tablesOf(clients, environment.TABLE_NAME),
        readInstancesIn: clients.readInstancesIn(environment.READ_ROLE_NAME),
        readGroupTags: clients.readGroupTags(environment.READ_ROLE_NAME),
        readPause: clients.readPause(environment.PAUSE_PARAMETER_NAME),
        openExecutions: clients.openExecutions(environment.STATE_MACHINE_ARN),
        log,
      });
    }
    case 'repair': {
      const environment = parseEnvironment(RepairEnvironment, variables);
      const tagInstances = clients.tagInstances(environment.REPAIR_ROLE_NAME);
      return repair(environment, { ...tablesOf(clients, environment.TABLE_NAME), tagInstances, log });
    }
    case 'terminate': {
      const environment = parseEnvironment(TerminateEnvironment, variables);
      const { ACT_ROLE_NAME } = environment;
      return terminate(environment, {
        ...tablesOf(clients, environment.TABLE_NAME),
        terminateInstances: clients.terminateInstances(ACT_ROLE_NAME),
        stopInstances: clients.stopInstances(ACT_ROLE_NAME),
        removeProtection: clients.removeProtection(ACT_ROLE_NAME),
        spotRequestsIn: clients.spotRequestsIn(ACT_ROLE_NAME),
        readInstancesIn: clients.readInstancesIn(ACT_ROLE_NAME),
        readPause: clients.readPause(environment.PAUSE_PARAMETER_NAME),
        log,
      });
    }
    case 'attribute': {
      const environment = parseEnvironment(AttributeEnvironment, variables);
      const ask = clients.ask(environment.LOOK_UP_QUEUE_URL);
      return attribute(environment, { ...tablesOf(clients, environment.TABLE_NAME), ask, log });
    }
    case 'notice': {
      const environment = parseEnvironment(NoticeEnvironment, variables);
      return notice(environment, { ...tablesOf(clients, environment.TABLE_NAME), log, metrics });
    }
    case 'publish': {
      const { TABLE_NAME } = parseEnvironment(PublishEnvironment, variables);
      const { mailTopics: topics, answer } = clients;
      return publish({ ...tablesOf(clients, TABLE_NAME), topics, answer, log });
    }
    case 'sessions': {
      const { TABLE_NAME } = parseEnvironment(SessionsEnvironment, variables);
      return sessions({ ...tablesOf(clients, TABLE_NAME), log, metrics });
    }
    case 'look-up': {
      const environment = parseEnvironment(LookUpEnvironment, variables);
      const lookUpEvents = clients.lookUpEvents(environment.LOOK_UP_ROLE_NAME);
      const countQuestions = clients.countQuestions(environment.LOOK_UP_QUEUE_URL);
      return lookUp({ ...tablesOf(clients, environment.TABLE_NAME), lookUpEvents, countQuestions, log });
    }
    case 'directory': {
      const environment = parseEnvironment(DirectoryEnvironment, variables);
      const { TABLE_NAME, DIRECTORY_ROLE_NAME, GATEWAY_ACCOUNT_ID } = environment;
      const listUsers = clients.listUsers(DIRECTORY_ROLE_NAME, GATEWAY_ACCOUNT_ID);
      return directory(environment, {
        ...tablesOf(clients, TABLE_NAME),
        listUsers,
        topics: clients.personTopics,
        log,
      });
    }
    case 'sweep': {
      const environment = parseEnvironment(SweepEnvironment, variables);
      return sweep(environment, {
        ...tablesOf(clients, environment.TABLE_NAME),
        readAccountIn: () => clients.readAccountIn(environment.READ_ROLE_NAME),
        openExecutions: clients.openExecutions(environment.STATE_MACHINE_ARN),
        failedExecutions: clients.failedExecutions(environment.STATE_MACHINE_ARN),
        startExecution: clients.startExecution(environment.STATE_MACHINE_ARN),
        startBreakerNotice: clients.startBreakerNotice(environment.BREAKER_STATE_MACHINE_ARN),
        readPause: clients.readPause(environment.PAUSE_PARAMETER_NAME),
        requestLook: environment.PROPAGATE_QUEUE_URL
          ? clients.requestLook(environment.PROPAGATE_QUEUE_URL)
          : null,
        log,
        metrics,
      });
    }
    case 'breaker': {
      const environment = parseEnvironment(BreakerEnvironment, variables);
      const ask = clients.ask(environment.LOOK_UP_QUEUE_URL);
      return breaker(environment, { ...tablesOf(clients, environment.TABLE_NAME), ask, log });
    }
    case 'propagate': {
      const environment = parseEnvironment(PropagateEnvironment, variables);
      return propagate(environment, {
        readAttachmentsIn: clients.readAttachmentsIn(environment.PROPAGATE_ROLE_NAME),
        tagAttachments: clients.tagAttachments(environment.PROPAGATE_ROLE_NAME),
        log,
        metrics,
      });
    }
    case 'creations': {
      const environment = parseEnvironment(CreationsEnvironment, variables);
      return creations(environment, { send: clients.sendTo(environment.REMINDER_QUEUE_URL), log, metrics });
    }
    case 'reminders': {
      const environment = parseEnvironment(RemindersEnvironment, variables);
      return reminders(environment, {
        ...tablesOf(clients, environment.TABLE_NAME),
        readTags: clients.readTags(environment.TAGS_ROLE_NAME),
        tagResource: clients.tagResource(environment.CORRECT_ROLE_NAME),
        send: clients.sendTo(environment.REMINDER_QUEUE_URL),
        sendMail: clients.sendTo(environment.MAIL_QUEUE_URL),
        ask: clients.ask(environment.LOOK_UP_QUEUE_URL),
        log,
        metrics,
      });
    }
    case 'collect':
    case 'costs':
    case 'report':
      throw new TemplateNotUnderstood(REPORT_STACK_NAME, `the function ${name}, which is not played`);
    default:
      return name satisfies never;
  }
};

const Properties = z.object({
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

/** The embedded Lambda. A synthesized function's role names its handler; the handler gets the function's environment. */
export class Functions {
  readonly #clientsOf: ClientsOf;
  #functions: ReadonlyMap<string, { readonly name: FunctionName; readonly handler: Handler }> = new Map();

  constructor(stacks: readonly Stack[], clientsOf: ClientsOf) {
    this.#clientsOf = clientsOf;
    this.deploy(stacks);
  }

  /** Deploys the functions of these stacks, or only one of them. */
  deploy(stacks: readonly Stack[], only?: FunctionName): void {
    const before = this.#functions;
    const now = new Map(
      resourcesOf(stacks, 'AWS::Lambda::Function', Properties).map(
        ({ arn, accountId, name: id, properties }) => {
          const { Role, Environment } = properties;
          const name = FUNCTION_NAMES.find((one) => roleArn(accountId, functionRoleName(one)) === Role);
          if (!name)
            throw new TemplateNotUnderstood(
              'the hub',
              `the function ${id}, whose role is not that of a function in lambdas/`,
            );
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

  /** The name in lambdas/ of a function; undefined if no function has this ARN. */
  nameOf(functionArn: string): FunctionName | undefined {
    return this.#functions.get(functionArn)?.name;
  }

  /** The ARN of a function in lambdas/; undefined if no stack has it. */
  arnOf(name: FunctionName): string | undefined {
    return [...this.#functions].find(([, fn]) => fn.name === name)?.[0];
  }

  /** Invokes a function. Its event and its answer are passed as JSON. */
  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    const fn = this.#functions.get(functionArn);
    if (!fn)
      throw new TemplateNotUnderstood('the hub', `the function ${functionArn}, which it does not hold`);
    return asJson(await fn.handler(asJson(event)));
  }
}
