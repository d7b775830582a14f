import { randomUUID } from 'node:crypto';
import { applyRecord } from '../../local/aws/apply-record.ts';
import { AutoScaling } from '../../local/aws/auto-scaling.ts';
import { clientsOf } from '../../local/aws/clients.ts';
import { CloudTrail } from '../../local/aws/cloud-trail.ts';
import { Ec2 } from '../../local/aws/ec2.ts';
import { ec2Clients } from '../../local/aws/ec2-clients.ts';
import { IamUsers } from '../../local/aws/iam-users.ts';
import { Parameters } from '../../local/aws/parameters.ts';
import { Tables } from '../../local/aws/tables.ts';
import { Topics } from '../../local/aws/topics.ts';
import { Iam } from '../../local/iam/iam.ts';
import { type Entry, readEntry } from '../../local/input/entry.ts';
import { aLog } from '../lambdas/a-log.ts';
import { type Aws, NEVER_CONFIRMING } from './aws.ts';
import { embeddedExecutions } from './embedded-executions.ts';
import { groupRecord, launchRecord, newId, protectionRecord, userRecord } from './embedded-records.ts';
import { functionRoleArn, STACKS } from './stacks.ts';

const entryOf = (record: unknown): Entry => {
  const entry = readEntry({ place: null, record, envelope: null }, 'contract');
  if (typeof entry === 'string') throw new Error(entry);
  return entry;
};

/** The embedded AWS of the local run, which learns of a call from its record. */
export const embeddedAws = (): Aws => {
  const ec2 = new Ec2();
  const iam = new Iam(STACKS);
  const users = new IamUsers([]);
  const autoScaling = new AutoScaling();
  const executions = embeddedExecutions(iam);
  const clients = clientsOf({
    ec2,
    iam,
    users,
    autoScaling,
    cloudTrail: new CloudTrail(),
    tables: new Tables(STACKS),
    parameters: new Parameters(STACKS, []),
    topics: new Topics(STACKS, [NEVER_CONFIRMING]),
    log: aLog(),
    metrics: { count: () => {}, seconds: () => {} },
    queues: () => ({ arnOf: () => undefined, send: () => {} }),
    startExecution: () => executions.startExecution,
    openExecutions: () => () => async () => [],
    answer: () => async () => 'answered',
  });
  return {
    ec2Clients: (of) => ec2Clients(ec2, iam, functionRoleArn(of)),
    clients: (of) => clients(functionRoleArn(of)),
    ...executions,
    launch: async (order) => {
      const instanceIds = Array.from({ length: order.count ?? 1 }, () => newId('i'));
      const launched = { reservationId: newId('r'), clientToken: randomUUID(), instanceIds };
      applyRecord(ec2, entryOf(launchRecord(order, launched)));
      return launched;
    },
    protect: async (place, instanceId) => applyRecord(ec2, entryOf(protectionRecord(place, instanceId))),
    createUser: async (accountId, userName) => {
      const userId = newId('AIDA');
      users.apply(entryOf(userRecord(accountId, userName, userId)));
      return userId;
    },
    createGroup: async (place, name, tags) => autoScaling.apply(entryOf(groupRecord(place, name, tags))),
    // Whoever confirms at all has done so at once.
    confirm: async () => {},
  };
};
