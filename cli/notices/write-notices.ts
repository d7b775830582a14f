import { NOTHING_COUNTED } from '../../lambdas/domain/breaker/record.ts';
import { personTopic } from '../../lambdas/domain/launcher/directory.ts';
import type { Mail } from '../../lambdas/domain/mail.ts';
import { createHandler } from '../../lambdas/notice/handler.ts';
import { publishMail } from '../../lambdas/publish/handler.ts';
import { SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { KINDS } from './kinds.ts';
import type { Kind } from './made-up.ts';

/** A message as its readers get it; `to` says in words who does. */
export type Written = { readonly title: string; readonly to: readonly string[] } & Pick<
  Mail,
  'subject' | 'message'
>;

const ADMINISTRATORS = 'administrators';
const SUB_ACCOUNT = 'sub-account-';
const PERSON = 'person-';

const nothing = (): void => {};

/** Who reads a topic, in words. */
const readers = (topic: string, person: string | null): string => {
  if (person !== null && topic === `${PERSON}${personTopic(person)}`) return person;
  return topic === ADMINISTRATORS ? 'administrators' : 'program managers';
};

const write = async ({ title, input, claim, unread = false }: Kind): Promise<Written> => {
  const notify = createHandler(
    {
      ACCOUNTS: { 'dry-run': [], enforce: [] },
      OWNER_TAG: {
        ...SAMPLE_CONFIGURATION.ownerTag,
        patterns: [...SAMPLE_CONFIGURATION.ownerTag.patterns],
        onInvalidValue: 'report',
      },
      TIME_ZONE: SAMPLE_CONFIGURATION.timeZone,
      ADMINISTRATORS: [...SAMPLE_CONFIGURATION.administrators],
      ADMINISTRATORS_TOPIC_ARN: ADMINISTRATORS,
      SUB_ACCOUNT_TOPIC_ARN_PREFIX: SUB_ACCOUNT,
      PERSON_TOPIC_ARN_PREFIX: PERSON,
      TABLE_NAME: 'none',
    },
    {
      groupMails: { claim: async () => claim ?? { told: false, launches: 0, since: null } },
      setAside: { keep: async () => {} },
      swept: { keep: async () => {} },
      breaker: {
        update: async (_, change) => change(NOTHING_COUNTED).result,
        joined: async () => [],
        keepLauncher: async () => {},
        keepSettled: async () => {},
      },
      log: { info: nothing, warn: nothing, error: nothing },
      metrics: { count: nothing, seconds: nothing },
      // The rounds are made up: they were checked a moment before.
      now: () => new Date(0),
    },
  );
  const mails = (await notify(input)).mails.filter(({ toldIn }) => toldIn === undefined);
  const [mail] = mails;
  if (!mail) throw new Error(`The kind ${title} writes no mail: its made-up input is wrong.`);
  const to = mails.map((copy) => copy.to.map((topic) => readers(topic, copy.person)).join(', else '));
  return { title, to, subject: mail.subject, message: await asSent(mail, unread) };
};

/** The text as `publish` sends it, to the person's topic or to the next. */
const asSent = async (mail: Mail, unread: boolean): Promise<string> => {
  let sent = '';
  const topics = {
    hasReader: async () => !unread,
    publish: async (_topicArn: string, _subject: string, message: string) => {
      sent = message;
      return 'made-up';
    },
  };
  await publishMail(mail, topics, { info: nothing, warn: nothing, error: nothing });
  return sent;
};

/** Writes one message of each kind, by the function that writes them. */
export const writeNotices = (): Promise<Written[]> => Promise.all(KINDS.map(write));
