import { describe, expect, test } from '@jest/globals';
import type { Published } from '../../lambdas/domain/mail.ts';
import { AWSES } from './awses.ts';

describe.each(AWSES)('a Task that waits for a mail in $name', ({ open }) => {
  const aws = open();
  const { answer } = aws.clients('publish');

  test.each<readonly [string, Published]>([
    ['was-sent', { messageId: 'm-1', topicArn: 'Zoë’s <topic> & "co"' }],
    ['was-not-sent', { messageId: null }],
  ])('goes on with what became of it: %s', async (name, published) => {
    const waiting = await aws.waitForMail(name);
    expect(await answer(waiting.token, published)).toBe('answered');
    expect(await waiting.answer()).toEqual(published);
  });

  test('is answered once, and no other Task is', async () => {
    const first = await aws.waitForMail('first');
    const second = await aws.waitForMail('second');
    expect(await answer(first.token, { messageId: 'm-1' })).toBe('answered');
    expect(await answer(first.token, { messageId: 'm-2' })).toBe('waits-no-longer');
    expect(await first.answer()).toEqual({ messageId: 'm-1' });
    expect(await answer(second.token, { messageId: 'm-3' })).toBe('answered');
    expect(await second.answer()).toEqual({ messageId: 'm-3' });
  });

  test('is not answered by a token that was never issued', async () => {
    expect(await answer('a-token-of-nobody', { messageId: 'm-1' })).toBe('waits-no-longer');
  });
});
