import { FUNCTION_NAMES, functionRoleName } from '../../../infra/names.ts';
import type { Clients } from '../../../local/aws/clients.ts';
import type { PlayOptions } from '../../../local/aws/play-options.ts';
import { watchCorrection } from '../observed/resources.ts';
import type { Observations } from '../observed/seen.ts';
import type { FaultyCall, Service } from './fault-calls.ts';
import type { FaultInjector } from './fault-injector.ts';
import { idsIn } from './ids.ts';
import { staleAccountReads, staleAttachmentReads, staleReads } from './stale-reads.ts';
import { staleTagReads } from './stale-tags.ts';

/** Wraps a client whose methods all return promises, so that each call goes through `call`. */
const through = <Client extends object>(
  client: Client,
  call: (method: string, words: readonly unknown[], make: () => Promise<unknown>) => Promise<unknown>,
): Client =>
  new Proxy(client, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...words: unknown[]) =>
        call(String(name), words, async () => {
          const answer: unknown = await Reflect.apply(method, target, words);
          return answer;
        });
    },
  });

const functionOf = (roleArn: string): string =>
  FUNCTION_NAMES.find((name) => roleArn.endsWith(`/${functionRoleName(name)}`)) ?? 'unknown';

/** Puts the fault injector between the functions and every service that they call. */
export const disturb =
  (
    injector: FaultInjector,
    strike: FaultyCall,
    observed: Pick<Observations, 'instances' | 'executions' | 'resources'>,
  ): NonNullable<PlayOptions['disturb']> =>
  (clients: Clients, functionRoleArn: string): Clients => {
    const fn = functionOf(functionRoleArn);
    const inHub =
      (service: Service) =>
      <Client extends object>(client: Client): Client =>
        through(client, (method, words, make) =>
          strike({ fn, service, action: method, of: idsIn(words), accountId: null }, make),
        );
    const inTable = inHub('dynamodb');
    const table =
      <Client extends object>(open: (tableName: string) => Client) =>
      (tableName: string): Client =>
        inTable(open(tableName));
    const assumed = async <Answer>(
      accountId: string,
      service: Service,
      action: string,
      of: unknown,
      make: () => Promise<Answer>,
    ): Promise<Answer> => {
      await assume(accountId);
      return strike({ fn, service, action, of: idsIn(of), accountId }, make);
    };
    const inEc2 =
      (accountId: string) =>
      <Client extends object>(client: Client): Client =>
        through(client, (method, words, make) =>
          strike({ fn, service: 'ec2', action: `Describe: ${method}`, of: idsIn(words), accountId }, make),
        );
    const assume = (accountId: string): Promise<void> =>
      strike({ fn, service: 'sts', action: 'AssumeRole', of: '', accountId }, async () => {});
    return {
      ...clients,
      readInstancesIn: (role) => async (accountId, region) => {
        await assume(accountId);
        const reader = await clients.readInstancesIn(role)(accountId, region);
        return inEc2(accountId)(staleReads(reader, observed, injector, { accountId, fn }));
      },
      readAccountIn: (role) => async (accountId, region) => {
        await assume(accountId);
        const reader = await clients.readAccountIn(role)(accountId, region);
        return inEc2(accountId)(staleAccountReads(reader, observed, injector, { accountId, fn }));
      },
      readAttachmentsIn: (role) => async (accountId, region) => {
        await assume(accountId);
        const reader = await clients.readAttachmentsIn(role)(accountId, region);
        return inEc2(accountId)(staleAttachmentReads(reader, observed, injector, { accountId, fn }));
      },
      tagAttachments: (role) => (accountId, region, ids, tag) =>
        assumed(accountId, 'ec2', 'CreateTags', ids, () =>
          clients.tagAttachments(role)(accountId, region, ids, tag),
        ),
      tagInstances: (role) => (accountId, region, order) =>
        assumed(accountId, 'ec2', 'CreateTags', order.instanceIds, () =>
          clients.tagInstances(role)(accountId, region, order),
        ),
      terminateInstances: (role) => (accountId, region, ids) =>
        assumed(accountId, 'ec2', 'TerminateInstances', ids, () =>
          clients.terminateInstances(role)(accountId, region, ids),
        ),
      stopInstances: (role) => (accountId, region, ids) =>
        assumed(accountId, 'ec2', 'StopInstances', ids, () =>
          clients.stopInstances(role)(accountId, region, ids),
        ),
      removeProtection: (role) => (accountId, region, id) =>
        assumed(accountId, 'ec2', 'ModifyInstanceAttribute', id, () =>
          clients.removeProtection(role)(accountId, region, id),
        ),
      spotRequestsIn: (role) => async (accountId, region) => {
        await assume(accountId);
        return inEc2(accountId)(await clients.spotRequestsIn(role)(accountId, region));
      },
      readGroupTags: (role) => (accountId, region, name) =>
        assumed(accountId, 'autoscaling', 'DescribeTags', name, async () => {
          const tags = await clients.readGroupTags(role)(accountId, region, name);
          const target = { accountId, fn, what: `${fn}: ${name}` };
          if (!injector.strike('origin-unseen', target)) return tags;
          injector.report({ kind: 'origin-unseen', ...target });
          return null;
        }),
      readTags: (role) => async (accountId, region, resources) => {
        const read = await assumed(accountId, 'tag', 'GetResources', null, () =>
          clients.readTags(role)(accountId, region, resources),
        );
        return staleTagReads(read, { accountId, region, resources }, observed, injector, fn);
      },
      tagResource: (role) => (accountId, region, order) =>
        assumed(accountId, 'ec2', 'CreateTags', order.arn, async () => {
          const result = await clients.tagResource(role)(accountId, region, order);
          if (result === 'written') watchCorrection(order, observed);
          return result;
        }),
      lookUpEvents: (role) => (accountId, region, name, nextToken) =>
        assumed(accountId, 'cloudtrail', 'LookupEvents', name, () =>
          clients.lookUpEvents(role)(accountId, region, name, nextToken),
        ),
      listUsers: (role, gatewayAccountId) => {
        const list = clients.listUsers(role, gatewayAccountId);
        return () =>
          strike({ fn, service: 'sts', action: 'AssumeRole', of: '', accountId: null }, async () => {}).then(
            () => strike({ fn, service: 'iam', action: 'ListUsers', of: '', accountId: null }, list),
          );
      },
      sessions: table(clients.sessions),
      users: table(clients.users),
      callers: table(clients.callers),
      sentMails: table(clients.sentMails),
      hourlyMails: table(clients.hourlyMails),
      sweepNotes: table(clients.sweepNotes),
      sweepCounts: table(clients.sweepCounts),
      repairs: table(clients.repairs),
      breaker: table(clients.breaker),
      reminders: table(clients.reminders),
      ownerChanges: table(clients.ownerChanges),
      mailTopics: inHub('sns')(clients.mailTopics),
      personTopics: inHub('sns')(clients.personTopics),
      readPause: (name) => {
        const read = clients.readPause(name);
        return () =>
          strike({ fn, service: 'ssm', action: name, of: '', accountId: null }, async () => {
            const isPaused = await read();
            if (isPaused)
              injector.report({
                kind: 'paused',
                accountId: null,
                fn,
                what: `${fn} finds enforcement paused`,
              });
            return isPaused;
          });
      },
      ask: (queueUrl) => {
        const ask = clients.ask(queueUrl);
        return (lookUp) =>
          strike({ fn, service: 'sqs', action: 'SendMessage', of: idsIn(lookUp), accountId: null }, () =>
            ask(lookUp),
          );
      },
      sendTo: <Message>(queueUrl: string) => {
        const send = clients.sendTo<Message>(queueUrl);
        return (message: Message, delaySeconds?: number) =>
          strike({ fn, service: 'sqs', action: 'SendMessage', of: idsIn(message), accountId: null }, () =>
            send(message, delaySeconds),
          );
      },
      requestLook: (queueUrl) => {
        const request = clients.requestLook(queueUrl);
        return (look) =>
          strike({ fn, service: 'sqs', action: 'SendMessage', of: idsIn(look), accountId: null }, () =>
            request(look),
          );
      },
      startExecution: (arn) => {
        const start = clients.startExecution(arn);
        return (name, input) =>
          strike(
            { fn, service: 'states', action: 'StartExecution', of: idsIn(name), accountId: null },
            async () => {
              await start(name, input);
              if (observed.executions.some((one) => one.name === name)) return;
              const { launch } = input;
              observed.executions.push({ name, launch, from: Date.now(), until: Number.POSITIVE_INFINITY });
            },
          );
      },
      startBreakerNotice: (arn) => {
        const start = clients.startBreakerNotice(arn);
        return (name, input) =>
          strike({ fn, service: 'states', action: 'StartExecution', of: name, accountId: null }, () =>
            start(name, input),
          );
      },
      failedExecutions: (arn) => {
        const failed = clients.failedExecutions(arn);
        return (accountId, regions) =>
          strike({ fn, service: 'states', action: 'ListExecutions', of: '', accountId: null }, () =>
            failed(accountId, regions),
          );
      },
      openExecutions: (arn) => {
        const open = clients.openExecutions(arn);
        return (...asked) =>
          strike({ fn, service: 'states', action: 'ListExecutions', of: '', accountId: null }, () =>
            open(...asked),
          );
      },
      answer: (token, published) =>
        strike({ fn, service: 'states', action: 'SendTaskSuccess', of: '', accountId: null }, () =>
          clients.answer(token, published),
        ),
    };
  };
