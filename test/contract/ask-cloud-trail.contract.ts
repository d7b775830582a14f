import { describe, expect, test } from '@jest/globals';
import type { LookUp } from '../../lambdas/domain/launcher/look-up.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const QUEUE_URL = variable('attribute', 'LOOK_UP_QUEUE_URL');

const aQuestion = (resourceName: string): LookUp => ({
  accountId: '422448306679',
  region: 'us-west-2',
  kind: 'access-key',
  resourceName,
});

describe.each(AWSES)('questions to CloudTrail are queued in $name', ({ open }) => {
  const aws = open();
  const { ask } = aws.clients('attribute');

  test('unchanged, each as often as it was asked', async () => {
    const questions = ['ASIA1', 'Zoë’s <"key"> & co', 'ASIA1'].map(aQuestion);
    for (const question of questions) await ask(QUEUE_URL)(question);
    const queued = await aws.questions();
    expect(queued).toHaveLength(questions.length);
    expect(queued).toEqual(expect.arrayContaining(questions));
  });

  test('only in a queue that exists', async () => {
    await expect(ask(`${QUEUE_URL}-old`)(aQuestion('ASIA2'))).rejects.toThrow();
  });
});
