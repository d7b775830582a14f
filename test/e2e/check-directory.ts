import assert from 'node:assert/strict';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { PERSON_TOPIC_NAME_PREFIX } from '../../infra/names.ts';
import { personTopic } from '../../lambdas/domain/launcher/directory.ts';
import { HUB_REGION } from './configuration.ts';
import { PEOPLE, type Person } from './people.ts';
import type { Report } from './report.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

const snsOf = (target: Target): SNSClient => new SNSClient(target.client('hub', HUB_REGION));

const topicArn = ({ accounts }: Target, person: Person): string =>
  `arn:aws:sns:${HUB_REGION}:${accounts.hub}:${PERSON_TOPIC_NAME_PREFIX}${personTopic(PEOPLE[person])}`;

/** Every topic of a person. */
export const personTopics = async (target: Target): Promise<readonly string[]> => {
  const sns = snsOf(target);
  const arns: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sns.send(new ListTopicsCommand(NextToken ? { NextToken } : {}));
    arns.push(...(page.Topics ?? []).flatMap(({ TopicArn }) => TopicArn ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return arns.filter((arn) => arn.includes(`:${PERSON_TOPIC_NAME_PREFIX}`)).sort();
};

/** Checks that each of these people has a topic, and no other user has one. */
export const checkTopics = async (
  report: Report,
  target: Target,
  what: string,
  people: readonly Person[],
): Promise<void> => {
  const due = people.map((person) => topicArn(target, person)).sort();
  await report.check(what, async () => {
    let there: readonly string[] = [];
    await until('the topics', target.cloudTrail.delaySeconds, async () => {
      there = await personTopics(target);
      return there.join() === due.join();
    }).catch(() => assert.deepEqual(there, due));
  });
};

/** The subscriptions of a person's topic, as soon as there is one. */
const subscriptionsOf = async (target: Target, person: Person) => {
  const sns = snsOf(target);
  const TopicArn = topicArn(target, person);
  const pending = await until(`a subscription of ${person}`, target.cloudTrail.delaySeconds, async () => {
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return Attributes.SubscriptionsPending !== '0' && Attributes.SubscriptionsPending;
  });
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return { pending, all: Subscriptions.map(({ Protocol, Endpoint }) => ({ Protocol, Endpoint })) };
};

/** Checks that SNS has asked each person once, by mail, to confirm. */
export const checkAsked = (report: Report, target: Target, people: readonly Person[]): Promise<void> =>
  report.check('a subscription of each by mail, which is pending', async () => {
    await Promise.all(
      people.map(async (person) => {
        const expected = { pending: '1', all: [{ Protocol: 'email', Endpoint: PEOPLE[person] }] };
        assert.deepEqual(await subscriptionsOf(target, person), expected);
      }),
    );
  });
