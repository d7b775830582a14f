import type { MailTopics } from '../../../lambdas/aws/topics.ts';

export type SnsState = {
  /** Topics with a confirmed reader. */
  readonly read: readonly string[];
  /** Topics that refuse mails. */
  readonly refusing?: readonly string[];
  /** Topics whose readers SNS does not return. */
  readonly silent?: readonly string[];
};

/** Topics in this state, and the mails that they accepted, numbered from 1. */
export const someTopics = ({ read, refusing = [], silent = [] }: SnsState) => {
  const taken: { readonly topicArn: string; readonly subject: string; readonly message: string }[] = [];
  const topics: MailTopics = {
    hasReader: async (topicArn) => {
      if (silent.includes(topicArn)) throw new Error('throttled');
      return read.includes(topicArn);
    },
    publish: async (topicArn, subject, message) => {
      if (refusing.includes(topicArn)) throw new Error('refused');
      taken.push({ topicArn, subject, message });
      return `message-${taken.length}`;
    },
  };
  return { topics, taken };
};
