import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/check/handler.ts';
import type { Exemption } from '../../../lambdas/domain/compliance/exemption.ts';
import { OriginNotReadable } from '../../../lambdas/domain/errors.ts';
import type { Instance, Tag } from '../../../lambdas/domain/instances.ts';
import type { InheritOwner } from '../../../lambdas/domain/launcher/origin.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import { person } from '../../../lambdas/domain/record/launcher.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aRoleSession } from '../an-identity.ts';
import { anInstance } from '../an-instance.ts';
import { at, textAt } from '../at.ts';
import { noUsers } from '../some-users.ts';
import { aCheckEnvironment } from './a-check-environment.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(2) });
});
afterEach(() => {
  jest.useRealTimers();
});

const OWNER = [{ key: 'Owner', value: 'amy@ucsc.edu' }];
const bySession = aLaunch({
  identity: { is: 'instance-session', instanceId: 'i-0leader', roleName: 'toil', invokedBy: null },
});
const inGroup = (tags: Readonly<Record<string, string>> = {}) =>
  anInstance('i-1', { 'aws:autoscaling:groupName': 'workers', ...tags });

type World = {
  readonly instances: readonly Instance[];
  readonly launch?: Launch;
  /** Further input of `check`. */
  readonly input?: Parameters<typeof aCheckInput>[0];
  readonly leader?: Instance | null | Error;
  /** The Region of the leader, if it is not the launch's. */
  readonly leaderIn?: string;
  /** How many reads of the origin find nothing at first. */
  readonly unseen?: number;
  /** The tags of the leader in DescribeTags. */
  readonly leaderTags?: readonly Tag[];
  /** Null if there is no such group. By name if there are several. */
  readonly groupTags?: readonly Tag[] | null | Error | Readonly<Record<string, readonly Tag[]>>;
  /** The tags of Spot request sir-1, and its instances. */
  readonly requestTags?: readonly Tag[];
  readonly ofRequest?: Instance[] | Error;
  readonly inheritOwner?: InheritOwner;
  readonly exemptions?: readonly Exemption[];
};

const checked = async (world: World) => {
  const { instances, launch = aLaunch(), leader = null, leaderTags = [], groupTags = [] } = world;
  const { inheritOwner = ['instance', 'auto-scaling-group'], exemptions = [] } = world;
  const { requestTags = [], ofRequest = [] } = world;
  const asked: string[][] = [];
  let { unseen = 0 } = world;
  const log = aLog();
  const isByName = (tags: World['groupTags']): tags is Readonly<Record<string, readonly Tag[]>> =>
    tags !== null && typeof tags === 'object' && !Array.isArray(tags) && !(tags instanceof Error);
  const answer = <Answer>(value: Answer | Error): Answer => {
    if (value instanceof Error) throw value;
    return value;
  };
  const check = createHandler(aCheckEnvironment({ inheritOwner, exemptions }), {
    readInstancesIn: async (_, region) => ({
      find: async () => [...instances],
      instance: async (instanceId) => {
        asked.push([instanceId, ...(region === launch.region ? [] : [region])]);
        unseen -= 1;
        if (region !== (world.leaderIn ?? launch.region)) return null;
        return unseen >= 0 ? null : answer(leader);
      },
      names: async () => new Map(),
      ofRequest: async (requestId) => {
        asked.push([requestId]);
        return answer(ofRequest);
      },
      tags: async () =>
        new Map([
          ['i-0leader', leaderTags],
          ['sir-1', requestTags],
        ]),
    }),
    readGroupTags: async (...group) => {
      asked.push(group);
      unseen -= 1;
      if (unseen >= 0) return null;
      if (isByName(groupTags)) return [...(groupTags[group[2]] ?? [])];
      const tags = answer(groupTags);
      return tags && [...tags];
    },
    breaker: aBreaker(),
    openExecutions: async () => [],
    readPause: async () => false,
    users: noUsers,
    log,
  });
  const checking = check(aCheckInput({ launch, ...world.input }));
  const [planned] = await Promise.all([checking, jest.advanceTimersByTimeAsync(10_000)]);
  return { planned, asked, log: log.lines };
};

const inherits = {
  toRepair: [{ owner: 'amy@ucsc.edu', why: 'inherited', instanceIds: ['i-1'] }],
  toWarn: [],
};
const inheritsNot = { toRepair: [], toWarn: ['i-1'] };

