import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../cli/start/run.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION, TREEHOUSE } from '../../../local/sample/configuration.ts';
import { consoleSession } from '../../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../../local/sample/launches.ts';
import { synthesize } from '../../templates/synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const launch: SampleLaunch = {
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'one',
  instanceType: 'c6i.large',
};
const [id = ''] = instanceIdsOf(launch);
const good = launched(launch);
const log = JSON.stringify({ Records: [good] });

let config: string;
beforeAll(() => {
  config = write('configuration.json', JSON.stringify(SAMPLE_CONFIGURATION));
});

const runOver = async (...words: string[]) => {
  const errors: string[] = [];
  let out = '';
  const code = await run(
    [...words, '--json'],
    {
      out: (text) => {
        out += text;
      },
      error: (line) => errors.push(line.replaceAll(folder, 'logs')),
      colour: false,
      columns: 80,
      progress: () => {},
    },
    synthesize,
  );
  return { code, errors, out };
};

const over = (...paths: string[]) => runOver(...paths, '--config', config);

describe('input that cannot be read is named, the rest is used, and the exit code is 1', () => {
  const lines = (...records: unknown[]): string =>
    records.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
  const cases: [string, () => string, string[]][] = [
    ['no such file', () => join(folder, 'missing.json'), ['logs/missing.json: no such file or folder']],
    [
      'an empty folder',
      () => {
        mkdirSync(join(folder, 'empty'), { recursive: true });
        return join(folder, 'empty');
      },
      ['logs/empty: the folder has no .json, .ndjson, .jsonl, .log or .gz file'],
    ],
    [
      'a truncated gzip',
      () => write('cut.json.gz', gzipSync(log).subarray(0, -20)),
      ['logs/cut.json.gz: cannot be read (unexpected end of file)'],
    ],
    ['half a JSON', () => write('half.json', log.slice(0, -40)), ['logs/half.json: not JSON (']],
    ['an empty file', () => write('empty.json', ''), ['logs/empty.json: the file is empty']],
    [
      'a line that is no JSON',
      () => write('line.ndjson', lines({ ...good, eventID: 'a' }, 'oops', { ...good, eventID: 'b' })),
      ['logs/line.ndjson, line 2: not JSON ('],
    ],
    [
      'a first line that is no JSON',
      () => write('first.ndjson', lines('{"half', { ...good, eventID: 'c' })),
      ['logs/first.ndjson, line 1: not JSON ('],
    ],
    [
      'a line that is no record',
      () => write('five.ndjson', lines(good, '5')),
      ['logs/five.ndjson, line 2: not a CloudTrail record (expected a JSON object)'],
    ],
    [
      'a record without eventTime',
      () => write('timeless.json', JSON.stringify({ Records: [good, { ...good, eventTime: undefined }] })),
      ['logs/timeless.json, record 2: the record has no eventTime'],
    ],
    [
      'an eventTime that is none',
      () => write('timely.ndjson', lines(good, { ...good, eventTime: 'yesterday' })),
      ['logs/timely.ndjson, line 2: the record\'s eventTime is no time in UTC: "yesterday"'],
    ],
    [
      'a looked-up event without its record',
      () => write('looked-up.json', JSON.stringify({ Events: [{ EventId: 'x' }] }, null, 2)),
      ['logs/looked-up.json, event 1: CloudTrailEvent is missing'],
    ],
    [
      'a launch that says nothing of what it launched',
      () =>
        write(
          'silent.ndjson',
          lines({ ...good, eventID: 'd', requestParameters: null, responseElements: null }),
        ),
      [
        'logs/silent.ndjson, line 1: the launch succeeded, but its responseElements are null: the record names no instance',
        'logs/silent.ndjson, line 1: the service cannot take it in. Event d names neither a reservation nor a client token',
      ],
    ],
    [
      'a record of 1 MB',
      () => write('large.ndjson', lines({ ...good, eventID: 'e', additionalEventData: 'x'.repeat(2 ** 20) })),
      [
        'logs/large.ndjson, line 1: the record has 1026 KB: CloudTrail sends no event over 256 KB to EventBridge',
      ],
    ],
  ];

  test.each(cases)('%s', async (_name, path, expected) => {
    const { code, errors, out } = await over(path(), write('good.json.gz', gzipSync(log)));
    expect(errors).toEqual(expected.map((line) => expect.stringContaining(line)));
    expect(errors.join()).not.toMatch(/\n|\bat .*:\d+/);
    expect(code).toBe(1);
    expect(out).toMatch(
      new RegExp(`"at":"2026-11-03T17:10:00Z","decision":"terminated".*"resourceId":"${id}"`),
    );
  });
});

test('a launch that is too large for EventBridge never reaches the service', async () => {
  const file = write('huge.ndjson', JSON.stringify({ ...good, additionalEventData: 'x'.repeat(2 ** 18) }));
  const { code, out } = await over(file);
  expect({ code, out }).toEqual({ code: 1, out: '' });
});

