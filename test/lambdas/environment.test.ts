import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { EnvironmentInvalid } from '../../lambdas/domain/errors.ts';
import { json, parseEnvironment } from '../../lambdas/environment.ts';
import { anOwnerTag } from './an-owner-tag.ts';

const LAMBDAS = join(import.meta.dirname, '..', '..', 'lambdas');

/** Every client that an index.ts made, with the arguments. */
const made: string[] = [];
Object.assign(globalThis, {
  noting:
    (name: string) =>
    (...given: readonly unknown[]) => {
      made.push([name, ...given.filter((word) => typeof word === 'string')].join(' '));
      return {};
    },
});

/** What each module of clients exports, by its address. */
const exported = new Map<string, string[]>();
for (const name of readdirSync(join(LAMBDAS, 'aws'))) {
  const { href } = pathToFileURL(join(LAMBDAS, 'aws', name));
  exported.set(href, Object.keys(await import(href)));
}

// An index.ts gets other modules of clients: each export only notes that it was called.
const noted = registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const byIndex = context.parentURL?.includes('/index.ts?') && exported.has(found.url);
    return byIndex ? { ...found, url: `${found.url}?noted` } : found;
  },
  load: (url, context, next) => {
    const names = url.endsWith('?noted') && exported.get(url.replace('?noted', ''));
    if (!names) return next(url, context);
    const source = names.map((name) => `export const ${name} = noting('${name}');`).join('\n');
    return { format: 'module', source, shortCircuit: true };
  },
});
afterAll(() => noted.deregister());

const TABLE_NAME = 'the-table';
const STATE_MACHINE_ARN = 'the-grace-periods';
const BREAKER_STATE_MACHINE_ARN = 'the-breaker';
const PAUSE_PARAMETER_NAME = '/the/pause';
const GATEWAY_ACCOUNT_ID = '652235167018';
const LOOK_UP_QUEUE_URL = 'the-queue';
const PERSON_TOPIC_ARN_PREFIX = 'persons-';
const OWNER_TAG = JSON.stringify(anOwnerTag());
const TIMING = '{"gracePeriodMinutes":10,"warnAfterMinutes":2,"minimumNoticeMinutes":3}';
const ACCOUNTS = '{"dry-run":[],"enforce":["422448306679"]}';
const RULE = { OWNER_TAG, TIMING, EXEMPTIONS: '[]', ENFORCE_LAUNCHES_AFTER: 'null' };
const NOTICE = {
  ACCOUNTS,
  OWNER_TAG,
  TIME_ZONE: 'America/Los_Angeles',
  ADMINISTRATORS: '["cluster-admin@soe.ucsc.edu"]',
  ADMINISTRATORS_TOPIC_ARN: 'administrators',
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: 'sub-accounts-',
  PERSON_TOPIC_ARN_PREFIX,
  TABLE_NAME,
};
const PEOPLE = ['sessionTable the-table', 'userTable the-table', 'callerTable the-table'];

