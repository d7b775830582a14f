import { randomUUID } from 'node:crypto';
import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import type { OnTerminationProtection } from '../../lambdas/domain/grace-period/orders-and-results.ts';
import { applyRecord } from '../../local/aws/apply-record.ts';
import { AutoScaling } from '../../local/aws/auto-scaling.ts';
import { clientsOf } from '../../local/aws/clients.ts';
import { CloudTrail } from '../../local/aws/cloud-trail.ts';
import { Ec2 } from '../../local/aws/ec2.ts';
import { ec2Clients } from '../../local/aws/ec2-clients.ts';
import { ec2Reads } from '../../local/aws/ec2-reads.ts';
import { IamUsers } from '../../local/aws/iam-users.ts';
import { Parameters } from '../../local/aws/parameters.ts';
import { Queues } from '../../local/aws/queues.ts';
import { Resources } from '../../local/aws/resources.ts';
import { Tables } from '../../local/aws/tables.ts';
import { Topics } from '../../local/aws/topics.ts';
import { type Entry, readEntry } from '../../local/entry.ts';
import { Iam } from '../../local/iam/iam.ts';
import { aLog } from '../lambdas/a-log.ts';
import { type Aws, NEVER_CONFIRMING } from './aws.ts';
import { embeddedExecutions } from './embedded-executions.ts';
import {
  attachedVolumeRecords,
  groupRecord,
  launchRecord,
  newId,
  protectionRecord,
  spotRecords,
  userRecord,
} from './embedded-records.ts';
import { embeddedWaiting } from './embedded-waiting.ts';
import { functionRoleArn, STACKS, stacksOf, variable } from './stacks.ts';

const entryOf = (record: unknown): Entry => {
  const entry = readEntry({ place: null, record, envelope: null }, 'contract');
  if (typeof entry === 'string') throw new Error(entry);
  return entry;
};

/** The embedded AWS of the local run. It applies a call when it gets the record. */
export const embeddedAws = (setting?: OnTerminationProtection): Aws => {
  const ec2 = new Ec2();
  const iam = new Iam(setting ? stacksOf(setting) : STACKS);
  const users = new IamUsers([]);
  const autoScaling = new AutoScaling();
  const resources = new Resources();
  const { openExecutions, failedExecutions, startNotice, ...executions } = embeddedExecutions(iam);
  const { answer, waitForMail } = embeddedWaiting(iam);
  let parameters = new Parameters(STACKS, []);
  const messages = new Map<string, unknown[]>();
  const queues = new Queues(STACKS, { invoke: async () => null }, () => {});
  const clients = clientsOf({
    ec2,
    iam,
    users,
    autoScaling,
    cloudTrail: new CloudTrail(),
    resources,
    tables: new Tables(STACKS),
    get parameters() {
      return parameters;
    },
    topics: new Topics(STACKS, [NEVER_CONFIRMING]),
    log: aLog(),
    metrics: { count: () => {}, total: () => {}, seconds: () => {} },
    queues: () => ({
      arnOf: (queueUrl) => queues.arnOf(queueUrl),
      send: (queueArn, body) => messages.set(queueArn, [...(messages.get(queueArn) ?? []), JSON.parse(body)]),
      waiting: (queueArn) => messages.get(queueArn)?.length ?? 0,
    }),
    startExecution: () => executions.startExecution,
    openExecutions,
    failedExecutions,
    startBreakerNotice: startNotice,
    answer,
  });
  return {
    ec2Clients: (of) => ec2Clients(ec2, iam, functionRoleArn(of)),
    clients: (of) => clients(functionRoleArn(of)),
    ec2: async ({ accountId, region }) => ec2Reads(ec2.in(accountId, region)),
    ...executions,
    waitForMail,
    launch: async (order) => {
      const instanceIds = Array.from({ length: order.count ?? 1 }, () => newId('i'));
      const { clientToken = randomUUID() } = order;
      const launched = { reservationId: newId('r'), clientToken, instanceIds };
      applyRecord(ec2, entryOf(launchRecord(order, launched)));
      return launched;
    },
    attachVolume: async (place, instanceId, tags) => {
      const volumeId = newId('vol');
      for (const record of attachedVolumeRecords(place, volumeId, instanceId, tags)) {
        applyRecord(ec2, entryOf(record));
        resources.apply(entryOf(record));
      }
      return volumeId;
    },
    protect: async (place, instanceId) =>
      applyRecord(ec2, entryOf(protectionRecord(place, instanceId, 'disableApiTermination'))),
    protectFromStopping: async (place, instanceId) =>
      applyRecord(ec2, entryOf(protectionRecord(place, instanceId, 'disableApiStop'))),
    requestSpot: async (place, type, count = 1) => {
      const spots = Array.from({ length: count }, () => ({
        instanceId: newId('i'),
        requestId: newId('sir'),
      }));
      const records = spots.flatMap((spot) => spotRecords(place, type, spot));
      for (const record of records) applyRecord(ec2, entryOf(record));
      return spots;
    },
    setPause: async (value) => {
      const at = Date.now();
      parameters = new Parameters(STACKS, [{ name: PAUSE_PARAMETER_NAME, value, at }]);
    },
    questions: async () => messages.get(queues.arnOf(variable('attribute', 'LOOK_UP_QUEUE_URL')) ?? '') ?? [],
    createUser: async (accountId, userName) => {
      const userId = newId('AIDA');
      users.apply(entryOf(userRecord(accountId, userName, userId)));
      return userId;
    },
    createGroup: async (place, name, tags) => autoScaling.apply(entryOf(groupRecord(place, name, tags))),
    // In the embedded SNS, addresses confirm at once or never.
    confirm: async () => {},
  };
};