describe('input without faults', () => {
  test('launches where the configuration lists no account or Region are counted, and are no error', async () => {
    const elsewhere = { ...launch, place: { accountId: '123456789012', region: 'us-east-1' } };
    const otherRegion = { ...launch, place: { accountId: TREEHOUSE, region: 'eu-west-1' } };
    const file = write(
      'elsewhere.ndjson',
      [elsewhere, { ...elsewhere, name: 'two' }, otherRegion]
        .map((one) => JSON.stringify(launched(one)))
        .join('\n'),
    );
    const { code, errors, out } = await over(file);
    expect({ code, errors, out }).toEqual({
      code: 0,
      errors: [
        'tag-enforcement: 2 launches in 123456789012 us-east-1, which the configuration does not list',
        'tag-enforcement: 1 launch in 238605363322 eu-west-1, which the configuration does not list',
      ],
      out: '',
    });
  });

  test.each([
    ['a log file', () => write('a.json', log)],
    ['a pretty one', () => write('b.json', JSON.stringify({ Records: [good] }, null, 2))],
    ['records, one a line', () => write('c.ndjson', `\n${JSON.stringify(good)}\n\n`)],
    [
      'an EventBridge event',
      () => write('d.json', JSON.stringify({ account: PANGENOMICS, region: 'us-west-2', detail: good })),
    ],
    [
      'looked-up events',
      () => write('e.json', JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(good) }] }, null, 2)),
    ],
    [
      'a folder of folders',
      () => {
        const deep = join(folder, 'AWSLogs', '2026', '11');
        mkdirSync(deep, { recursive: true });
        writeFileSync(join(deep, 'log.json.gz'), gzipSync(log));
        mkdirSync(join(folder, 'AWSLogs', 'CloudTrail-Digest'), { recursive: true });
        writeFileSync(join(folder, 'AWSLogs', 'CloudTrail-Digest', 'digest.json'), '{"awsAccountId":"1"}');
        return join(folder, 'AWSLogs');
      },
    ],
  ])('%s gives the same rows', async (_name, path) => {
    const { code, errors, out } = await over(path());
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(out.split('\n').map((line) => line.slice(0, 50))).toEqual([
      expect.stringContaining('"decision":"grace-sta'),
      expect.stringContaining('"decision":"warned"'),
      expect.stringContaining('"decision":"terminate'),
      '',
    ]);
  });
});

describe('wrong usage', () => {
  test('an unknown option is one line, and exit code 2', async () => {
    const { code, errors } = await runOver('--jsno');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: ["tag-enforcement: Unknown option '--jsno'; did you mean --json? Try: npm start -- --help"],
    });
  });

  test('a missing configuration is one line, and exit code 2', async () => {
    const { code, errors } = await runOver('--config', join(folder, 'none.json'));
    expect({ code, errors }).toEqual({ code: 2, errors: ['logs/none.json: no such file'] });
  });

  test('a grace period that is too long to run here is one line, and exit code 2', async () => {
    const file = write('long.json', JSON.stringify({ ...SAMPLE_CONFIGURATION, gracePeriodMinutes: 40_000 }));
    const { code, errors } = await runOver('--config', file);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: [
        expect.stringContaining(
          'logs/long.json: gracePeriodMinutes: 40000 can be deployed, but not run here',
        ),
      ],
    });
  });

  test('a configuration with three typos is three lines, and exit code 2', async () => {
    const wrong = {
      ...SAMPLE_CONFIGURATION,
      mode: 'enforced',
      timeZone: 'California',
      administrators: ['root'],
    };
    const { code, errors } = await runOver('--config', write('wrong.json', JSON.stringify(wrong)));
    expect(code).toBe(2);
    expect(errors).toHaveLength(3);
    for (const field of ['mode', 'timeZone', 'administrators[0]']) {
      expect(errors).toContainEqual(
        expect.stringMatching(`^logs/wrong.json: ${field.replace(/[[\]]/g, '\\$&')}: `),
      );
    }
  });
});

describe('logs without a configuration', () => {
  const alone = { ...launch, place: { accountId: '123456789012', region: 'eu-west-1' } };
  const played = async (records: readonly unknown[], ...words: string[]) => {
    const lines: string[] = [];
    let out = '';
    const file = write('alone.ndjson', records.map((one) => JSON.stringify(one)).join('\n'));
    const code = await run(
      [file, ...words],
      {
        out: (text) => {
          out += text;
        },
        error: (line) => lines.push(line),
        colour: false,
        columns: 200,
        progress: () => {},
      },
      synthesize,
    );
    return { code, lines, out };
  };

  test('run with the accounts and Regions of their launches, in mode enforce, and a line says so', async () => {
    const { code, lines, out } = await played([launched(alone)]);
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
    expect(out).toMatch(/^Accounts and Regions are those of the launches in LOGS, in mode enforce\./m);
    expect(out).toContain('Sub-accounts: 123456789012 (enforce).');
    expect(out).toMatch(/^#1 .* terminated$/m);
  });

  test('give only rows on standard output', async () => {
    const { lines, out } = await played([launched(alone)], '--json');
    expect(lines).toEqual([
      expect.stringContaining('Accounts and Regions are those of the launches in LOGS'),
    ]);
    expect(out).toContain('"decision":"terminated","accountId":"123456789012","region":"eu-west-1"');
  });

  test('without a launch run with the configuration of cdk.json', async () => {
    const { code, out } = await played([{ ...good, eventName: 'DescribeInstances' }]);
    expect(code).toBe(0);
    expect(out).toContain('No launch in the accounts and Regions of the configuration.');
    expect(out).not.toContain('Accounts and Regions: those');
  });
});
