import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { describeUnlisted, jsonLine, show, type View } from '../../../../cli/start/screen/show.ts';
import { sampleScript } from '../../../../cli/start/script.ts';
import { type PlayResult, play } from '../../../../local/play.ts';
import { PANGENOMICS } from '../../../../local/sample/configuration.ts';
import { consoleSession, instanceSession } from '../../../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../../../local/sample/launches.ts';
import { tagged } from '../../../../local/sample/user-actions.ts';
import type { Stack } from '../../../../local/template/template.ts';
import { configured, playRecords } from '../../../local/play-records.ts';
import { synthesize } from '../../../templates/synthesize.ts';

const configuration = configured();
let stacks: Stack[];
let day: PlayResult;
let log: PlayResult;
beforeAll(async () => {
  stacks = synthesize(configuration);
  const { entries, playOptions } = sampleScript();
  day = await play(stacks, entries, playOptions);
  log = await playRecords(stacks, manyLaunches());
});

const launch: SampleLaunch = {
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'two',
  instanceType: 'c6i.large',
  count: 2,
  tags: { Name: 'assembly\u001b[31m' },
};
const ids = instanceIdsOf(launch);

const frame = { title: 'A title', hints: ['A hint'] };

const shown = async (records: readonly unknown[], view: Partial<View> = {}): Promise<string[]> =>
  show(await playRecords(stacks, records), configuration, frame, {
    colour: false,
    columns: 200,
    mails: false,
    ...view,
  }).split('\n');

describe('the screen', () => {
  test('shows a launch, what people did and what was decided, in a line each', async () => {
    const lines = await shown([
      launched(launch),
      ...ids.map((id, index) =>
        tagged({ ...launch, at: `09:05:0${index}` }, [id], { Owner: 'ann@ucsc.edu' }),
      ),
    ]);
    expect(lines.filter((line) => /^09:/.test(line)).map((line) => line.replace(/ +/g, ' '))).toEqual([
      '09:00:00 #1 grace-started 2 × c6i.large "assembly [31m" by ann@ucsc.edu (in the console, as role developer), in pangenomics, us-west-2',
      '09:02:00 #1 warned 2 instances: owner missing',
      '09:02:00 #1 mail to ann@ucsc.edu: 2 instances will be terminated at 09:10 PST unless tagged Owner',
      '09:05:00 #1 ann@ucsc.edu tags 2 instances: Owner=ann@ucsc.edu',
      '09:10:00 #1 complied 2 instances: owner valid',
    ]);
  });

  test('shows a mail once, with all its readers, and its text if that is asked for', async () => {
    expect((await shown([launched(launch)])).join('\n')).not.toContain('Deadline:');
    const text = (await shown([launched(launch)], { mails: true })).join('\n');
    expect(text.match(/To: {6}ann@ucsc.edu/g)).toHaveLength(2);
    expect(text.match(/Deadline:.*09:10:00 PST/g)).toHaveLength(1);
  });

  test('sums up the ends', async () => {
    const lines = await shown([
      launched(launch),
      launched({ ...launch, at: '09:01:00', name: 'three', tags: { Owner: 'shared' } }),
    ]);
    expect(lines.map((line) => line.trim().replace(/ +/g, ' '))).toEqual(
      expect.arrayContaining([
        '#1 09:00:00 pangenomics 2 × c6i.large "assembly [31m" ann@ucsc.edu (in the console, as role developer) terminated',
        'compliant 2 instances in 1 had a valid Owner at launch',
        'warned people were warned by mail',
        'terminated 2 instances in 1 had no valid Owner at the deadline',
        '2 mails sent.',
        'A hint',
      ]),
    );
  });

  test('counts apart what was launched by something that the records do not show', async () => {
    const older = { ...launch, caller: instanceSession(PANGENOMICS, 'i-0a1b2c3d4e5f60718') };
    const played = await playRecords(stacks, [launched(older)], { olderOrigins: configuration.inheritOwner });
    const view = { colour: false, columns: 400, mails: false };
    const lines = show(played, configuration, frame, view).split('\n');
    expect(lines.map((line) => line.trim().replace(/ +/g, ' '))).toEqual(
      expect.arrayContaining([
        '#1 09:00:00 pangenomics 2 × c6i.large "assembly [31m" instance i-0a1b2c3d4e5f60718, not in these records undecided',
        'undecided 2 instances in 1 what launched it is not in these records',
        '2 mails sent.',
        expect.stringMatching(/^For what is undecided, the deployed service would look/),
      ]),
    );
  });

  test('has colours on a terminal, and no other control characters', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of a terminal's colours
    const colour = /\u001b\[\d+m/g;
    const text = (await shown([launched(launch)], { colour: true, mails: true })).join('');
    expect(text).toMatch(colour);
    expect(text.replace(colour, '')).toMatch(/^\P{Cc}*$/u);
  });
});

