import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { AttributeEnvironment } from '../../../lambdas/attribute/handler.ts';
import { CheckEnvironment } from '../../../lambdas/check/handler.ts';
import { DirectoryEnvironment } from '../../../lambdas/directory/handler.ts';
import { parseEnvironment } from '../../../lambdas/environment.ts';
import { IntakeEnvironment } from '../../../lambdas/intake/plan-intake.ts';
import { LookUpEnvironment } from '../../../lambdas/look-up/handler.ts';
import { NoticeEnvironment } from '../../../lambdas/notice/environment.ts';
import { PropagateEnvironment } from '../../../lambdas/propagate/handler.ts';
import { PublishEnvironment } from '../../../lambdas/publish/handler.ts';
import { RemindersEnvironment } from '../../../lambdas/reminders/handler.ts';
import { RepairEnvironment } from '../../../lambdas/repair/handler.ts';
import { SessionsEnvironment } from '../../../lambdas/sessions/handler.ts';
import { SweepEnvironment } from '../../../lambdas/sweep/handler.ts';
import { TerminateEnvironment } from '../../../lambdas/terminate/handler.ts';
import { DRY, ENFORCED, GATEWAY, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { expectStack, resourcesOf, synthesize } from '../synthesize.ts';

const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');

const TABLE = { TABLE_NAME: 'tag-enforcement' };
const PERSONS = { PERSON_TOPIC_ARN_PREFIX: `arn:aws:sns:us-west-2:${HUB}:tag-enforcement-person-` };

describe('the environment of', () => {
  const Variables = z.object({ Variables: z.record(z.string(), z.unknown()) });
  const environments = new Map(
    resourcesOf(hub, 'AWS::Lambda::Function').map(([, { Properties }]) => {
      const { Variables: variables } = Variables.parse(Properties.Environment);
      // References that CloudFormation resolves are replaced by a text.
      const resolved = Object.entries(variables).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return [variables.POWERTOOLS_SERVICE_NAME, Object.fromEntries(resolved)];
    }),
  );

  test.each([
    [
      'intake',
      IntakeEnvironment,
      { SUB_ACCOUNTS: { 'dry-run': { [DRY]: 'sandbox' }, enforce: { [ENFORCED]: 'pangenomics' } } },
    ],
    [
      'check',
      CheckEnvironment,
      {
        READ_ROLE_NAME: 'tag-enforcement-read',
        INHERIT_OWNER: ['instance'],
        TIMING: { gracePeriodMinutes: 10, warnAfterMinutes: 2, minimumNoticeMinutes: 3 },
      },
    ],
    [
      'repair',
      RepairEnvironment,
      {
        OWNER_TAG_KEY: 'Owner',
        REPAIR_ROLE_NAME: 'tag-enforcement-repair',
        TABLE_NAME: 'tag-enforcement',
      },
    ],
    [
      'sweep',
      SweepEnvironment,
      {
        STATE_MACHINE_ARN: expect.stringContaining('{"Ref":"GracePeriod'),
        OWNER_TAG: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'] },
        TIMING: { gracePeriodMinutes: 10 },
        EXEMPTIONS: [],
        ENFORCE_LAUNCHES_AFTER: null,
        BREAKER_STATE_MACHINE_ARN: expect.stringContaining('{"Ref":"Breaker'),
        MAX_TERMINATIONS_AT_ONCE: 10,
        PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
        READ_ROLE_NAME: 'tag-enforcement-read',
        PROPAGATE_QUEUE_URL: expect.stringContaining('{"Ref":"PropagateAttachmentQueue'),
        ...TABLE,
      },
    ],
    [
      'propagate',
      PropagateEnvironment,
      {
        ACCOUNTS: { 'dry-run': [DRY], enforce: [ENFORCED] },
        OWNER_TAG: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'] },
        PROPAGATE: ['volume', 'network-interface'],
        EXEMPTIONS: [],
        PROPAGATE_ROLE_NAME: 'tag-enforcement-propagate',
      },
    ],
    [
      'terminate',
      TerminateEnvironment,
      {
        ACT_ROLE_NAME: 'tag-enforcement-act',
        ENFORCED_ACCOUNTS: [ENFORCED],
        ON_TERMINATION_PROTECTION: 'stop',
        PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
      },
    ],
    [
      'notice',
      NoticeEnvironment,
      {
        TIME_ZONE: 'America/Los_Angeles',
        ADMINISTRATORS: ['cluster-admin@soe.ucsc.edu'],
        SUB_ACCOUNT_TOPIC_ARN_PREFIX: `arn:aws:sns:us-west-2:${HUB}:tag-enforcement-`,
        ...PERSONS,
        ...TABLE,
      },
    ],
    [
      'attribute',
      AttributeEnvironment,
      {
        ...TABLE,
        GATEWAY_ACCOUNT_ID: GATEWAY,
        LOOK_UP_QUEUE_URL: expect.stringContaining('{"Ref":"LookUpQuestionQueue'),
      },
    ],
    ['sessions', SessionsEnvironment, TABLE],
    [
      'look-up',
      LookUpEnvironment,
      {
        ...TABLE,
        LOOK_UP_ROLE_NAME: 'tag-enforcement-look-up',
        LOOK_UP_QUEUE_URL: expect.stringContaining('{"Ref":"LookUpQuestionQueue'),
      },
    ],
    [
      'reminders',
      RemindersEnvironment,
      {
        ...TABLE,
        GATEWAY_ACCOUNT_ID: GATEWAY,
        TAGS_ROLE_NAME: 'tag-enforcement-tags',
        LOOK_UP_QUEUE_URL: expect.stringContaining('{"Ref":"LookUpCreationQuestionQueue'),
      },
    ],
    [
      'directory',
      DirectoryEnvironment,
      {
        ...TABLE,
        ...PERSONS,
        GATEWAY_ACCOUNT_ID: GATEWAY,
        DIRECTORY_ROLE_NAME: 'tag-enforcement-directory',
      },
    ],
    ['publish', PublishEnvironment, TABLE],
  ])('%s is what its function parses', (name, schema, expected) => {
    expect(parseEnvironment(schema, environments.get(name))).toMatchObject(expected);
  });
});
