import * as z from 'zod';
import type { JsonObject } from '../../../infra/json.ts';
import { type Entry, readEntry } from '../../../local/entry.ts';
import type { Place } from '../../../local/sample/call.ts';
import {
  autoScaling,
  botocoreSession,
  type Caller,
  consoleSession,
  controllerSession,
  iamUser,
  instanceSession,
  instanceSessionOf,
  stackInSession,
  stackOfInstance,
} from '../../../local/sample/identity.ts';
import { resourceId } from '../../../local/sample/made-up.ts';
import { assumedRole } from '../../../local/sample/sessions.ts';
import { groupCreated, tagged, terminated, volumeAttached } from '../../../local/sample/user-actions.ts';
import { Instant, SECOND, timeOfDay } from '../time.ts';
import { guarded, switched, untagged, userDeleted, userMade, userRenamed, volumeMade } from './calls.ts';
import { recordOfLaunch } from './launch.ts';
import { RESOURCE_KINDS, resourceCreated, resourceDeleted, resourceTagged } from './resources.ts';

export const entryOf = (record: JsonObject, note: string): Entry | string =>
  readEntry({ place: note, record, envelope: null }, 'simulation');

const Tags = z.record(z.string(), z.string());

/** Who makes a call, as its record shows it. The session of a script has no person's name, only the time when it began. */
const By = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('console'), user: z.string() }),
  z.strictObject({ is: z.literal('user'), user: z.string() }),
  z.strictObject({ is: z.literal('botocore'), since: Instant, key: z.string().exactOptional() }),
  /** CloudFormation, in the identity of a script's session. */
  z.strictObject({ is: z.literal('stack'), since: Instant }),
  /** `of` is the instance's Region, if the record shows it. */
  z.strictObject({ is: z.literal('instance'), instance: z.string(), of: z.string().exactOptional() }),
  /** A stack that the program on an instance deploys. */
  z.strictObject({ is: z.literal('stack-of-instance'), instance: z.string() }),
  z.strictObject({ is: z.literal('auto-scaling') }),
  /** A controller that opens a session at `since`. Nobody is behind its role. */
  z.strictObject({ is: z.literal('controller'), role: z.string(), since: Instant }),
]);
export type By = z.infer<typeof By>;

const call = {
  /** An account and a Region: `238605363322 us-west-2`. */
  in: z
    .string()
    .regex(/^\d{12} [a-z]{2}(?:-[a-z]+)+-\d$/, 'expected an account and a Region: "238605363322 us-west-2"'),
  by: By,
};
/** Instances, by the name of their launch and their number in it: `person-3 0`, or `person-3 0..29`. */
const instances = z.array(
  z.string().regex(/ \d{1,4}(\.\.\d{1,4})?$/, 'expected the name of a launch and a number: "person-3 0"'),
);

/** A resource that is no instance. */
const resource = { kind: z.enum(RESOURCE_KINDS), name: z.string() };

/** An action of people or programs, as a history writes it. */
export const Act = z.discriminatedUnion('does', [
  z.strictObject({
    at: Instant,
    does: z.literal('launch'),
    ...call,
    name: z.string(),
    count: z.int().min(1),
    /** How many of the instances CloudTrail's record holds; all if left out. */
    recorded: z.int().min(0).exactOptional(),
    tags: Tags.exactOptional(),
    isProtected: z.boolean().exactOptional(),
    isSpot: z.boolean().exactOptional(),
    isManaged: z.boolean().exactOptional(),
    /** How many volumes each instance has, and the tags that the call gives to them. */
    volumes: z.int().min(1).exactOptional(),
    volumeTags: Tags.exactOptional(),
  }),
  z.strictObject({ at: Instant, does: z.literal('tag'), ...call, instances, tags: Tags }),
  z.strictObject({ at: Instant, does: z.literal('untag'), ...call, instances, key: z.string() }),
  z.strictObject({
    at: Instant,
    does: z.enum(['stop', 'hibernate', 'start', 'terminate', 'protect']),
    ...call,
    instances,
  }),
  z.strictObject({ at: Instant, does: z.literal('make-volume'), ...call, volume: z.string(), tags: Tags }),
  z.strictObject({
    at: Instant,
    does: z.literal('attach'),
    ...call,
    volume: z.string(),
    instance: z.string(),
  }),
  z.strictObject({ at: Instant, does: z.literal('create-group'), ...call, name: z.string(), tags: Tags }),
  z.strictObject({ at: Instant, does: z.literal('create'), ...call, ...resource, tags: Tags }),
  z.strictObject({ at: Instant, does: z.literal('tag-resource'), ...call, ...resource, tags: Tags }),
  z.strictObject({ at: Instant, does: z.literal('delete-resource'), ...call, ...resource }),
  z.strictObject({ at: Instant, does: z.literal('assume-role'), ...call, user: z.string() }),
  /** These three are about users of the gateway. A new user is not the one who had the name before. */
  z.strictObject({ at: Instant, does: z.literal('rename-user'), user: z.string(), to: z.string() }),
  z.strictObject({ at: Instant, does: z.literal('delete-user'), user: z.string() }),
  z.strictObject({ at: Instant, does: z.literal('create-user'), user: z.string() }),
  /** Anything else that CloudTrail records. */
  z.strictObject({
    does: z.literal('record'),
    note: z.string(),
    record: z
      .record(z.string(), z.unknown())
      .refine((record) => typeof entryOf(record, '') !== 'string', 'expected a CloudTrail record'),
  }),
]);
export type Act = z.infer<typeof Act>;
export type Launch = Extract<Act, { does: 'launch' }>;

