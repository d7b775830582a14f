import { describe, expect, test } from '@jest/globals';
import { personTopic } from '../../lambdas/domain/launcher/directory.ts';
import { NEVER_CONFIRMING } from './aws.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const PREFIX = variable('directory', 'PERSON_TOPIC_ARN_PREFIX');

describe.each(AWSES)('topics of persons in $name', ({ open }) => {
  const aws = open();
  const { personTopics } = aws.clients('directory');
  const { mailTopics } = aws.clients('publish');
  const topicOf = (address: string): string => `${PREFIX}${personTopic(address)}`;
  const aTopic = async (name: string): Promise<string> => {
    const topicArn = topicOf(`${name}@ucsc.edu`);
    await personTopics.create(topicArn);
    return topicArn;
  };
  const publish = (topicArn: string) =>
    mailTopics.publish(topicArn, 'a subject', 'Zoë, tag it: <Owner> & "co"');

  test('have no readers at first, and still accept mails', async () => {
    const topicArn = await aTopic('first');
    expect(await personTopics.readersOf(topicArn)).toBe('none');
    expect(await mailTopics.hasReader(topicArn)).toBe(false);
    expect(await publish(topicArn)).toMatch(/./);
  });

  test('have a reader after an address has confirmed, and are pending until then', async () => {
    const [pending, confirmed] = [await aTopic('pending'), await aTopic('confirmed')];
    await personTopics.subscribe(pending, NEVER_CONFIRMING);
    await aws.confirm(pending, NEVER_CONFIRMING);
    await personTopics.subscribe(confirmed, 'bob+1@ucsc.edu');
    await aws.confirm(confirmed, 'bob+1@ucsc.edu');
    expect(await personTopics.readersOf(pending)).toBe('pending');
    expect(await mailTopics.hasReader(pending)).toBe(false);
    expect(await personTopics.readersOf(confirmed)).toBe('confirmed');
    expect(await mailTopics.hasReader(confirmed)).toBe(true);
  });

  test('keep their subscriptions if they are created twice', async () => {
    const topicArn = await aTopic('twice');
    await personTopics.subscribe(topicArn, NEVER_CONFIRMING);
    await personTopics.create(topicArn);
    expect(await personTopics.readersOf(topicArn)).toBe('pending');
  });

  test('are removed with their subscriptions, and may be removed twice', async () => {
    const topicArn = await aTopic('gone');
    await personTopics.subscribe(topicArn, NEVER_CONFIRMING);
    await personTopics.remove(topicArn);
    await personTopics.remove(topicArn);
    expect(await personTopics.readersOf(topicArn)).toBe('none');
    expect(await mailTopics.hasReader(topicArn)).toBe(false);
    await expect(publish(topicArn)).rejects.toThrow();
    await personTopics.create(topicArn);
    expect(await personTopics.readersOf(topicArn)).toBe('none');
  });

  test('that do not exist accept neither mails nor readers', async () => {
    const missing = topicOf('missing@ucsc.edu');
    await expect(publish(missing)).rejects.toThrow();
    await expect(personTopics.subscribe(missing, 'bob@ucsc.edu')).rejects.toThrow();
  });

  test('differ for addresses that differ in one character', async () => {
    const addresses = ['a.b@x.edu', 'a-b@x.edu', 'A.B@x.edu', 'a+b@x.edu'];
    for (const address of addresses) await personTopics.create(topicOf(address));
    await personTopics.subscribe(topicOf('a.b@x.edu'), NEVER_CONFIRMING);
    expect(await Promise.all(addresses.map((address) => personTopics.readersOf(topicOf(address))))).toEqual([
      'pending',
      'none',
      'none',
      'none',
    ]);
  });
});
