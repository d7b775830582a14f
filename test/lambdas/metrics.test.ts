import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { metrics } from '../../lambdas/metrics.ts';

const written: string[] = [];

beforeEach(() => {
  written.length = 0;
  process.env.POWERTOOLS_SERVICE_NAME = 'notice';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});

afterEach(() => {
  delete process.env.POWERTOOLS_SERVICE_NAME;
  jest.restoreAllMocks();
});

test('a count is a line in the embedded metric format, by function and account, and by function alone', () => {
  metrics().count('Terminated', '422448306679', 3);
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'TagEnforcement',
          Dimensions: [['service', 'account'], ['service']],
          Metrics: [{ Name: 'Terminated', Unit: 'Count' }],
        },
      ],
    },
    service: 'notice',
    account: '422448306679',
    Terminated: 3,
  });
});

test('what goes on all day in every account is counted for all accounts together', () => {
  metrics().total('Reminded', 2);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'TagEnforcement',
          Dimensions: [['service']],
          Metrics: [{ Name: 'Reminded', Unit: 'Count' }],
        },
      ],
    },
    service: 'notice',
    Reminded: 2,
  });
});

test('the account is not in the next line, and a count of zero writes no line', () => {
  const { count, total, seconds } = metrics();
  count('Warned', '422448306679');
  count('Warned', '422448306679', 0);
  total('Reminded', 0);
  seconds('TerminationLateness', '111122223333', 1.5);
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { account: '422448306679', Warned: 1 },
    { account: '111122223333', TerminationLateness: 1.5 },
  ]);
  expect(JSON.parse(written[1] ?? '')).not.toHaveProperty('Warned');
});