describe.each([80, 120, 200])('at %i columns', (columns) => {
  const fits = (lines: readonly string[]): void => {
    // A link that is broken opens nothing.
    const isLink = (line: string): boolean => /^ *│ https:\S+$/.test(line);
    expect(lines.filter((line) => line.length > columns && !isLink(line))).toEqual([]);
  };

  test('the sample day takes at most 120 lines, none of them wider', () => {
    const lines = show(day, configuration, sampleScript().frame, {
      colour: false,
      columns,
      mails: false,
    }).split('\n');
    expect(lines.length).toBeLessThanOrEqual(120);
    fits(lines);
    // The end of each launch is shown in full.
    expect(lines).toContainEqual(expect.stringMatching(/^#6 .* {2}terminated$/));
    expect(lines).toContainEqual(expect.stringMatching(/^complied .* got a valid Owner in time$/));
    fits(show(day, configuration, sampleScript().frame, { colour: false, columns, mails: true }).split('\n'));
  });

  test('so does a long log, of long names', () => {
    const note = 'a note '.repeat(40);
    const lines = show(
      log,
      configuration,
      { ...frame, note },
      { colour: false, columns, mails: false },
    ).split('\n');
    expect(lines.length).toBeLessThanOrEqual(120);
    fits(lines);
    expect(lines).toContainEqual(expect.stringMatching(/^and \d+ more \(--mails shows all/));
    expect(lines).toContainEqual('and 50 more launches (--json has them all)');
  });
});

/** Seventy launches of many kinds. */
const manyLaunches = (): unknown[] =>
  Array.from({ length: 70 }, (_, index) => {
    const hour = String(index % 24).padStart(2, '0');
    return launched({
      ...launch,
      at: `${hour}:${String(index % 60).padStart(2, '0')}:00`,
      name: `launch ${index}`,
      count: 1 + (index % 3),
      caller: consoleSession(PANGENOMICS, `${'x'.repeat(index % 50)}@ucsc.edu`),
      tags: {
        Name: 'n'.repeat(3 * index),
        ...(index % 3 === 0 ? { Owner: 'shared' } : {}),
        ...(index % 3 === 1 ? { owner: 'shared' } : {}),
      },
      isProtected: index % 5 === 0,
    });
  });

test.each([
  [
    '123456789012',
    'us-east-1',
    2,
    '2 launches in 123456789012 us-east-1, which the configuration does not list',
  ],
  [
    '123456789012',
    'us-gov-west-1',
    1,
    '1 launch in 123456789012 us-gov-west-1, which belongs to AWS GovCloud (US): only the partition aws is served',
  ],
  ['', 'us-east-1', 2, '2 launches in us-east-1 whose records name no account'],
  ['123456789012', '', 1, '1 launch in 123456789012 whose record names no Region'],
  ['', '', 1, '1 launch whose record names no account and no Region'],
])('launches in the account "%s" and the Region "%s" are named', (accountId, region, launches, expected) => {
  expect(describeUnlisted({ accountId, region, launches })).toBe(expected);
});

test('property: a line of JSON has no control characters, and reads back as the same value', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u009b31m', '\u202e', '\u200b', '\u2028', '\u007f', '\u{e0001}', '\n\u001b'),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const line = jsonLine({ text });
      expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+\n$/u);
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});
