import type { MailTopics, PersonTopics } from '../../lambdas/aws/topics.ts';
import type { RequestContext } from '../iam/condition.ts';
import type { Iam } from '../iam/iam.ts';
import type { Topics } from './topics.ts';

type RequireOfRole = (action: string, topicArn: string, context?: RequestContext) => void;

const requireOf =
  (iam: Pick<Iam, 'require'>, functionRoleArn: string): RequireOfRole =>
  (action, topicArn, context) =>
    iam.require(functionRoleArn, `sns:${action}`, topicArn, context);

/** The SNS client of `publish`: the embedded SNS answers each call as the function's role may make it. */
export const mailTopics = (
  topics: Topics,
  iam: Pick<Iam, 'require'>,
  functionRoleArn: string,
): MailTopics => {
  const require = requireOf(iam, functionRoleArn);
  return {
    hasReader: async (topicArn) => {
      require('GetTopicAttributes', topicArn);
      return topics.stateOf(topicArn) === 'confirmed';
    },
    publish: async (topicArn, subject, message) => {
      require('Publish', topicArn);
      return topics.publish({ TopicArn: topicArn, Subject: subject, Message: message });
    },
  };
};

/** The SNS client of `directory`: the embedded SNS answers each call as the function's role may make it. */
export const personTopics = (
  topics: Topics,
  iam: Pick<Iam, 'require'>,
  functionRoleArn: string,
): PersonTopics => {
  const require = requireOf(iam, functionRoleArn);
  return {
    create: async (topicArn) => {
      require('CreateTopic', topicArn);
      topics.create(topicArn);
    },
    readersOf: async (topicArn) => {
      require('GetTopicAttributes', topicArn);
      return topics.stateOf(topicArn);
    },
    subscribe: async (topicArn, address) => {
      const asked = new Map([
        ['sns:protocol', ['email']],
        ['sns:endpoint', [address]],
      ]);
      require('Subscribe', topicArn, asked);
      topics.subscribe(topicArn, address);
    },
    remove: async (topicArn) => {
      require('DeleteTopic', topicArn);
      topics.remove(topicArn);
    },
  };
};
