import { type DirectoryUser, personTopic } from '../../lambdas/domain/launcher/directory.ts';

export const TOPIC_PREFIX = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-';

/** The topic of a person. */
export const topicOf = (userName: string): string => `${TOPIC_PREFIX}${personTopic(userName)}`;

/** A user of the directory. SNS has not asked them to subscribe, unless `askedAt` is given. */
export const aDirectoryUser = (
  userName: string,
  userId: string,
  askedAt: string | null = null,
): DirectoryUser => ({
  userName,
  userId,
  topicArn: userName.includes('@') ? topicOf(userName) : null,
  askedAt,
});