/** The environment of each function, and the clients that it makes from it. */
const functions = {
  access: [{}, ['gatewayIam']],
  'access-ends': [
    {
      ADMINISTRATORS: '["cluster-admin@soe.ucsc.edu"]',
      ADMINISTRATORS_TOPIC_ARN: 'administrators',
      SUB_ACCOUNT_TOPIC_ARN_PREFIX: 'sub-accounts-',
      PERSON_TOPIC_ARN_PREFIX,
      MAIL_QUEUE_URL: 'the-mails',
    },
    ['sendMessage the-mails'],
  ],
  intake: [
    {
      STATE_MACHINE_ARN,
      BREAKER_STATE_MACHINE_ARN,
      OWNER_TAG,
      TIMING,
      MAX_TERMINATIONS_AT_ONCE: '10',
      TABLE_NAME,
      SUB_ACCOUNTS: '{"dry-run":{},"enforce":{"422448306679":"pangenomics"}}',
    },
    ['breakerTableOnDemand the-table', 'openExecutionsOnDemand the-grace-periods'],
  ],
  check: [
    {
      ...RULE,
      STATE_MACHINE_ARN,
      ACCOUNTS,
      INHERIT_OWNER: '[]',
      CORRECT_TOOL_OWNERS: 'true',
      PAUSE_PARAMETER_NAME,
      TABLE_NAME,
      READ_ROLE_NAME: 'reads',
    },
    [
      'assumeRole reads check',
      'ec2In',
      'readInstancesIn',
      'assumeRole reads check',
      'autoScalingIn',
      'readGroupTags',
      'newSsm',
      'readPause /the/pause',
      'breakerTableOnDemand the-table',
      'openExecutionsOnDemand the-grace-periods',
    ],
  ],
  repair: [
    { OWNER_TAG_KEY: 'Owner', REPAIR_ROLE_NAME: 'repairs', TABLE_NAME },
    ['assumeRole repairs repair', 'tagInstances', 'repairTable the-table'],
  ],
  terminate: [
    {
      ACT_ROLE_NAME: 'acts',
      ENFORCED_ACCOUNTS: '["422448306679"]',
      PAUSE_PARAMETER_NAME,
      TABLE_NAME,
      ON_TERMINATION_PROTECTION: 'stop',
      OWNER_TAG,
    },
    [
      ...[
        'terminateInstances',
        'stopInstances',
        'removeProtection',
        'spotRequestsIn',
        'readInstancesIn',
      ].flatMap((client) => ['assumeRole acts terminate', 'ec2In', client]),
      'newSsm',
      'readPause /the/pause',
      'breakerTableOnDemand the-table',
    ],
  ],
  attribute: [{ TABLE_NAME, LOOK_UP_QUEUE_URL, GATEWAY_ACCOUNT_ID }, [...PEOPLE, 'askCloudTrail the-queue']],
  notice: [
    NOTICE,
    [
      'hourlyMailTable the-table',
      'sweepNoteTable the-table',
      'sweepCountTable the-table',
      'breakerTable the-table',
    ],
  ],
  publish: [{ TABLE_NAME }, ['sentMailTable the-table', 'mailTopics', 'answerTask']],
  sessions: [{ TABLE_NAME }, ['sessionTable the-table']],
  'look-up': [
    { TABLE_NAME, LOOK_UP_ROLE_NAME: 'looks-up', LOOK_UP_QUEUE_URL },
    [
      'assumeRole looks-up look-up',
      'lookUpEvents',
      'countQuestions the-queue',
      'sessionTable the-table',
      'callerTable the-table',
      'ownerChangeTable the-table',
    ],
  ],
  directory: [
    { TABLE_NAME, DIRECTORY_ROLE_NAME: 'lists', GATEWAY_ACCOUNT_ID, PERSON_TOPIC_ARN_PREFIX },
    ['assumeRole lists directory', 'listUsers 652235167018', 'userTable the-table', 'personTopics'],
  ],
  sweep: [
    {
      ...RULE,
      STATE_MACHINE_ARN,
      BREAKER_STATE_MACHINE_ARN,
      MAX_TERMINATIONS_AT_ONCE: '10',
      PAUSE_PARAMETER_NAME,
      PROPAGATE_QUEUE_URL: 'the-attachments',
      READ_ROLE_NAME: 'reads',
      TABLE_NAME,
    },
    [
      'requestLook the-attachments',
      'openExecutions the-grace-periods',
      'failedExecutions the-grace-periods',
      'startExecution the-grace-periods',
      'startExecution the-breaker',
      'breakerTable the-table',
      'readPause /the/pause',
      'sweepNoteTable the-table',
      'sweepCountTable the-table',
      'userTable the-table',
    ],
  ],
  propagate: [
    { ACCOUNTS, OWNER_TAG, EXEMPTIONS: '[]', PROPAGATE: '["volume"]', PROPAGATE_ROLE_NAME: 'propagates' },
    ['assumeRole propagates propagate', 'ec2In', 'readAttachmentsIn', 'tagAttachments'],
  ],
  breaker: [
    { ...NOTICE, GATEWAY_ACCOUNT_ID, LOOK_UP_QUEUE_URL },
    ['breakerTable the-table', ...PEOPLE, 'ownerChangeTable the-table', 'askCloudTrail the-queue'],
  ],
  creations: [
    {
      OWNER_TAG,
      TIMING,
      SUB_ACCOUNTS: '{"dry-run":{},"enforce":{"422448306679":"pangenomics"}}',
      REMINDER_QUEUE_URL: 'the-reminders',
    },
    [],
  ],
  reminders: [
    {
      ...NOTICE,
      EXEMPTIONS: '[]',
      GATEWAY_ACCOUNT_ID,
      TAGS_ROLE_NAME: 'reads-tags',
      CORRECT_ROLE_NAME: 'corrects',
      REMINDER_QUEUE_URL: 'the-reminders',
      LOOK_UP_QUEUE_URL,
      MAIL_QUEUE_URL: 'the-mails',
    },
    [
      'assumeRole reads-tags reminders',
      'readResourceTags',
      'assumeRole corrects reminders',
      'tagResourceOnDemand',
      'reminderTable the-table',
      'sentMailTable the-table',
      ...PEOPLE,
      'sendMessage the-reminders',
      'sendMessage the-mails',
      'askCloudTrail the-queue',
    ],
  ],
  collect: [
    {
      OWNER_TAG,
      EXEMPTIONS: '[]',
      REPORT_ROLE_NAME: 'lists-resources',
      BUCKET_NAME: 'the-bucket',
      TABLE_NAME,
    },
    ['assumeRole lists-resources report', 'reportBucket the-bucket', 'userTable the-table'],
  ],
  costs: [
    {
      BILLING: '{"accountId":"555566667777"}',
      OWNER_TAG_KEY: 'Owner',
      SUB_ACCOUNTS: '{"422448306679":"pangenomics"}',
      COSTS_ROLE_NAME: 'reads-costs',
      BUCKET_NAME: 'the-bucket',
    },
    ['assumeRole reads-costs costs', 'reportBucket the-bucket'],
  ],
  'access-review': [
    {
      BUCKET_NAME: 'the-bucket',
      GATEWAY_ACCOUNT_ID,
      ACCESS_REVIEW_ROLE_NAME: 'reviews',
      REPORT_ROLE_NAME: 'lists-resources',
    },
    [
      'assumeRole reviews access-review',
      'assumeRole lists-resources access-review',
      'accessReaders 652235167018',
      'reportBucket the-bucket',
    ],
  ],
  report: [
    {
      ...NOTICE,
      OWNER_KEY: 'Owner',
      BUCKET_NAME: 'the-bucket',
      HUB: '{"accountId":"652235167018","region":"us-west-2"}',
      MAIL_QUEUE_URL: 'the-mails',
      OWNER_MAIL: 'true',
      LINK_ROLE_NAME: 'signs-links',
    },
    [
      'reportBucket the-bucket',
      'sendMessage the-mails',
      'ownerMailTable the-table',
      'assumeRole signs-links report',
      'signLink',
    ],
  ],
} as const satisfies Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>;

