import { beforeAll, describe, expect, test } from '@jest/globals';
import { show } from '../../../../cli/start/screen/show.ts';
import { PANGENOMICS } from '../../../../local/sample/configuration.ts';
import { tagged } from '../../../../local/sample/deeds.ts';
import { iamUser } from '../../../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../../../local/sample/launches.ts';
import { synthesize } from '../../../../local/template/synthesize.ts';
import type { Stack } from '../../../../local/template/template.ts';
import { configured, playRecords } from '../../../local/play-records.ts';

const configuration = configured();
let stacks: Stack[];
beforeAll(() => {
  stacks = synthesize(configuration);
});

const launch: SampleLaunch = {
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: iamUser(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'two',
  instanceType: 'c6i.large',
  count: 2,
  tags: { Name: 'assembly\u001b[31m' },
};
const ids = instanceIdsOf(launch);

const shown = async (records: readonly unknown[], colour = false): Promise<string[]> => {
  const frame = { title: 'A title', hints: ['A hint'] };
  return show(await playRecords(stacks, records), configuration, frame, colour).split('\n');
};

describe('the screen', () => {
  test('tells a launch, what people did and what was decided, a line each', async () => {
    const lines = await shown([
      launched(launch),
      ...ids.map((id, index) =>
        tagged({ ...launch, at: `09:05:0${index}` }, [id], { Owner: 'ann@ucsc.edu' }),
      ),
    ]);
    expect(lines.filter((line) => /^09:/.test(line)).map((line) => line.replace(/ +/g, ' '))).toEqual([
      '09:00:00 #1 grace-started 2 × c6i.large "assembly [31m" in pangenomics, us-west-2, by IAM user ann@ucsc.edu',
      '09:02:00 #1 warned 2 instances: owner missing',
      '09:05:00 #1 ann@ucsc.edu tags 2 instances: Owner=ann@ucsc.edu',
      '09:10:00 #1 complied 2 instances: owner valid',
    ]);
  });

  test('shows a mail once, with everybody who reads it', async () => {
    const text = (await shown([launched(launch)])).join('\n');
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
        '#1 2026-11-03 09:00:00 pangenomics 2 × c6i.large "assembly [31m" IAM user ann@ucsc.edu terminated',
        'compliant 2 instances in 1 launch',
        'terminated 2 instances in 1 launch',
        '2 mails sent.',
        'A hint',
      ]),
    );
  });

  test('has colour for a terminal, and no other control character', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of a terminal's colours
    const colour = /\u001b\[\d+m/g;
    const text = (await shown([launched(launch)], true)).join('');
    expect(text).toMatch(colour);
    expect(text.replace(colour, '')).toMatch(/^\P{Cc}*$/u);
  });
});