describe('an instance that another instance launched', () => {
  const worker = { instances: [anInstance('i-1')], launch: bySession };
  const owned = anInstance('i-0leader', { Owner: 'amy@ucsc.edu', ToilNodeType: 'leader' });

  test('inherits its Owner, and has its tool', async () => {
    const { planned, asked } = await checked({ ...worker, leader: owned });
    expect(planned).toMatchObject({
      ...inherits,
      origin: { kind: 'instance', id: 'i-0leader', owner: 'amy@ucsc.edu' },
      traces: { leaderTags: [{ key: 'Owner' }, { key: 'ToilNodeType', value: 'leader' }] },
    });
    expect(asked).toEqual([['i-0leader']]);
  });

  test('inherits even if EC2 does not show the other at first: it is read again', async () => {
    const { planned, asked } = await checked({ ...worker, leader: owned, unseen: 1 });
    expect(planned).toMatchObject(inherits);
    expect(asked).toEqual([['i-0leader'], ['i-0leader']]);
  });

  const elsewhere = aLaunch({
    identity: {
      is: 'instance-session',
      instanceId: 'i-0leader',
      region: 'us-east-1',
      roleName: 'toil',
      invokedBy: null,
    },
  });

  test('inherits from the other in the Region that the record shows', async () => {
    const world = { ...worker, launch: elsewhere, leader: owned, leaderIn: 'us-east-1' };
    const { planned, asked } = await checked(world);
    expect(planned).toMatchObject({ ...inherits, origin: { id: 'i-0leader', region: 'us-east-1' } });
    expect(asked).toEqual([['i-0leader', 'us-east-1']]);
  });

  test('waits for the other if the read role may not read that Region', async () => {
    const leader = Object.assign(new Error('no'), { name: 'UnauthorizedOperation' });
    const { planned } = await checked({ ...worker, launch: elsewhere, leader, leaderIn: 'us-east-1' });
    expect(planned).toMatchObject({ toWarn: [], origin: { isNotFound: true } });
  });

  test('inherits if only the name of the session shows the other', async () => {
    const launch = aLaunch({ identity: aRoleSession({ sessionName: 'i-0abc12def34567890' }) });
    const leader = anInstance('i-0abc12def34567890', { Owner: 'amy@ucsc.edu' });
    expect((await checked({ ...worker, launch, leader })).planned).toMatchObject(inherits);
    const launcher = person('bob@ucsc.edu', 'assume-role', 'bob@ucsc.edu');
    const chosen = await checked({ ...worker, launch, leader, input: { launcher } });
    expect(chosen.planned).toMatchObject(inheritsNot);
  });

  test("inherits even if DescribeInstances omits the other's tags", async () => {
    const { planned } = await checked({ ...worker, leader: anInstance('i-0leader'), leaderTags: OWNER });
    expect(planned).toMatchObject(inherits);
  });

  test('inherits even if the other has been terminated meanwhile', async () => {
    const { planned } = await checked({ ...worker, leader: { ...owned, state: 'terminated' } });
    expect(planned).toMatchObject(inherits);
  });

  test('inherits even if only CloudTrail has shown since who launched it', async () => {
    const { identity, ...launch } = bySession;
    const launcher = { ...launch.launcher, ...(identity ? { identity } : {}) };
    const found = { ...worker, launch, input: { cause: 'sweep', launcher } as const };
    const { planned } = await checked({ ...found, leader: owned });
    expect(planned).toMatchObject({
      ...inherits,
      traces: { leaderTags: [{ key: 'Owner' }, { key: 'ToilNodeType' }] },
    });
  });

  test("inherits even if DescribeInstances shows neither the other's tags nor its termination", async () => {
    const ended = { ...anInstance('i-0leader'), state: 'terminated' as const };
    const { planned } = await checked({ ...worker, leader: ended, leaderTags: OWNER });
    expect(planned).toMatchObject(inherits);
  });

  test('inherits even if DescribeInstances does not show the other at all', async () => {
    const { planned, asked } = await checked({ ...worker, leader: null, leaderTags: OWNER });
    expect(planned).toMatchObject(inherits);
    expect(asked).toEqual([['i-0leader'], ['i-0leader']]);
  });

  test.each<[string, Instance | null]>([
    ['has no Owner', anInstance('i-0leader')],
    ['has an invalid Owner', anInstance('i-0leader', { Owner: 'nobody' })],
    ['has a near miss, not corrected yet', anInstance('i-0leader', { owner: 'amy@ucsc.edu' })],
  ])('does not inherit if the other %s', async (_, leader) => {
    const { planned } = await checked({ ...worker, leader });
    expect(planned).toMatchObject({ ...inheritsNot, origin: { id: 'i-0leader', owner: null } });
  });
});

