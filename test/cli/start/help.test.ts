import { describe, expect, test } from '@jest/globals';
import { HELP } from '../../../cli/start/command-line.ts';

describe('--help', () => {
  test.each([
    ['which ids are made up', /get\nmade-up ids: such a launch is shown with "\(its record names N\)"/],
    ['where users come from', /--users FILE .*aws iam list-users in the gateway/],
    ['which schedules run', /Schedules \(the sweep.*\n.*With LOGS they do not/],
    ['that npm prints to standard output too', /without --silent, npm prints/],
  ])('says %s', (_name, expected) => {
    expect(HELP).toMatch(expected);
  });

  test('fits on a terminal of 80 columns', () => {
    expect(HELP.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
