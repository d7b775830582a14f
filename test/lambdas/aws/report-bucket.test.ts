import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { signLink } from '../../../lambdas/aws/report-bucket.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-02T14:00:00Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

test('a link is to the object, signed by the role, and lives as long as the session that signed it', async () => {
  const asked: string[] = [];
  const sign = signLink(
    async (accountId) => {
      asked.push(accountId);
      return {
        accessKeyId: 'ASIAEXAMPLE',
        secretAccessKey: 'secret',
        sessionToken: 'a-token',
        expiration: new Date('2026-11-02T14:45:30Z'),
      };
    },
    { accountId: '652235167018', region: 'us-west-2' },
  );
  const { url, until } = await sign('a-bucket', 'pages/2026-11-02/all.html');
  expect(asked).toEqual(['652235167018']);
  expect(until).toBe('2026-11-02T14:45:30Z');
  const { origin, pathname, searchParams } = new URL(url);
  expect([origin, pathname]).toEqual([
    'https://a-bucket.s3.us-west-2.amazonaws.com',
    '/pages/2026-11-02/all.html',
  ]);
  expect(searchParams.get('X-Amz-Expires')).toBe(String(45 * 60 + 30));
  expect(searchParams.get('X-Amz-Credential')).toBe('ASIAEXAMPLE/20261102/us-west-2/s3/aws4_request');
  expect(searchParams.get('X-Amz-Security-Token')).toBe('a-token');
});
