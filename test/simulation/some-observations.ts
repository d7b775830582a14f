import type { Section, SeenMail } from './observed/mail.ts';
import {
  type Execution,
  type Injection,
  type InstanceHistory,
  noObservations,
  type Observations,
} from './observed/seen.ts';
import { TREEHOUSE } from './settings.ts';
import { BEGIN, MINUTE } from './time.ts';

/** An instant, in minutes after the launch of all instances here. */
export const minute = (minutes: number): number => BEGIN + minutes * MINUTE;

type Tags = Readonly<Record<string, string>>;

/** The tags of an instance from a minute after its launch on. */
export const tagged = (minutes: number, tags: Tags, by: 'people' | 'service' = 'people') => ({
  at: minute(minutes),
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  by,
});

/** An instance without a tag, launched by a person. */
export const anInstanceHistory = (overrides: Partial<InstanceHistory> = {}): InstanceHistory => ({
  instanceId: 'i-0a',
  accountId: TREEHOUSE,
  region: 'us-west-2',
  reservationId: 'r-0a',
  clientToken: null,
  launchedAt: BEGIN,
  isManaged: false,
  caller: { name: 'ann@ucsc.edu', userIds: [] },
  parentId: null,
  principal: null,
  groupName: null,
  groupOwner: null,
  groupCreator: null,
  tags: [tagged(0, {})],
  protection: [],
  running: [],
  ended: null,
  ...overrides,
});

/** A mail to the launcher. */
export const aMail = (
  minutes: number,
  claim: Section['claim'],
  overrides: Partial<SeenMail> = {},
): SeenMail => ({
  at: minute(minutes),
  topicArn: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-ann',
  readers: ['ann@ucsc.edu'],
  subject: claim,
  sections: [{ claim, count: 1, instanceIds: ['i-0a'] }],
  reminder: null,
  reservationId: 'r-0a',
  source: null,
  accountId: TREEHOUSE,
  standsUntil: null,
  deadline: claim === 'warned' ? minute(10) : null,
  ...overrides,
});

export const anInjection = (minutes: number, overrides: Partial<Injection> = {}): Injection => ({
  at: minute(minutes),
  kind: 'server-error',
  accountId: null,
  fn: 'check',
  what: 'check: ec2:Describe: find',
  ...overrides,
});

/** An execution that judges `i-0a` between these minutes, from the record of its launch. */
export const anExecution = (
  from: number,
  until: number,
  launch: Partial<Execution['launch']> = {},
): Execution => ({
  name: `${TREEHOUSE}-us-west-2-r-0a-launch-${from}`,
  from: minute(from),
  until: minute(until),
  launch: {
    accountId: TREEHOUSE,
    key: { filter: 'reservation-id', value: 'r-0a' },
    eventTime: new Date(minute(from)).toISOString(),
    instanceIds: ['i-0a'],
    identity: { is: 'iam-user', userName: 'ann@ucsc.edu', invokedBy: null },
    ...launch,
  },
});

/** The observations of a run with these instances. */
export const someObservations = (
  instances: readonly InstanceHistory[],
  overrides: Partial<Observations> = {},
): Observations => ({
  ...noObservations(),
  instances: new Map(instances.map((instance) => [instance.instanceId, instance])),
  ...overrides,
});
