import { describe, expect, test } from '@jest/globals';
import type { TagResult } from '../../../lambdas/aws/ec2.ts';
import type { Instance, Tag } from '../../../lambdas/domain/instances.ts';
import type { Attachment } from '../../../lambdas/domain/propagation/attachment.ts';
import { createHandler, type PropagateEnvironment } from '../../../lambdas/propagate/handler.ts';
import { aBatch, handedBack } from '../a-batch.ts';
import { aLaunchEvent } from '../a-launch-event.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aTagChangeEvent } from '../a-tag-change-event.ts';
import { anAttachEvent } from '../an-attach-event.ts';
import { anAttachment } from '../an-attachment.ts';
import { anInstance } from '../an-instance.ts';
import { anOwnerTag } from '../an-owner-tag.ts';

const ENFORCED = '422448306679';
const DRY = '111122223333';
const BOB = { Owner: 'bob@ucsc.edu' };

type World = {
  readonly instances?: readonly Instance[];
  readonly attachments?: readonly Attachment[];
  /** Further tags that DescribeTags shows, by resource. */
  readonly moreTags?: Readonly<Record<string, readonly Tag[]>>;
  /** EC2's answer to a write; it writes by default. */
  readonly answer?: (resourceIds: readonly string[]) => TagResult;
  /** The accounts that cannot be read. */
  readonly down?: readonly string[];
  readonly environment?: Partial<PropagateEnvironment>;
};

const anEnvironment = (): PropagateEnvironment => ({
  OWNER_TAG: anOwnerTag(),
  PROPAGATE: ['volume', 'network-interface'],
  EXEMPTIONS: [],
  ACCOUNTS: { 'dry-run': [DRY], enforce: [ENFORCED] },
  PROPAGATE_ROLE_NAME: 'tag-enforcement-propagate',
});

/** Handles a batch, and returns what was read, written and said. */
const propagate = async (bodies: readonly unknown[], world: World = {}) => {
  const { instances = [], attachments = [], moreTags = {}, down = [] } = world;
  const asked: string[] = [];
  const written: string[] = [];
  const log = aLog();
  const metrics = aMetrics();
  const handler = createHandler(
    { ...anEnvironment(), ...world.environment },
    {
      readAttachmentsIn: async (accountId, region) => {
        if (down.includes(accountId)) throw new Error('throttled');
        return {
          find: async ({ filter, value }) => {
            asked.push(`${accountId} ${region} ${filter} ${value}`);
            return filter === 'instance-id'
              ? instances.filter(({ instanceId }) => value.split(',').includes(instanceId))
              : [...instances];
          },
          tags: async (ids) => new Map(ids.flatMap((id) => (moreTags[id] ? [[id, moreTags[id]]] : []))),
          attached: async (ids, types) =>
            attachments.filter(
              (one) => types.includes(one.type) && one.instanceIds.some((id) => ids.includes(id)),
            ),
        };
      },
      tagAttachments: async (accountId, region, resourceIds, { key, value }) => {
        const result = world.answer?.(resourceIds) ?? 'written';
        if (result === 'written') {
          written.push(...resourceIds.map((id) => `${accountId} ${region} ${id} ${key}=${value}`));
        }
        return result;
      },
      log,
      metrics,
    },
  );
  const response = await handler(aBatch(bodies));
  return { failed: handedBack(response), asked, written, lines: log.lines, measured: metrics.measured };
};

const owned = {
  instances: [anInstance('i-1', BOB), anInstance('i-2', { Owner: 'shared' })],
  attachments: [
    anAttachment('vol-1', 'i-1'),
    anAttachment('eni-1', 'i-1'),
    anAttachment('vol-2', 'i-2'),
    anAttachment('vol-3', 'i-2', { owner: 'amy@ucsc.edu' }),
  ],
};
const look = (...instanceIds: string[]) => ({ accountId: ENFORCED, region: 'us-west-2', instanceIds });

test('what is attached gets the Owner of its instance, and one that has an Owner keeps it', async () => {
  expect(await propagate([look('i-1', 'i-2')], owned)).toEqual({
    failed: [],
    asked: [`${ENFORCED} us-west-2 instance-id i-1,i-2`],
    written: [
      `${ENFORCED} us-west-2 vol-1 Owner=bob@ucsc.edu`,
      `${ENFORCED} us-west-2 eni-1 Owner=bob@ucsc.edu`,
      `${ENFORCED} us-west-2 vol-2 Owner=shared`,
    ],
    lines: ['owner-propagated', 'owner-propagated'],
    measured: ['Propagated 2', 'Propagated 1'],
  });
});