describe('an instance whose origin AWS does not show', () => {
  const missing = { kind: 'instance', id: 'i-0leader', owner: null, isNotFound: true };
  const worker = { instances: [anInstance('i-1')], launch: bySession };
  const verdict = { reason: 'origin-not-found', from: { kind: 'instance', id: 'i-0leader' } };

  test('is neither warned of nor terminated after two empty answers, and the origin is read again', async () => {
    const { planned, asked } = await checked(worker);
    expect(asked).toEqual([['i-0leader'], ['i-0leader']]);
    expect(planned).toMatchObject({
      toRepair: [],
      toWarn: [],
      toTerminate: [],
      findings: [{ verdict, instanceIds: ['i-1'] }],
      origin: missing,
      originMissingSince: textAt(2),
      until: textAt(4),
    });
  });

  test('is treated the same if the origin is a group', async () => {
    const { planned, asked } = await checked({ instances: [inGroup()], groupTags: null });
    expect(asked).toHaveLength(2);
    expect(planned).toMatchObject({ toWarn: [], until: textAt(4), origin: { isNotFound: true } });
  });

  test('is warned of with the whole notice time once the origin was not found for a grace period', async () => {
    const { planned: first } = await checked(worker);
    jest.setSystemTime(at(11, 59));
    const { planned: waiting } = await checked({ ...worker, input: { check: first } });
    expect(waiting).toMatchObject({ toWarn: [], originMissingSince: textAt(2) });
    jest.setSystemTime(at(12));
    const { planned: last } = await checked({ ...worker, input: { check: first } });
    expect(last).toMatchObject({ toWarn: ['i-1'], deadline: textAt(15), until: textAt(15), origin: missing });
  });

  test('inherits as soon as the origin is shown, and earlier empty answers no longer count', async () => {
    const { planned: first } = await checked(worker);
    const leader = anInstance('i-0leader', { Owner: 'amy@ucsc.edu' });
    const { planned } = await checked({ ...worker, leader, input: { check: first } });
    expect(planned).toMatchObject(inherits);
    expect(planned).not.toHaveProperty('originMissingSince');
  });

  test('does not wait for the origin if nothing is inherited', async () => {
    const { planned } = await checked({ ...worker, inheritOwner: [] });
    expect(planned).toMatchObject({ toWarn: ['i-1'], until: textAt(10) });
  });
});

describe('instances of one launch that were put into several groups', () => {
  const of = (instanceId: string, group: string) =>
    anInstance(instanceId, { 'aws:autoscaling:groupName': group });
  const instances = [of('i-1', 'workers'), of('i-2', 'leaders'), of('i-3', 'nobodys'), anInstance('i-4')];
  const groupTags = {
    workers: OWNER,
    leaders: [{ key: 'Owner', value: 'bob@ucsc.edu' }],
  };

  test('each inherit from their own group; one in no group inherits nothing', async () => {
    const { planned } = await checked({ instances, groupTags });
    expect(planned.toRepair).toMatchObject([
      { owner: 'amy@ucsc.edu', instanceIds: ['i-1'] },
      { owner: 'bob@ucsc.edu', instanceIds: ['i-2'] },
    ]);
    expect(planned.toWarn).toEqual(['i-3', 'i-4']);
  });

  test('get a mail that names no group, since it is not the group of all', async () => {
    const [, , third, fourth] = instances;
    const two = await checked({ instances: [third, fourth].flatMap((one) => one ?? []), groupTags });
    expect(two.planned).toMatchObject({ toWarn: ['i-3', 'i-4'], origin: null });
    const one = await checked({ instances: third ? [third] : [], groupTags });
    expect(one.planned.origin).toMatchObject({ id: 'nobodys' });
  });
});

test('a plan keeps the tags of what is not compliant, and of nothing else', async () => {
  const tagged = anInstance('i-1', { Owner: 'amy@ucsc.edu', team: 'assembly' });
  const { planned } = await checked({ instances: [tagged, anInstance('i-2', { 'Owner:': 'amy' })] });
  expect(planned.traces).toEqual({ tags: [{ key: 'Owner:', value: 'amy' }] });
});

describe('an instance that an Auto Scaling group launched', () => {
  test('inherits an Owner that the group does not propagate', async () => {
    const { planned, asked } = await checked({ instances: [inGroup()], groupTags: OWNER });
    expect(planned).toMatchObject({
      ...inherits,
      origin: { kind: 'auto-scaling-group', id: 'workers', owner: 'amy@ucsc.edu' },
      traces: {
        tags: [
          { key: 'aws:autoscaling:groupName', value: 'workers' },
          { key: 'Owner', value: 'amy@ucsc.edu' },
        ],
      },
    });
    expect(asked).toEqual([['422448306679', 'us-west-2', 'workers']]);
  });

  test('inherits even if the first answer about the group has no tags', async () => {
    const { planned } = await checked({ instances: [inGroup()], groupTags: OWNER, unseen: 1 });
    expect(planned).toMatchObject(inherits);
  });

  test.each<[InheritOwner]>([[[]], [['instance']]])(
    'does not inherit if inheritOwner is %j',
    async (inheritOwner) => {
      const { planned } = await checked({ instances: [inGroup()], groupTags: OWNER, inheritOwner });
      expect(planned).toMatchObject({ ...inheritsNot, origin: { owner: 'amy@ucsc.edu' } });
    },
  );
});

