import * as z from 'zod';
import { PERSON_TOPIC_NAME_PREFIX } from '../../infra/names.ts';
import { counted } from '../../local/screen/counted.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { resourcesOf, type Template } from './expected.ts';
import type { SeenSubscription } from './reader.ts';

const Topic = z.object({ TopicName: z.string() });
const Subscription = z.object({ Endpoint: z.string(), TopicArn: z.object({ Ref: z.string() }) });

const nameOf = ({ topicArn }: SeenSubscription): string => topicArn.split(':').at(-1) ?? '';

const isOfPerson = (one: SeenSubscription): boolean =>
  nameOf(one).startsWith(PERSON_TOPIC_NAME_PREFIX) && one.protocol === 'email';

/** Whether those who should read a topic confirmed it, and how many persons did: who did not, is told by others. */
export const checkSubscriptions = (template: Template, seen: readonly SeenSubscription[]): Diagnosis[] => {
  const names = new Map(
    resourcesOf(template, 'AWS::SNS::Topic').map(({ logicalId, properties }) => [
      logicalId,
      Topic.parse(properties).TopicName,
    ]),
  );
  const readers = resourcesOf(template, 'AWS::SNS::Subscription').map(({ properties }) => {
    const { Endpoint, TopicArn } = Subscription.parse(properties);
    const topic = names.get(TopicArn.Ref) ?? TopicArn.Ref;
    const found = seen.filter((one) => nameOf(one) === topic && one.endpoint === Endpoint);
    if (found.some(({ isConfirmed }) => isConfirmed)) return ok(`${Endpoint} reads ${topic}`);
    return failed(
      found.length > 0
        ? `${Endpoint} has not confirmed ${topic}: SNS mailed them a link, valid for two days`
        : `${Endpoint} does not read ${topic}: aws sns subscribe --protocol email, and let them confirm`,
    );
  });
  // Whatever else reads a person's topic, the person does by mail.
  const asked = new Map<string, boolean>();
  for (const one of seen.filter(isOfPerson)) {
    asked.set(one.topicArn, one.isConfirmed || asked.get(one.topicArn) === true);
  }
  const confirmed = [...asked.values()].filter(Boolean).length;
  return [
    ...readers,
    ok(
      `${confirmed} of ${counted(asked.size, 'person')} who were asked by mail have confirmed: program managers read for the others`,
    ),
  ];
};
