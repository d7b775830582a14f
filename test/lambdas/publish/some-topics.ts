import type { MailTopics } from '../../../lambdas/aws/topics.ts';

export type SnsState = {
  /** Topics with a confirmed reader. */
  readonly read: readonly string[];
  /** Topics that take no mail. */
  readonly refusing?: readonly string[];
  /** Topics of which SNS does not say who reads them. */
  readonly silent?: readonly string[];
};

/** Topics in such a state, and the mails that they took, numbered from 1. */
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
