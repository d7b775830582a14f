import type { CheckEnvironment } from '../../lambdas/check/handler.ts';
import type {
  CheckInput,
  NoticeInput,
  RepairInput,
  TerminateInput,
} from '../../lambdas/domain/grace-period/input.ts';
import type { SweepInput } from '../../lambdas/domain/sweep/classify.ts';
import type { IntakeEnvironment } from '../../lambdas/intake/plan-intake.ts';
import type { NoticeEnvironment } from '../../lambdas/notice/environment.ts';
import type { PropagateEnvironment } from '../../lambdas/propagate/handler.ts';
import type { RepairEnvironment } from '../../lambdas/repair/handler.ts';
import type { SweepEnvironment } from '../../lambdas/sweep/handler.ts';
import type { TerminateEnvironment } from '../../lambdas/terminate/handler.ts';
import { firstEventsOfCreations } from './creation-events.ts';
import { firstEventsOfPeople } from './first-events-of-people.ts';
import { ACCOUNT_ID, INSTANCE_ID, input, OWNER_TAG, TIMING, untaggedLaunch } from './launch-events.ts';

/** The rules in the environment of `check` and `sweep`. */
const JUDGING = {
  OWNER_TAG,
  TIMING,
  EXEMPTIONS: '[]',
  ENFORCE_LAUNCHES_AFTER: 'null',
  PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
  TABLE_NAME: 'tag-enforcement',
  READ_ROLE_NAME: 'read',
};

/** A launch of a moment ago. For a late one, intake would first look for an execution that a sweep started. */
const atTime = (event: typeof untaggedLaunch, eventTime: string) => ({
  ...event,
  detail: { ...event.detail, eventTime },
});

const orders = [{ availabilityZone: 'us-west-2a', instanceIds: [INSTANCE_ID] }];

const ACCOUNTS = `{"dry-run":[],"enforce":["${ACCOUNT_ID}"]}`;

/** What the functions that write mails have in their environment. */
const WRITING = {
  ACCOUNTS,
  OWNER_TAG,
  TIME_ZONE: 'America/Los_Angeles',
  ADMINISTRATORS: '["cluster-admin@soe.ucsc.edu"]',
  ADMINISTRATORS_TOPIC_ARN: 'a',
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: 's',
  PERSON_TOPIC_ARN_PREFIX: 'p',
  TABLE_NAME: 'table',
} satisfies Record<keyof NoticeEnvironment, string>;

/** The environment and the first event of each function. `checkedAt` is now, since a verdict must be fresh to terminate. */
export const firstEvents = (checkedAt: string) => ({
  intake: {
    environment: {
      STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:a',
      BREAKER_STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:b',
      MAX_TERMINATIONS_AT_ONCE: '10',
      TABLE_NAME: 'tag-enforcement',
      OWNER_TAG,
      TIMING,
      SUB_ACCOUNTS: `{"dry-run":{},"enforce":{"${ACCOUNT_ID}":"pangenomics"}}`,
    } satisfies Record<keyof IntakeEnvironment, string>,
    event: { Records: [{ messageId: '1', body: JSON.stringify(atTime(untaggedLaunch, checkedAt)) }] },
  },
  check: {
    environment: {
      ...JUDGING,
      STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:a',
      INHERIT_OWNER: '[]',
      CORRECT_TOOL_OWNERS: 'true',
      ACCOUNTS,
    } satisfies Record<keyof CheckEnvironment, string>,
    event: input satisfies CheckInput,
  },
  repair: {
    environment: {
      OWNER_TAG_KEY: 'Owner',
      REPAIR_ROLE_NAME: 'repair',
      TABLE_NAME: 'tag-enforcement',
    } satisfies Record<keyof RepairEnvironment, string>,
    event: {
      accountId: ACCOUNT_ID,
      region: 'us-west-2',
      checkedAt,
      orders: [{ owner: 'bob@ucsc.edu', why: 'near-miss', over: [], instanceIds: [INSTANCE_ID] }],
    } satisfies RepairInput,
  },
  terminate: {
    environment: {
      ACT_ROLE_NAME: 'act',
      ENFORCED_ACCOUNTS: `["${ACCOUNT_ID}"]`,
      PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
      TABLE_NAME: 'tag-enforcement',
      ON_TERMINATION_PROTECTION: 'stop',
      OWNER_TAG,
    } satisfies Record<keyof TerminateEnvironment, string>,
    event: {
      attempt: 0,
      state: {
        launch: { accountId: ACCOUNT_ID, region: 'us-west-2', eventTime: checkedAt },
        cause: 'launch',
        check: { checkedAt, toTerminate: orders },
      },
    } satisfies TerminateInput,
  },
  notice: {
    environment: WRITING,
    event: {
      ...input,
      check: {
        checkedAt,
        findings: [{ verdict: { is: 'noncompliant', reason: 'owner-missing' }, instanceIds: [INSTANCE_ID] }],
        warned: { instanceIds: [], at: null },
        toRepair: [],
        toWarn: [INSTANCE_ID],
        toTerminate: [],
        deadline: '2026-11-03T16:10:00Z',
        until: '2026-11-03T16:10:00Z',
        paused: false,
        held: false,
        examples: [{ instanceId: INSTANCE_ID, instanceType: 't3.micro', name: 'x' }],
      },
    } satisfies NoticeInput,
  },
  sweep: {
    environment: {
      ...JUDGING,
      STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:a',
      BREAKER_STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:b',
      MAX_TERMINATIONS_AT_ONCE: '10',
      PROPAGATE_QUEUE_URL: '',
    } satisfies Record<keyof SweepEnvironment, string>,
    event: {
      accountId: ACCOUNT_ID,
      name: 'pangenomics',
      mode: 'enforce',
      regions: ['us-west-2'],
    } satisfies SweepInput,
  },
  propagate: {
    environment: {
      ACCOUNTS,
      OWNER_TAG,
      PROPAGATE: '["volume","network-interface"]',
      EXEMPTIONS: '[]',
      PROPAGATE_ROLE_NAME: 'propagate',
    } satisfies Record<keyof PropagateEnvironment, string>,
    event: {
      Records: [
        {
          messageId: 'm',
          body: JSON.stringify({ accountId: ACCOUNT_ID, region: 'us-west-2', instanceIds: [INSTANCE_ID] }),
        },
      ],
    },
  },
  ...firstEventsOfCreations(WRITING),
  ...firstEventsOfPeople,
});
