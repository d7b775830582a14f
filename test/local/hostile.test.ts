import { afterEach, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonLine, show } from '../../cli/start/screen/show.ts';
import { log } from '../../lambdas/log.ts';
import type { PlayResult } from '../../local/play.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { autoScaling, consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { groupCreated, tagged } from '../../local/sample/user-actions.ts';
import { configured, gatewayUser, playRecords } from './play-records.ts';
import { place, stacks } from './the-launch.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** Characters that must not occur in any line for people: controls, invisible ones, and those that reverse text. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const obeyed = (lines: readonly string[]): string[] => lines.filter((line) => OBEYED.test(line));

const ATTACKS = [
  'a\nBcc: all@example.org\n\nnothing to do',
  '\r\nSubject: all is well',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"}\n{"level":"ERROR"',
  '\u202egro.elpmaxe@lla\u2066',
  '\u200bshared\u200d\ufeff',
  '\u2028\u2029',
  '$(reboot) `reboot` \'; reboot; "',
  'x'.repeat(256),
  '\u0000\u007f\u0085',
] as const;
const hostile = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
);
const someNames = fc.record({
  name: hostile,
  key: hostile,
  value: hostile,
  owner: fc.oneof(
    hostile,
    hostile.map((text) => `${text}@ucsc.edu`),
  ),
  session: hostile,
  user: fc.oneof(
    hostile,
    hostile.map((text) => `${text}@ucsc.edu`),
  ),
  group: hostile,
});
type Names = typeof someNames extends fc.Arbitrary<infer One> ? One : never;

const launch = (name: string, more: Partial<SampleLaunch>): SampleLaunch => ({
  at: '09:00:00',
  place,
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  instanceType: 'c6i.large',
  name,
  ...more,
});

/** A day on which every text that somebody can choose is hostile. */
const recordsOf = ({ name, key, value, owner, session, user, group }: Names) => {
  const tags = { Name: name, [key]: value };
  const caller = consoleSession(PANGENOMICS, session);
  const untagged = launch('untagged', { tags, caller, isProtected: true });
  const grouped = { 'aws:autoscaling:groupName': group, ...tags };
  return [
    assumedRole({ at: '08:59:00', place, userName: user, session: caller }),
    groupCreated({
      at: '08:59:00',
      place,
      caller,
      name: group,
      size: 1,
      tags: { [key]: value },
      propagates: false,
    }),
    launched(untagged),
    tagged({ ...untagged, at: '09:05:00' }, instanceIdsOf(untagged), { Name: value, [value]: name }),
    launched(launch('invalid', { tags: { ...tags, Owner: owner } })),
    launched(launch('near', { tags: { ...tags, ' owner': owner } })),
    launched(launch('of a user', { tags, caller: consoleSession(PANGENOMICS, user) })),
    launched(launch('of a group', { tags: grouped, caller: autoScaling(PANGENOMICS) })),
  ];
};

/** Plays the day with the functions' own log, and returns the written lines. */
const played = async (names: Names): Promise<{ readonly result: PlayResult; readonly logged: string[] }> => {
  const chunks: string[] = [];
  const keep = (chunk: unknown): boolean => chunks.push(String(chunk)) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  try {
    const result = await playRecords(stacks, recordsOf(names), {
      users: [gatewayUser('ann@ucsc.edu'), gatewayUser(names.user)],
      log: log(),
    });
    return { result, logged: chunks.join('').trimEnd().split('\n') };
  } finally {
    jest.restoreAllMocks();
  }
};

test('property: hostile texts are harmless in rows, on the screen, in mails and in logs', async () => {
  await fc.assert(
    fc.asyncProperty(someNames, async (names) => {
      const { result, logged } = await played(names);
      const rows = result.recorder.rows();
      expect(rows.length).toBeGreaterThan(5);
      const lines = rows.map(jsonLine);
      expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
      expect(obeyed(lines.map((line) => line.slice(0, -1)))).toEqual([]);

      const frame = { title: 'A day', hints: [] };
      const shown = show(result, configured(), frame, { colour: false, columns: 120, mails: true });
      expect(obeyed(shown.split('\n'))).toEqual([]);

      expect(result.recorder.mails.length).toBeGreaterThan(2);
      for (const { subject, message } of result.recorder.mails) {
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
        expect(obeyed(message.split('\n'))).toEqual([]);
      }

      expect(logged.length).toBeGreaterThan(10);
      expect(obeyed(logged)).toEqual([]);
      for (const line of logged) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    }),
    { numRuns: 40, examples: ATTACKS.map((text) => [sameEverywhere(text)]) },
  );
});

function sameEverywhere(text: string): Names {
  return { name: text, key: text, value: text, owner: text, session: text, user: text, group: text };
}
