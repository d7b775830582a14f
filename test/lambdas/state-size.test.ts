import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createHandler as createCheck } from '../../lambdas/check/handler.ts';
import type { GracePeriodInput } from '../../lambdas/domain/grace-period/input.ts';
import type { Instance } from '../../lambdas/domain/instances.ts';
import { createHandler as createNotice } from '../../lambdas/notice/handler.ts';
import { createHandler as createTerminate } from '../../lambdas/terminate/handler.ts';
import { aBreaker } from './a-breaker.ts';
import { aCheckInput } from './a-check-input.ts';
import { aLaunch } from './a-launch.ts';
import { aLog } from './a-log.ts';
import { aMetrics } from './a-metrics.ts';
import { anInstance, aReader } from './an-instance.ts';
import { at, textAt } from './at.ts';
import { aCheckEnvironment } from './check/a-check-environment.ts';
import { instanceIds } from './instance-ids.ts';
import { aNoticeEnvironment } from './notice/a-notice-environment.ts';
import { hourlyMails } from './notice/hourly-mails.ts';
import { noSweepTables } from './notice/some-sweep-tables.ts';
import { noUsers } from './some-users.ts';
import { aTerminateEnvironment } from './terminate/a-terminate-environment.ts';
import { anEc2 } from './terminate/an-ec2.ts';
import { someClients } from './terminate/some-clients.ts';

/** In bytes. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_STATE = 262_144;

beforeEach(() => {
  jest.useFakeTimers({ now: at(2) });
});
afterEach(() => {
  jest.useRealTimers();
});

const IDS = instanceIds(1000);
const log = aLog();
const environment = {
  ...aCheckEnvironment(),
  ...aTerminateEnvironment(),
};

/** The functions, with instances that a test may change. */
const functionsOver = (ec2: { instances: readonly Instance[] }) => ({
  check: createCheck(environment, {
    readInstancesIn: async () => aReader(ec2.instances),
    readGroupTags: async () => [],
    breaker: aBreaker(),
    openExecutions: async () => [],
    readPause: async () => false,
    users: noUsers,
    log,
  }),
  terminate: createTerminate(environment, {
    ...someClients().clients,
    terminateInstances: (_account, _region, ids) => anEc2().call(ids),
    log,
  }),
  notify: createNotice(aNoticeEnvironment(), {
    ...hourlyMails(FREE),
    breaker: aBreaker(),
    ...noSweepTables,
    log,
    metrics: aMetrics(),
  }),
});

/** Passes the state from step to step, and records its size in bytes after each. */
const aState = () => {
  const sizes: number[] = [];
  const grow = <State extends object, More extends object>(state: State, more: More): State & More => {
    const next = { ...state, ...more };
    sizes.push(Buffer.byteLength(JSON.stringify(next)));
    return next;
  };
  return { sizes, grow };
};

/** An instance in a zone, of a group with a long name, with the maximum number of volumes. */
const grown = (index: number): Partial<Instance> => ({
  availabilityZone: `us-west-2${'abcd'[index % 4]}`,
  volumes: { deleted: instanceIds(64), kept: instanceIds(64), keptOwner: '😀'.repeat(127) },
});
/** As many tags as EC2 allows, as long as it allows. */
const longTags = Object.fromEntries(
  Array.from({ length: 49 }, (_, index) => [`${index}${'😀'.repeat(63)}`, '😀'.repeat(128)]),
);
const names = { Name: '😀'.repeat(255), 'aws:autoscaling:groupName': '😀'.repeat(127), ...longTags };
const published = ['x', 'y', 'z'].map((letter) => ({
  messageId: letter.repeat(36),
  topicArn: letter.repeat(200),
}));
const FREE = { isReported: false, until: textAt(62), launches: 7, since: textAt(0) } as const;

test('the state of a launch of 1,000 instances stays within the limit of Step Functions to its end', async () => {
  const ec2 = { instances: IDS.map((id, index) => anInstance(id, names, grown(index))) };
  const { check, terminate, notify } = functionsOver(ec2);
  const { sizes, grow } = aState();
  const input: GracePeriodInput = aCheckInput({ launch: aLaunch({ instanceIds: IDS }) });

  const looked = grow(input, { check: await check(input) });
  const warned = grow(looked, { notice: await notify(looked), published, publishedAt: textAt(2, 1) });

  jest.setSystemTime(at(10));
  const due = grow(warned, { check: await check(warned) });
  const orders = due.check.toTerminate;
  const acted = grow(due, { terminations: await terminate({ attempt: 0, state: due }) });
  const notified = grow(acted, { notice: await notify(acted) });

  expect(due.check.warned.instanceIds).toEqual(IDS);
  expect(orders.flatMap((order) => order.instanceIds).sort()).toEqual(IDS);
  expect(notified.notice.outcomes).toMatchObject([{ decision: 'terminated', instanceIds: { length: 1000 } }]);
  expect(due.check.traces?.tags).toHaveLength(50);
  expect(sizes).toHaveLength(5);
  expect(Math.max(...sizes)).toBeLessThan(LARGEST_STATE);
});

test('so do the state and the mails of 1,000 instances with a different wrong Owner each', async () => {
  const owner = (index: number) => ({ Owner: `${index}${'😀'.repeat(250)}` });
  const { check, notify } = functionsOver({
    instances: IDS.map((id, index) => anInstance(id, owner(index))),
  });
  const { sizes, grow } = aState();
  const input: GracePeriodInput = aCheckInput({ launch: aLaunch({ instanceIds: IDS }) });
  const looked = grow(input, { check: await check(input) });
  const { notice } = grow(looked, { notice: await notify(looked) });
  expect(Math.max(...sizes)).toBeLessThan(LARGEST_STATE);
  expect(notice.outcomes).toEqual([
    { decision: 'invalid', reason: 'no-pattern-matches', instanceIds: [...IDS].sort() },
  ]);
});