test.each([
  ['compliant', inGroup({ Owner: 'shared' })],
  ['gone', { ...inGroup(), state: 'terminated' as const }],
  ['exempt', { ...inGroup(), managedByAws: true }],
])('the origin is not read for an instance that is %s', async (_, instance) => {
  const { planned, asked } = await checked({ instances: [instance], groupTags: OWNER });
  expect({ origin: planned.origin, asked }).toEqual({ origin: null, asked: [] });
});

describe('an origin that cannot be read', () => {
  const groupTags = new Error('AccessDenied');

  test('fails the check if an instance would inherit: it must be neither warned of nor terminated', async () => {
    await expect(checked({ instances: [inGroup()], groupTags })).rejects.toThrow(OriginNotReadable);
    const leader = new Error('Throttled');
    const worker = checked({ instances: [anInstance('i-1', { Owner: '' })], launch: bySession, leader });
    await expect(worker).rejects.toThrow(/instance i-0leader/);
  });

  test.each<[string, Instance, InheritOwner]>([
    ['there is an Owner', inGroup({ Owner: 'nobody' }), ['auto-scaling-group']],
    ['nothing is inherited', inGroup(), []],
  ])('is only logged if nothing depends on it: %s', async (_, instance, inheritOwner) => {
    const { planned, log } = await checked({ instances: [instance], groupTags, inheritOwner });
    expect(planned.origin).toEqual({ kind: 'auto-scaling-group', id: 'workers', owner: null });
    expect(log).toContain('origin-not-readable');
  });

  test('is not even read for exempt instances', async () => {
    const exemptions = [{ subAccount: '422448306679', reason: 'a migration', until: '2026-12-31' }];
    const { planned, asked } = await checked({ instances: [inGroup()], groupTags, exemptions });
    expect({ origin: planned.origin, asked }).toEqual({ origin: null, asked: [] });
  });
});

describe('what AWS wrote on the instances', () => {
  const spot = anInstance('i-1', {}, { isSpot: true, spotRequestId: 'sir-1' });
  const other = (id: string, tags: Readonly<Record<string, string>>) => anInstance(id, tags);

  test('is kept whole, of those to report', async () => {
    const arn = `arn:aws:iam::652235167018:user/${'a'.repeat(40)}@ucsc.edu`;
    const tags = { 'aws:servicecatalog:provisioningPrincipalArn': arn };
    const compliant = anInstance('i-2', { Owner: 'amy@ucsc.edu' });
    const { planned } = await checked({ instances: [anInstance('i-1', tags), compliant] });
    expect(planned.provenance).toEqual({ provisionedBy: arn });
    expect((await checked({ instances: [compliant] })).planned.provenance).toBeUndefined();
  });

  test('is who owns the Spot request, and its instance inherits nothing', async () => {
    const { planned } = await checked({ instances: [spot], requestTags: OWNER });
    expect(planned.provenance).toEqual({ requestId: 'sir-1', requestOwner: 'amy@ucsc.edu' });
    expect(planned).toMatchObject(inheritsNot);
  });

  test('is else who owns its other instances, if they have one Owner', async () => {
    const ofRequest = [spot, other('i-2', { Owner: 'amy@ucsc.edu' }), other('i-3', { owner: 'x' })];
    const { planned } = await checked({ instances: [spot], ofRequest });
    expect(planned.provenance).toEqual({ requestId: 'sir-1', requestOwner: 'amy@ucsc.edu' });
    const two = await checked({
      instances: [spot],
      ofRequest: [...ofRequest, other('i-4', { Owner: 'bob@ucsc.edu' })],
    });
    expect(two.planned.provenance).toEqual({ requestId: 'sir-1' });
  });

  test('is no reason to fail: the instance is judged as ever', async () => {
    const { planned, log } = await checked({ instances: [spot], ofRequest: new Error('throttled') });
    expect(planned).toMatchObject({ ...inheritsNot, provenance: { requestId: 'sir-1' } });
    expect(log).toContain('request-not-readable');
  });

  test('is not read further if a record leads to the launcher', async () => {
    const launcher = person('bob@ucsc.edu', 'iam-user', 'IAM user bob@ucsc.edu');
    const { asked } = await checked({ instances: [spot], input: { launcher } });
    expect(asked).toEqual([]);
    const owner = person('amy@ucsc.edu', 'request-owner', 'x');
    const again = await checked({ instances: [spot], requestTags: OWNER, input: { launcher: owner } });
    expect(again.planned.provenance).toMatchObject({ requestOwner: 'amy@ucsc.edu' });
  });
});
