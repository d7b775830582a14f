import { createHash } from 'node:crypto';

/** SNS takes 256 characters; an address is at most 64 of them, as IAM's user names are. */
const READABLE = 64;

/**
 * What a person's name makes of the name of their topic, after the prefix: readable, and distinct for names that differ
 * in a single character, or in case alone.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 */
export const personTopic = (userName: string): string => {
  const readable = userName.replace(/[^\w-]/g, '-').slice(0, READABLE);
  return `${readable}-${createHash('sha256').update(userName).digest('hex').slice(0, 20)}`;
};
