import { describe, expect, test } from '@jest/globals';
import { createHandler as attribute } from '../../lambdas/attribute/handler.ts';
import { createHandler as check } from '../../lambdas/check/handler.ts';
import { EnvironmentInvalid } from '../../lambdas/domain/errors.ts';
import { createHandler as intake } from '../../lambdas/intake/handler.ts';
import { createHandler as notice } from '../../lambdas/notice/handler.ts';
import { createHandler as repair } from '../../lambdas/repair/handler.ts';
import { createHandler as terminate } from '../../lambdas/terminate/handler.ts';
import { aBreaker } from './a-breaker.ts';
import { aLog } from './a-log.ts';
import { aMetrics } from './a-metrics.ts';
import { anOwnerTag } from './an-owner-tag.ts';
import { aCheckEnvironment } from './check/a-check-environment.ts';
import { anIntakeEnvironment } from './intake/an-intake-environment.ts';
import { aNoticeEnvironment } from './notice/a-notice-environment.ts';
import { noGroupMails } from './notice/group-mails.ts';
import { noMemories } from './notice/some-memories.ts';
import { noUsers } from './some-users.ts';
import { aTerminateEnvironment } from './terminate/a-terminate-environment.ts';
import { someClients } from './terminate/some-clients.ts';

const log = aLog();
const never = () => () => Promise.reject(new Error('not to be called'));

const functions = {
  intake: {
    create: (environment: unknown) =>
      intake(environment, {
        startExecution: never,
        startBreakerNotice: never,
        openExecutions: never,
        breaker: () => aBreaker(),
        log,
        metrics: aMetrics(),
      }),
    environment: anIntakeEnvironment(),
  },
  attribute: {
    create: (environment: unknown) => {
      const table = () => ({ find: never(), byId: never(), byName: never() });
      return attribute(environment, {
        sessions: table,
        users: table,
        launchCallers: table,
        ask: never,
        log,
      });
    },
    environment: {
      TABLE_NAME: 'tag-enforcement',
      LOOK_UP_QUEUE_URL: 'https://sqs.us-west-2.amazonaws.com/652235167018/look-up',
      GATEWAY_ACCOUNT_ID: '652235167018',
    },
  },
  check: {
    create: (environment: unknown) =>
      check(environment, {
        readInstancesIn: never,
        readGroupTags: never,
        readPause: never,
        breaker: () => aBreaker(),
        users: noUsers,
        openExecutions: never,
        log,
      }),
    environment: aCheckEnvironment(),
  },
  repair: {
    create: (environment: unknown) =>
      repair(environment, { tagInstances: never, repairs: () => ({ find: never(), keep: never() }), log }),
    environment: {
      OWNER_TAG_KEY: 'Owner',
      REPAIR_ROLE_NAME: 'tag-enforcement-repair',
      TABLE_NAME: 'tag-enforcement',
    },
  },
  terminate: {
    create: (environment: unknown) => terminate(environment, someClients().clients),
    environment: aTerminateEnvironment(),
  },
  notice: {
    create: (environment: unknown) =>
      notice(environment, {
        groupMails: noGroupMails,
        breaker: () => aBreaker(),
        ...noMemories,
        log,
        metrics: aMetrics(),
      }),
    environment: aNoticeEnvironment(),
  },
};

describe.each(Object.entries(functions))('%s', (_, { create, environment }) => {
  test('starts with its environment, whatever else Lambda puts there', () => {
    expect(create({ ...environment, AWS_REGION: 'us-west-2' })).toBeInstanceOf(Function);
  });

  test.each(Object.keys(environment))('does not start without %s, and names it', (variable) => {
    const missing = { ...environment, [variable]: undefined };
    expect(() => create(missing)).toThrow(EnvironmentInvalid);
    expect(() => create(missing)).toThrow(new RegExp(`${variable}\\b.*Deploy the hub again`));
  });
});

test.each([
  ['no JSON', 'Owner'],
  ['half a JSON', '{"key":"Owner"'],
  ['another shape', '{"key":"Owner"}'],
  ['an unknown onInvalidValue', JSON.stringify({ ...anOwnerTag(), onInvalidValue: 'ignore' })],
])('a variable that holds %s is named', (_, OWNER_TAG) => {
  const { create, environment } = functions.check;
  expect(() => create({ ...environment, OWNER_TAG })).toThrow(EnvironmentInvalid);
  expect(() => create({ ...environment, OWNER_TAG })).toThrow(/OWNER_TAG/);
});
