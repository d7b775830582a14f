import type {
  CheckInput,
  NoticeInput,
  RepairInput,
  TerminateInput,
} from '../../lambdas/domain/grace-period.ts';

import { firstEventsOfPeople } from './first-events-of-people.ts';
import { ACCOUNT_ID, INSTANCE_ID, input, OWNER_TAG, TIMING, untaggedLaunch } from './launch-events.ts';

const orders = [{ availabilityZone: 'us-west-2a', instanceIds: [INSTANCE_ID] }];

/** What each function is started with, and its first event. `checkedAt` is now: a termination must be fresh. */
export const firstEvents = (checkedAt: string) => ({
  intake: {
    environment: {
      STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:1:stateMachine:a',
      OWNER_TAG,
      TIMING,
      SUB_ACCOUNTS: `{"dry-run":{},"enforce":{"${ACCOUNT_ID}":"pangenomics"}}`,
    },
    event: { Records: [{ messageId: '1', body: JSON.stringify(untaggedLaunch) }] },
  },
  check: {
    environment: { OWNER_TAG, TIMING, INHERIT_OWNER: '[]', READ_ROLE_NAME: 'read' },
    event: input satisfies CheckInput,
  },
  repair: {
    environment: { OWNER_TAG_KEY: 'Owner', REPAIR_ROLE_NAME: 'repair' },
    event: {
      accountId: ACCOUNT_ID,
      region: 'us-west-2',
      checkedAt: new Date().toISOString(),
      orders: [{ owner: 'bob@ucsc.edu', why: 'near-miss', instanceIds: [INSTANCE_ID] }],
    } satisfies RepairInput,
  },
  terminate: {
    environment: { ACT_ROLE_NAME: 'act', ENFORCED_ACCOUNTS: `["${ACCOUNT_ID}"]` },
    event: {
      accountId: ACCOUNT_ID,
      region: 'us-west-2',
      checkedAt,
      attempt: 0,
      orders,
    } satisfies TerminateInput,
  },
  notice: {
    environment: {
      OWNER_TAG,
      TIME_ZONE: 'America/Los_Angeles',
      ADMINISTRATORS: '["cluster-admin@soe.ucsc.edu"]',
      ADMINISTRATORS_TOPIC_ARN: 'a',
      SUB_ACCOUNT_TOPIC_ARN_PREFIX: 's',
      PERSON_TOPIC_ARN_PREFIX: 'p',
      TABLE_NAME: 'table',
    },
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
        examples: [{ instanceId: INSTANCE_ID, instanceType: 't3.micro', name: 'x' }],
      },
    } satisfies NoticeInput,
  },
  ...firstEventsOfPeople,
});
