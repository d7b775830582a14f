import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Clients } from '../../local/aws/clients.ts';
import { ServiceUnavailable } from '../../local/errors.ts';
import { eventTimeOf } from '../../local/sample/call.ts';
import { SAMPLE_CONFIGURATION, treehouse } from '../../local/sample/configuration.ts';
import { consoleSession, iamUser } from '../../local/sample/identity.ts';
import { launched } from '../../local/sample/launches.ts';
import { created, taggedByArn } from '../../local/sample/user-actions.ts';
import { synthesize } from '../templates/synthesize.ts';
import { ANN, at, configured, decisionsSince, gatewayUser, playRecords } from './play-records.ts';

const stacks = synthesize(configured());
const { accountId } = treehouse;
const HOUR_MS = 3_600_000;
const PEOPLE = ['ann@ucsc.edu', 'ben@ucsc.edu'];

/** What somebody creates and tags: minutes since nine. */
type Made = {
  readonly name: number;
  readonly by: 'ann@ucsc.edu' | 'ben@ucsc.edu' | 'nobody';
  readonly minute: number;
  readonly inCall: boolean;
  /** After so many minutes; null for never. */
  readonly taggedAfter: number | null;
};

const timeOf = (minute: number): string =>
  `${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
const arnOf = (name: number): string => `arn:aws:sqs:us-west-2:${accountId}:queue-${name}`;

const recordsOf = ({ name, by, minute, inCall, taggedAfter }: Made): unknown[] => {
  const caller = by === 'nobody' ? iamUser(accountId, 'local') : consoleSession(accountId, by);
  const where = { place: treehouse, caller };
  const queueName = `queue-${name}`;
  return [
    created({
      ...where,
      at: timeOf(minute),
      service: 'sqs',
      eventName: 'CreateQueue',
      requestParameters: { queueName, ...(inCall ? { tags: { Owner: 'ann@ucsc.edu' } } : {}) },
      responseElements: { queueUrl: `https://sqs.us-west-2.amazonaws.com/${accountId}/${queueName}` },
    }),
    ...(taggedAfter === null
      ? []
      : [
          taggedByArn({ ...where, at: timeOf(minute + taggedAfter) }, [arnOf(name)], {
            Owner: 'ann@ucsc.edu',
          }),
        ]),
  ];
};

const someMade: fc.Arbitrary<Made> = fc.record({
  name: fc.nat(12),
  by: fc.constantFrom('ann@ucsc.edu', 'ben@ucsc.edu', 'nobody'),
  minute: fc.nat(180),
  inCall: fc.boolean(),
  taggedAfter: fc.option(fc.integer({ min: 1, max: 40 })),
});

/** Each call of these fails so often, counted in turn. */
const failing = (every: number) => {
  let calls = 0;
  const sometimes =
    <Given extends readonly unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      calls += 1;
      if (calls % every === 0) throw new ServiceUnavailable('tag');
      return call(...given);
    };
  return (clients: Clients): Clients => ({
    ...clients,
    readTags: (role) => sometimes(clients.readTags(role)),
    mailTopics: { ...clients.mailTopics, publish: sometimes(clients.mailTopics.publish) },
  });
};

test('property: nobody is told twice of a resource, more than once an hour, or of what had an Owner when it was read', async () => {
  let mails = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(someMade, { minLength: 1, maxLength: 25 }),
      fc.record({
        copies: fc.array(fc.nat(20 * 60_000), { minLength: 1, maxLength: 3 }),
        every: fc.integer({ min: 2, max: 9 }),
      }),
      async (made, { copies, every }) => {
        const disturb = failing(every);
        const played = await playRecords(stacks, made.flatMap(recordsOf), {
          users: PEOPLE.map(gatewayUser),
          delays: () => copies,
          disturb,
        });
        const publications = played.topics.publications.filter(({ Subject }) =>
          Subject.includes('without a valid tag'),
        );
        mails += publications.length;
        for (const [TopicArn, those] of Map.groupBy(publications, (mail) => mail.TopicArn)) {
          // A mail that its person's topic does not take goes to program managers: they may get several.
          const times = TopicArn.includes('-person-') ? those.map((mail) => mail.at) : [];
          for (const [index, time] of times.slice(1).entries())
            expect(time - (times[index] ?? 0)).toBeGreaterThan(HOUR_MS - 6 * 60_000);
          const told = those.flatMap(({ Message }) => Message.match(/^ {2}sqs {2}queue-\d+/gm) ?? []);
          expect(new Set(told).size).toBe(told.length);
        }
        const rows = played.recorder.resourceRows();
        for (const { resourceId, decision, launcher, reason } of rows) {
          // What AWS never let us read is told of as such.
          if (decision !== 'reminded' || reason === 'unreadable') continue;
          const those = made.filter(({ name }) => `queue-${name}` === resourceId);
          expect(launcher === null || PEOPLE.includes(launcher)).toBe(true);
          // All that created it in the call with an Owner, or tagged it in time, were read with one.
          const isTaggedInTime = those.every(({ inCall, taggedAfter }) => inCall || (taggedAfter ?? 99) < 10);
          expect(isTaggedInTime).toBe(false);
        }
        // None is lost: what nobody ever tagged is told of.
        for (const { name } of made) {
          const those = made.filter((one) => one.name === name);
          if (those.some(({ inCall, taggedAfter }) => inCall || taggedAfter !== null)) continue;
          expect(
            rows.filter((row) => row.resourceId === `queue-${name}` && row.decision === 'reminded'),
          ).toHaveLength(1);
        }
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
  expect(mails).toBeGreaterThan(10);
});

test('a flood of creations delays no launch, and is told of in one mail', async () => {
  const flood = Array.from({ length: 1000 }, (_, name) =>
    recordsOf({ name, by: 'ann@ucsc.edu', minute: 0, inCall: false, taggedAfter: null }),
  ).flat();
  const launch = launched({
    at: '09:00:00',
    place: treehouse,
    caller: consoleSession(accountId, 'ann@ucsc.edu'),
    name: 'amid the flood',
    instanceType: 't3.micro',
  });
  const played = await playRecords(stacks, [...flood, launch], ANN);
  const ofLaunch = played.recorder.rows().filter(({ resourceType }) => resourceType === 'ec2:instance');
  expect(Object.values(decisionsSince(eventTimeOf('09:00:00'), ofLaunch))).toEqual([
    ['grace-started 00:00', 'warned 02:00', 'terminated 10:00'],
  ]);
  const mails = played.recorder.mails.filter(({ subject }) => subject.includes('resources'));
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('1000 resources')]);
  expect(mails[0]?.at).toBeLessThan(at('09:30:00'));
  expect(played.deadLetters).toEqual([]);
});

test('while creations are off, nothing is seen of them', async () => {
  const off = synthesize(configured({ creations: 'off' }));
  const [record] = recordsOf({ name: 1, by: 'ann@ucsc.edu', minute: 0, inCall: false, taggedAfter: null });
  const played = await playRecords(off, [record], ANN);
  expect([played.recorder.rows(), played.recorder.mails]).toEqual([[], []]);
});

test('in a dry-run, administrators alone read of it', async () => {
  const dry = synthesize(configured({ mode: 'dry-run' }));
  const [record] = recordsOf({ name: 1, by: 'ann@ucsc.edu', minute: 0, inCall: false, taggedAfter: null });
  const played = await playRecords(dry, [record], ANN);
  expect(played.recorder.mails.map(({ recipients }) => recipients)).toEqual([
    [...SAMPLE_CONFIGURATION.administrators],
  ]);
});
