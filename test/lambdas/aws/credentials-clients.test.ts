import { expect, test } from '@jest/globals';
import { clientIn } from '../../../lambdas/aws/credentials.ts';
import { at } from '../at.ts';

test('one client is used for an account and Region until its credentials are renewed', async () => {
  let accessKeyId = 'ASIA1';
  const destroyed: string[] = [];
  const open = clientIn(
    async () => ({ accessKeyId, secretAccessKey: 'secret', sessionToken: 'token', expiration: at(60) }),
    ({ region, credentials }) => {
      const name = `${region} ${credentials.accessKeyId}`;
      return { name, destroy: () => destroyed.push(name) };
    },
  );
  const first = await open('422448306679', 'us-west-2');
  expect(first.name).toBe('us-west-2 ASIA1');
  expect(await open('422448306679', 'us-west-2')).toBe(first);
  expect(await open('652235167018', 'us-west-2')).not.toBe(first);
  expect((await open('422448306679', 'eu-west-1')).name).toBe('eu-west-1 ASIA1');
  expect(destroyed).toEqual([]);

  accessKeyId = 'ASIA2';
  expect((await open('422448306679', 'us-west-2')).name).toBe('us-west-2 ASIA2');
  expect(destroyed).toEqual(['us-west-2 ASIA1']);
});
