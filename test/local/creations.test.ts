import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod';
import type { Clients } from '../../local/aws/clients.ts';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { type Entry, putInOrder } from '../../local/entry.ts';
import { ServiceUnavailable } from '../../local/errors.ts';
import { play } from '../../local/play.ts';
import { SAMPLE_CONFIGURATION, treehouse } from '../../local/sample/configuration.ts';
import { botocoreSession, consoleSession, iamUser } from '../../local/sample/identity.ts';
import { launched } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { created, tagged, taggedByArn } from '../../local/sample/user-actions.ts';
import { synthesize } from '../templates/synthesize.ts';
import { ANN, at, configured, entryOf, gatewayUser, playRecords, rewritten } from './play-records.ts';

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

test('10,000 creations in a minute delay no launch, none is lost, and one mail tells of them', async () => {
  const [first] = recordsOf({ name: 0, by: 'ann@ucsc.edu', minute: 0, inCall: false, taggedAfter: null });
  const flood = Array.from({ length: 10_000 }, (_, index) => {
    // Ten at a time, as a program creates them.
    const entry = entryOf(first, at('09:00:00') + Math.floor(index / 10) * 60);
    const eventID = `6f1d2a53-0d8f-4f0e-9a43-${String(index).padStart(12, '0')}`;
    const text = JSON.stringify(entry.record).replaceAll('queue-0', `queue-${index}`);
    const record = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    return { ...entry, eventId: eventID, record: { ...record, eventID } };
  });
  const caller = consoleSession(accountId, 'ben@ucsc.edu');
  const launches = ['09:00:00', '09:00:20', '09:00:45', '09:10:30'].map((time) =>
    entryOf(launched({ at: time, place: treehouse, caller, name: `at ${time}`, instanceType: 't3.micro' })),
  );
  const played = async (entries: readonly Entry[]) => {
    const result = await play(stacks, putInOrder(entries), {
      schedules: false,
      users: PEOPLE.map(gatewayUser),
    });
    const { recorder, topics, deadLetters } = result;
    return {
      ofLaunches: recorder.rows().filter(({ resourceType }) => resourceType === 'ec2:instance'),
      mailsOfLaunches: recorder.mails
        .filter(({ recipients }) => recipients.includes('ben@ucsc.edu'))
        .map((mail) => [mail.at, mail.subject]),
      told: topics.publications.filter(({ Subject }) => Subject.includes('resources')),
      reminded: new Set(
        recorder.resourceRows().map(({ decision, resourceId }) => `${decision} ${resourceId}`),
      ),
      deadLetters,
    };
  };
  const quiet = await played(launches);
  const burst = await played([...flood, ...launches]);
  expect(quiet.ofLaunches.filter(({ decision }) => decision === 'terminated')).toHaveLength(4);
  expect(burst.ofLaunches).toEqual(quiet.ofLaunches);
  expect(burst.mailsOfLaunches).toEqual(quiet.mailsOfLaunches);
  expect(quiet.mailsOfLaunches.length).toBeGreaterThan(4);
  expect(burst.reminded).toEqual(
    new Set(Array.from({ length: 10_000 }, (_, index) => `reminded queue-${index}`)),
  );
  expect(burst.told.map(({ Subject }) => Subject)).toEqual([expect.stringContaining('10000 resources')]);
  expect(burst.told[0]?.at).toBeLessThan(at('09:30:00'));
  expect(burst.deadLetters).toEqual([]);
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

describe('a near miss on a volume', () => {
  const caller = consoleSession(accountId, 'ann@ucsc.edu');
  const volumeOf = (tags: Readonly<Record<string, string>>) =>
    created({
      at: '09:00:00',
      place: treehouse,
      caller,
      service: 'ec2',
      eventName: 'CreateVolume',
      requestParameters: {
        tagSpecificationSet: {
          items: [
            {
              resourceType: 'volume',
              tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
            },
          ],
        },
      },
      responseElements: { volumeId: 'vol-0a' },
    });
  const playVolume = async (
    tags: Readonly<Record<string, string>>,
    from = stacks,
    more: readonly unknown[] = [],
    options: PlayOptions = {},
  ) => {
    const { recorder, ec2 } = await playRecords(from, [volumeOf(tags), ...more], { ...ANN, ...options });
    const [row, ...others] = recorder.rows();
    expect(others).toEqual([]);
    return { row, mails: recorder.mails, tags: ec2.in(accountId, 'us-west-2').tagsOf('vol-0a') };
  };

  test('is corrected, and its creator reads that once', async () => {
    const { row, mails, tags } = await playVolume({ OWNER: 'Ann@UCSC.edu' });
    expect(tags).toContainEqual({ key: 'Owner', value: 'ann@ucsc.edu' });
    expect(row).toMatchObject({
      decision: 'repaired',
      resourceType: 'ec2:volume',
      resourceId: 'vol-0a',
      launcher: 'ann@ucsc.edu',
      recipients: ['ann@ucsc.edu'],
      reason: 'near-miss',
    });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain('tag Owner corrected on 1 resource; nothing to do');
  });

  test('is only told of in dry-run', async () => {
    const { row, mails, tags } = await playVolume(
      { owner: 'ann@ucsc.edu' },
      synthesize(configured({ mode: 'dry-run' })),
    );
    expect(tags).toEqual([{ key: 'owner', value: 'ann@ucsc.edu' }]);
    expect([row?.decision, row?.reason]).toEqual(['reminded', 'near-miss']);
    expect(mails[0]?.message).toContain('would be corrected: "owner" -> "Owner"');
  });

  test('is told to nobody if somebody writes an Owner before it is corrected, and theirs stays', async () => {
    const slow = (clients: Clients): Clients => ({
      ...clients,
      tagResource: (role) => async (account, region, order) => {
        await new Promise((resolve) => setTimeout(resolve, at('09:13:00') - Date.now()));
        return clients.tagResource(role)(account, region, order);
      },
    });
    const { row, tags, mails } = await playVolume(
      { owner: 'ann@ucsc.edu' },
      stacks,
      [tagged({ at: '09:12:30', place: treehouse, caller }, ['vol-0a'], { Owner: 'ben@ucsc.edu' })],
      { disturb: slow },
    );
    expect(tags).toContainEqual({ key: 'Owner', value: 'ben@ucsc.edu' });
    expect([row?.decision, mails]).toEqual(['complied', []]);
  });
});

describe('the creator behind a session of which no rule delivered the record', () => {
  // CloudTrail has the record all the same.
  const deaf = rewritten(stacks, '"AWSAccount","AssumedRole"', '"Nobody"');

  /** A queue that a session of its own creates. */
  const byOwnSession = (name: number, userName: string | null) => {
    const session = botocoreSession(accountId, '08:55:00', `session ${name}`);
    const where = { place: treehouse, caller: session };
    const queueName = `queue-${name}`;
    const queue = created({
      ...where,
      at: '09:00:00',
      service: 'sqs',
      eventName: 'CreateQueue',
      requestParameters: { queueName },
      responseElements: { queueUrl: `https://sqs.us-west-2.amazonaws.com/${accountId}/${queueName}` },
    });
    const assumed =
      userName === null ? [] : [assumedRole({ at: '08:55:00', place: treehouse, userName, session })];
    return { session, records: [...assumed, queue] };
  };
  /** Notes when CloudTrail was asked, and about what. */
  const listening = () => {
    const asked: { at: number; what: unknown }[] = [];
    const disturb = (clients: Clients): Clients => ({
      ...clients,
      lookUpEvents: (role) => async (account, region, what, token) => {
        asked.push({ at: Date.now(), what });
        return clients.lookUpEvents(role)(account, region, what, token);
      },
    });
    return { asked, disturb };
  };
  const ofResources = ({ recorder }: Awaited<ReturnType<typeof playRecords>>) =>
    recorder.mails.filter(({ subject }) => subject.includes('without a valid tag'));

  test('is who CloudTrail says, and their mail comes some minutes later', async () => {
    const played = await playRecords(deaf, byOwnSession(1, 'ann@ucsc.edu').records, ANN);
    expect(ofResources(played).map(({ recipients }) => recipients)).toEqual([['ann@ucsc.edu']]);
    expect(ofResources(played)[0]?.at).toBeLessThan(at('09:30:00'));
  });

  test('is nobody if CloudTrail has no record either, and it was asked once, in both Regions', async () => {
    const { asked, disturb } = listening();
    const { session, records } = byOwnSession(1, null);
    const played = await playRecords(deaf, [...records, { ...records[0], eventID: 'again' }], {
      ...ANN,
      disturb,
    });
    expect(
      ofResources(played)
        .flatMap(({ recipients }) => recipients)
        .sort(),
    ).toEqual(['cluster-admin@soe.ucsc.edu', 'treehouse-pm@ucsc.edu']);
    expect(asked.map(({ what }) => what)).toEqual(Array(2).fill(session.userIdentity.accessKeyId));
  });

  test('is asked two times a second at most, and three hundred such sessions do not delay who launched', async () => {
    const { asked, disturb } = listening();
    const flood = Array.from({ length: 300 }, (_, name) => byOwnSession(name, null).records).flat();
    // While these are asked about, somebody else launches.
    const { session, records } = byOwnSession(301, 'ann@ucsc.edu');
    const [assumed] = records;
    const launch = launched({
      at: '09:14:00',
      place: treehouse,
      caller: session,
      name: 'amid the flood',
      instanceType: 't3.micro',
    });
    const played = await playRecords(deaf, [...flood, assumed, launch], { ...ANN, disturb });
    const warnings = played.recorder.rows().filter(({ decision }) => decision === 'warned');
    expect(warnings.map(({ launcher }) => launcher)).toEqual(['ann@ucsc.edu']);
    const ofFlood = asked.filter(({ what }) => what !== session.userIdentity.accessKeyId);
    expect(ofFlood.length).toBeGreaterThan(50);
    // In any 55 seconds, since four runs may begin in the same one.
    for (const { at: from } of asked) {
      const together = asked.filter(({ at: when }) => when >= from && when < from + 55_000);
      expect(together.length).toBeLessThanOrEqual(2 * 55);
    }
    expect(played.deadLetters).toEqual([]);
  });
});