const before = process.env;
let starts = 0;
beforeEach(() => {
  made.length = 0;
});
afterEach(() => {
  process.env = before;
});

/** Starts a function as Lambda does, with its environment and Lambda's own variables. */
const start = async (name: string, environment: Readonly<Record<string, string>>): Promise<unknown> => {
  process.env = { AWS_REGION: 'us-west-2', POWERTOOLS_SERVICE_NAME: name, ...environment };
  starts += 1;
  return import(`${pathToFileURL(join(LAMBDAS, name, 'index.ts'))}?${starts}`);
};

const without = (environment: Readonly<Record<string, string>>, variable: string) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => name !== variable));

test('this test lists every function', () => {
  const folders = readdirSync(LAMBDAS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('/index.ts'))
    .map((name) => name.split('/')[0]);
  expect(folders.sort()).toEqual(Object.keys(functions).sort());
});

describe.each(Object.entries(functions))('%s', (name, [environment, clients]) => {
  for (const variable of Object.keys(environment)) {
    test(`does not start without ${variable}, and names it in the error`, async () => {
      const starting = start(name, without(environment, variable));
      await expect(starting).rejects.toMatchObject({
        name: 'EnvironmentInvalid',
        message: expect.stringMatching(new RegExp(`${variable}\\b.*Deploy the hub again`)),
      });
      expect(made).toEqual([]);
    });
  }

  test('makes its clients from its environment', async () => {
    expect(await start(name, environment)).toMatchObject({ handler: expect.any(Function) });
    expect([...made].sort()).toEqual([...clients].sort());
  });
});

test.each([
  ['no JSON', 'Owner'],
  ['half a JSON', '{"key":"Owner"'],
  ['another shape', '{"patterns":[]}'],
])('a variable that holds %s is named in the error', (_, text) => {
  const schema = z.object({ OWNER_TAG: json(z.object({ key: z.string() })) });
  const parse = () => parseEnvironment(schema, { OWNER_TAG: text });
  expect(parse).toThrow(EnvironmentInvalid);
  expect(parse).toThrow(/OWNER_TAG/);
});