test('the looks of a batch in one account and Region share their questions', async () => {
  const events = [
    aLaunchEvent({ instanceIds: ['i-1'], tags: [{ key: 'Owner', value: 'bob@ucsc.edu' }] }),
    aTagChangeEvent({ instanceId: 'i-1', tags: BOB }),
    anAttachEvent({ instanceId: 'i-2' }),
    { ...look('i-1'), region: 'eu-west-1' },
  ];
  const { asked, written } = await propagate(events, owned);
  expect(asked).toEqual([
    `${ENFORCED} us-west-2 instance-id i-1,i-2`,
    `${ENFORCED} eu-west-1 instance-id i-1`,
  ]);
  expect(written).toHaveLength(5);
});

test('an event that needs no look asks nothing', async () => {
  expect(await propagate([aLaunchEvent(), aTagChangeEvent()], owned)).toMatchObject({
    asked: [],
    failed: [],
  });
});

describe('in dry-run', () => {
  test('nothing is written, and the log says what would be', async () => {
    const dry = { ...look('i-1'), accountId: DRY };
    const { written, lines, measured } = await propagate([dry], owned);
    expect(written).toEqual([]);
    expect(lines).toEqual(['owner-would-be-propagated']);
    expect(measured).toEqual([]);
  });
});

test('an account that the configuration no longer lists is left alone', async () => {
  const { asked, lines, failed } = await propagate([{ ...look('i-1'), accountId: '999988887777' }], owned);
  expect({ asked, lines, failed }).toEqual({ asked: [], lines: ['account-not-listed'], failed: [] });
});

test('only the types of the configuration are looked at', async () => {
  const { written } = await propagate([look('i-1')], { ...owned, environment: { PROPAGATE: ['volume'] } });
  expect(written).toEqual([`${ENFORCED} us-west-2 vol-1 Owner=bob@ucsc.edu`]);
});

test('an Owner that only DescribeTags shows is kept', async () => {
  const moreTags = { 'vol-1': [{ key: 'OWNER', value: 'amy@ucsc.edu' }] };
  const { written } = await propagate([look('i-1')], { ...owned, moreTags });
  expect(written).toEqual([`${ENFORCED} us-west-2 eni-1 Owner=bob@ucsc.edu`]);
});

test("an instance's Owner that only DescribeTags shows is passed on", async () => {
  const { written } = await propagate([look('i-3')], {
    instances: [anInstance('i-3')],
    attachments: [anAttachment('vol-4', 'i-3')],
    moreTags: { 'i-3': [{ key: 'Owner', value: 'amy@ucsc.edu' }] },
  });
  expect(written).toEqual([`${ENFORCED} us-west-2 vol-4 Owner=amy@ucsc.edu`]);
});

test('the other instances of a shared volume are read too, and two Owners are none', async () => {
  const shared = anAttachment('vol-9', 'i-1', {}, { instanceIds: ['i-1', 'i-2'] });
  const { asked, written } = await propagate([look('i-1')], { ...owned, attachments: [shared] });
  expect(asked).toHaveLength(2);
  expect(written).toEqual([]);
});

describe('if EC2 refuses some of the resources', () => {
  test.each(['refused', 'gone', 'full'] as const)(
    '(%s), the others are written all the same',
    async (why) => {
      const instances = [anInstance('i-1', BOB)];
      const attachments = ['vol-1', 'vol-2', 'vol-3', 'vol-4', 'vol-5'].map((id) => anAttachment(id, 'i-1'));
      const answer = (ids: readonly string[]): TagResult => (ids.includes('vol-3') ? why : 'written');
      const { failed, written, lines, measured } = await propagate([look('i-1')], {
        instances,
        attachments,
        answer,
      });
      expect(written.map((line) => line.split(' ')[2])).toEqual(['vol-1', 'vol-2', 'vol-4', 'vol-5']);
      expect(lines).toContain('owner-not-propagated');
      expect(measured).toEqual(['Propagated 2', 'Propagated 2']);
      expect(failed).toEqual([]);
    },
  );
});

test('more than a call takes are written by several', async () => {
  const attachments = Array.from({ length: 1201 }, (_, index) => anAttachment(`vol-${index}`, 'i-1'));
  const sizes: number[] = [];
  const answer = (ids: readonly string[]): TagResult => {
    sizes.push(ids.length);
    return 'written';
  };
  const { written } = await propagate([look('i-1')], {
    instances: [anInstance('i-1', BOB)],
    attachments,
    answer,
  });
  expect(written).toHaveLength(1201);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
});

test('what fails in one account is tried again, and does not stop another', async () => {
  const other = { ...look('i-1'), accountId: DRY };
  const { failed, lines } = await propagate([look('i-1'), other, look('i-2'), 'x'], {
    ...owned,
    down: [ENFORCED],
  });
  expect(failed.sort()).toEqual(['message-0', 'message-2', 'message-3']);
  expect(lines.filter((code) => code === 'owner-would-be-propagated')).toHaveLength(1);
});
