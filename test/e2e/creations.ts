import { HUB_REGION } from './configuration.ts';
import { tagInstance } from './instances.ts';
import { MAKERS, type Made, makeQueue, type Place } from './make.ts';
import { PEOPLE } from './people.ts';
import type { Session } from './sessions.ts';
import type { Stage } from './stage.ts';
import { as, type Target } from './target.ts';

const ACCOUNT = 'alpha';
/** Who creates. */
export const CREATOR = 'bob';

/** What a person created in one sub-account. */
export type Created = {
  readonly session: Session;
  readonly place: Place;
  /** One of each type, without an Owner. */
  readonly untagged: Readonly<Record<keyof typeof MAKERS, Made>>;
  /** What had an Owner in the call, or soon after it. */
  readonly tagged: readonly Made[];
  /** What had the creator's name under `owner`, which is a near miss. */
  readonly nearMisses: readonly Made[];
  /** The same; and RIVAL writes their own Owner on it after the service has read its tags. */
  readonly contested: Made;
};

/** Who owns what is contested. */
export const RIVAL = 'ada';
/** As owner_written_meanwhile in as_aws/tags.py reads it. */
const MEANWHILE = 'tag-enforcement-e2e-meanwhile';

/** The name of everything that has one. */
export const NAME = 'tag-enforcement-e2e-scratch';

const placeOf = (target: Target, session: Session): Place => ({
  accountId: target.accounts[ACCOUNT],
  region: HUB_REGION,
  client: as(session.credentials, target.client(ACCOUNT, HUB_REGION)),
});

/**
 * Somebody creates one thing of each type without an Owner, two with it, and three with a near miss. The record of the topic
 * comes twice. In AWS nothing is created, since nobody would delete it.
 */
export const createAll = async ({ target, report, callers }: Stage): Promise<Created | null> => {
  const { cloudTrail } = target;
  if (!cloudTrail.isPlayed) return null;
  report.step(`${CREATOR} creates one thing of each of ${Object.keys(MAKERS).length} types`);
  const session = await callers.switchRole(CREATOR, ACCOUNT);
  const place = placeOf(target, session);
  const owner = { Owner: PEOPLE[CREATOR] };
  const made = async (making: Promise<Made>, deliveries = 1): Promise<Made> => {
    const one = await making;
    await cloudTrail.created(session, place.region, one.call, deliveries);
    return one;
  };
  const untagged = {
    volume: await made(MAKERS.volume(place)),
    'security group': await made(MAKERS['security group'](place, NAME)),
    bucket: await made(MAKERS.bucket(place, NAME)),
    queue: await made(MAKERS.queue(place, NAME)),
    table: await made(MAKERS.table(place, NAME)),
    topic: await made(MAKERS.topic(place, NAME), 2),
    'log group': await made(MAKERS['log group'](place, NAME)),
    stack: await made(MAKERS.stack(place, NAME)),
  };
  const inCall = await made(MAKERS.table(place, `${NAME}-owned`, owner));
  const later = await made(MAKERS.volume(place));
  await tagInstance(place.client, later.arn.split('/').at(-1) ?? '', ['Owner', owner.Owner]);
  const nearMiss = { owner: PEOPLE[CREATOR] };
  const nearMisses = [
    await made(MAKERS.volume(place, nearMiss)),
    await made(MAKERS['security group'](place, `${NAME}-near`, nearMiss)),
  ];
  const contested = await made(MAKERS.volume(place, { ...nearMiss, [MEANWHILE]: PEOPLE[RIVAL] }));
  return { session, place, untagged, tagged: [inCall, later], nearMisses, contested };
};

/** The queue's creator calls again for the queue that is there, after it was read and before they are told. */
export const createAgain = async ({ target }: Stage, created: Created | null): Promise<void> => {
  if (!created) return;
  const { session, place } = created;
  const { call } = await makeQueue(place, NAME);
  await target.cloudTrail.created(session, place.region, call, 1);
};
