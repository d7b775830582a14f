import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readHistory, writeHistory } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'histories-'));
afterAll(() => rmSync(folder, { recursive: true }));

const by = { is: 'console', user: 'mkim@ucsc.edu' };
const where = { in: '238605363322 us-west-2', by };
const launch = { at: '00:10:00', does: 'launch', ...where, name: 'many', count: 3 };
const tag = {
  at: '00:11:00.500',
  does: 'tag',
  ...where,
  instances: ['many 0..2'],
  tags: { Owner: 'shared' },
};
const fault = { kind: 'server-error', from: '00:10:00', until: '00:12:00', on: 'check: {many 0}' };
const history = { shows: 'a fault', setting: 'usual', userActions: [launch, tag], faults: [fault] };

const read = (text: string) => {
  const file = join(folder, 'one.json');
  writeFileSync(file, text);
  return readHistory(file);
};

test('a history that is read and written again loses nothing', () => {
  const file = join(folder, 'written.json');
  writeHistory(file, read(JSON.stringify(history)));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(history);
  expect(readHistory(file)).toEqual(read(JSON.stringify(history)));
});

describe('the error of an invalid history names the wrong field', () => {
  test.each([
    ['cut off', JSON.stringify(history).slice(0, -20), /^\S+one\.json: not JSON, or cut off/],
    ['not an object', '[]', /^\S+one\.json: the whole: /],
    ['no faults', JSON.stringify({ ...history, faults: undefined }), /one\.json: faults: /],
    ['an unknown field', JSON.stringify({ ...history, fault: [] }), /one\.json: the whole: .*"fault"/],
    ['no user actions', JSON.stringify({ ...history, userActions: [] }), /: userActions: /],
    [
      'an invalid time',
      JSON.stringify({ ...history, userActions: [{ ...launch, at: '10:00' }] }),
      /: userActions\[0\]\.at: .*00:18:55/,
    ],
    [
      'an unknown action',
      JSON.stringify({ ...history, userActions: [{ ...launch, does: 'dance' }] }),
      /: userActions\[0\]\.does: /,
    ],
    [
      'a missing account',
      JSON.stringify({ ...history, userActions: [{ ...launch, in: 'us-west-2' }] }),
      /: userActions\[0\]\.in: /,
    ],
    [
      'an unknown kind of fault',
      JSON.stringify({ ...history, faults: [{ ...fault, kind: 'rain' }] }),
      /: faults\[0\]\.kind: /,
    ],
    [
      'a fault that ends before it begins',
      JSON.stringify({ ...history, faults: [{ ...fault, until: '00:09:00' }] }),
      /: faults\[0\]\.until: it must be later than "from"/,
    ],
    [
      'an instance that nobody launches',
      JSON.stringify({ ...history, userActions: [launch, { ...tag, instances: ['many 0..3'] }] }),
      /: userActions\[1\]\.instances: .*"many 3"/,
    ],
    [
      'a fault on a launch that does not exist',
      JSON.stringify({ ...history, faults: [{ ...fault, on: '{few}' }] }),
      /: faults\[0\]\.on: .*"few"/,
    ],
    [
      'an invalid record',
      JSON.stringify({ ...history, userActions: [launch, { does: 'record', note: 'x', record: {} }] }),
      /: userActions\[1\]\.record: /,
    ],
  ])('%s', (_name, text, expected) => {
    expect(() => read(text)).toThrow(expected);
  });

  test('a file that cannot be read or written', () => {
    expect(() => readHistory(folder)).toThrow('a folder, expected a file');
    expect(() => writeHistory(folder, read(JSON.stringify(history)))).toThrow(/cannot be written/);
  });
});
