import * as z from 'zod';
import type { EmbeddedAws } from '../../../local/aws/embedded-aws.ts';
import type { Entry } from '../../../local/entry.ts';
import { GATEWAY } from '../settings.ts';
import type { Caller, Observations, UserHistory } from './seen.ts';

const text = z.string().optional().catch(undefined);
const Identity = z
  .object({ type: text, userName: text, principalId: text, accountId: text, accessKeyId: text })
  .catch({});
const Assumed = z.object({
  credentials: z.object({ accessKeyId: z.string() }),
  assumedRoleUser: z.object({ assumedRoleId: z.string() }),
});
const Started = z.object({
  sessionContext: z.object({ attributes: z.object({ creationDate: z.string() }) }),
  invokedBy: z.string(),
});

const Principal = z
  .object({
    userName: text,
    arn: text,
    sessionContext: z
      .object({ sessionIssuer: z.object({ userName: z.string() }) })
      .optional()
      .catch(undefined),
  })
  .catch({});

/** Who makes a call, whoever is behind it, as mails name it. */
export const principalOf = ({ record }: Entry): string | null => {
  const { userName, arn = '', sessionContext } = Principal.parse(record.userIdentity);
  const role = sessionContext?.sessionIssuer.userName ?? /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (role !== undefined) return `Role ${role}`;
  return userName === undefined ? null : `IAM user ${userName}`;
};

/** Finds who makes each call. The records of a session show only its name and its access key, or when it began. */
export const callers = (): ((entry: Entry) => Caller) => {
  /** The ids of the users who opened a session, by its access key, and by its name and beginning. Sessions opened in the same second share a key here. */
  const opened = new Map<string, string[]>();
  return ({ eventName, record }) => {
    const {
      type,
      userName,
      principalId = '',
      accountId,
      accessKeyId = '',
    } = Identity.parse(record.userIdentity);
    const assumed = Assumed.safeParse(record.responseElements);
    if (eventName === 'AssumeRole' && assumed.success) {
      const { credentials, assumedRoleUser } = assumed.data;
      const id = `${assumedRoleUser.assumedRoleId} ${String(record.eventTime)}`;
      for (const key of [credentials.accessKeyId, id])
        opened.set(key, [...(opened.get(key) ?? []), principalId]);
    }
    // Another account may have a user of the same name, and whoever assumes a role chooses the session's name.
    if (type === 'IAMUser') {
      const name = (accountId === GATEWAY && userName) || null;
      return { name, userIds: [principalId], isUser: name !== null };
    }
    const started = Started.safeParse(record.userIdentity);
    if (type === 'AssumedRole' && started.success && !accessKeyId) {
      const { creationDate } = started.data.sessionContext.attributes;
      const userIds = opened.get(`${principalId} ${creationDate}`) ?? [];
      return { name: null, userIds, isOneOfSeveral: new Set(userIds).size > 1 };
    }
    const isNamedByConsole = type === 'AssumedRole' && record.sessionCredentialFromConsole === 'true';
    return {
      name: (isNamedByConsole && principalId.split(':')[1]) || null,
      userIds: opened.get(accessKeyId) ?? [],
    };
  };
};

/** Records the users of the embedded IAM, and the persons' topics of the embedded SNS. */
export const watchUsers = (
  { users, topics }: Pick<EmbeddedAws, 'users' | 'topics'>,
  { users: observed, personTopics }: Pick<Observations, 'users' | 'personTopics'>,
): void => {
  const look = (now: number): void => {
    const there = new Map(users.list(GATEWAY).map(({ userId, userName }) => [userId, userName]));
    for (const one of observed) if (!there.has(one.userId)) one.until = Math.min(one.until, now);
    for (const [userId, name] of there) {
      const known = observed.find((one) => one.userId === userId);
      if (!known) observed.push({ userId, names: [{ name, from: now }], until: Number.POSITIVE_INFINITY });
      else if (known.names.at(-1)?.name !== name) known.names.push({ name, from: now });
    }
  };
  // These users exist long before the run, whose clock has not started yet.
  look(0);
  const apply = users.apply.bind(users);
  users.apply = (entry) => {
    apply(entry);
    look(Date.now());
  };
  const subscribe = topics.subscribe.bind(topics);
  topics.subscribe = (topicArn, address) => {
    subscribe(topicArn, address);
    if (topicArn.includes('-person-')) personTopics.set(address, topicArn);
  };
  const remove = topics.remove.bind(topics);
  topics.remove = (topicArn) => {
    remove(topicArn);
    for (const [address, arn] of personTopics) if (arn === topicArn) personTopics.delete(address);
  };
};

/** The name of a user at an instant, and since when they have it; undefined if the user does not exist then. */
export const nameAt = (
  { names, until }: UserHistory,
  at: number,
): UserHistory['names'][number] | undefined =>
  at < until ? names.findLast(({ from }) => from <= at) : undefined;