export const whereOf = ({ accountId, region }: Place): string => `${accountId} ${region}`;

export const placeOf = (where: string): Place => {
  const [accountId = '', region = ''] = where.split(' ');
  return { accountId, region };
};

/** The first instance of a launch. */
export const firstOf = ({ name }: Launch): string => `${name} 0`;

/** The instances of a launch that its record holds. */
export const instancesOf = ({ name, count, recorded = count }: Launch): string =>
  recorded > 1 ? `${name} 0..${recorded - 1}` : `${name} 0`;

/** Each single instance of a list with ranges, by the name of its launch and a number. */
export const eachOf = (instances: readonly string[]): string[] =>
  instances.flatMap((some) => {
    const [, name = '', from = '', to = from] = /^(.*) (\d+)(?:\.\.(\d+))?$/.exec(some) ?? [];
    return Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, index) => `${name} ${Number(from) + index}`,
    );
  });

/** The id of an instance, by the name of its launch and a number. */
export const idOf = (instance: string): string => resourceId('i', instance);

const callerOf = (by: By, { accountId }: Place): Caller => {
  switch (by.is) {
    case 'console':
      return consoleSession(accountId, by.user);
    case 'user':
      return iamUser(accountId, by.user);
    case 'botocore':
      return botocoreSession(accountId, timeOfDay(by.since), by.key);
    case 'stack':
      return stackInSession(accountId, timeOfDay(by.since));
    case 'instance':
      return by.of === undefined
        ? instanceSession(accountId, idOf(by.instance))
        : instanceSessionOf(accountId, by.of, idOf(by.instance));
    case 'stack-of-instance':
      return stackOfInstance(accountId, idOf(by.instance));
    case 'auto-scaling':
      return autoScaling(accountId);
    case 'controller':
      return controllerSession(accountId, by.role, String(by.since / SECOND));
    default:
      return by satisfies never;
  }
};

/** The record that CloudTrail writes about an act. */
export const recordOfAct = (act: Act): JsonObject => {
  if (act.does === 'record') return act.record;
  if (act.does === 'rename-user') return userRenamed(timeOfDay(act.at), act.user, act.to);
  if (act.does === 'delete-user') return userDeleted(timeOfDay(act.at), act.user);
  if (act.does === 'create-user') return userMade(timeOfDay(act.at), act.user);
  const place = placeOf(act.in);
  const where = { at: timeOfDay(act.at), place, caller: callerOf(act.by, place) };
  switch (act.does) {
    case 'launch': {
      const { does, at, in: there, by, volumes: count, ...launch } = act;
      const volumes = Array.from({ length: count ?? 0 }, (_, index) => ({
        deleteOnTermination: index === 0,
      }));
      return recordOfLaunch({
        ...launch,
        ...where,
        instanceType: 't3.large',
        ...(count === undefined ? {} : { volumes }),
      });
    }
    case 'tag':
      return tagged(where, eachOf(act.instances).map(idOf), act.tags);
    case 'untag':
      return untagged(where, eachOf(act.instances).map(idOf), act.key);
    case 'stop':
      return switched(where, eachOf(act.instances).map(idOf), 'StopInstances');
    case 'hibernate':
      return switched(where, eachOf(act.instances).map(idOf), 'StopInstances', true);
    case 'start':
      return switched(where, eachOf(act.instances).map(idOf), 'StartInstances');
    case 'terminate':
      return terminated(where, eachOf(act.instances).map(idOf));
    case 'protect':
      return guarded(where, idOf(eachOf(act.instances)[0] ?? ''));
    case 'make-volume':
      return volumeMade(where, resourceId('vol', act.volume), act.tags);
    case 'attach':
      return volumeAttached(where, resourceId('vol', act.volume), idOf(act.instance));
    case 'create-group':
      return groupCreated({ ...where, name: act.name, size: 2, tags: act.tags, propagates: false });
    case 'create':
      return resourceCreated(where, { ...act, place }, act.tags);
    case 'tag-resource':
      return resourceTagged(where, { ...act, place }, act.tags);
    case 'delete-resource':
      return resourceDeleted(where, { ...act, place });
    case 'assume-role':
      return assumedRole({ at: where.at, place, userName: act.user, session: where.caller });
    default:
      return act satisfies never;
  }
};
