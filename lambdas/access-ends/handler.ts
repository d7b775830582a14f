import * as z from 'zod/mini';
import { DAY_MS } from '../domain/instant.ts';
import { personTopic } from '../domain/launcher/directory.ts';
import type { Mail, UnansweredMail } from '../domain/mail.ts';
import { subject, wrap } from '../domain/notice/mail-text.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';

/** The environment of `access-ends`. */
export const AccessEndsEnvironment = z.object({
  ADMINISTRATORS: json(z.array(z.string())),
  ADMINISTRATORS_TOPIC_ARN: z.string(),
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: z.string(),
  PERSON_TOPIC_ARN_PREFIX: z.string(),
  MAIL_QUEUE_URL: z.string(),
});
export type AccessEndsEnvironment = z.infer<typeof AccessEndsEnvironment>;

/** An assignment that ends; the schedule has them. */
export const EndingAssignment = z.object({
  userName: z.string(),
  accountId: z.string(),
  subAccount: z.string(),
  role: z.string(),
  /** Its last day, in UTC. */
  until: z.string(),
});
export type EndingAssignment = z.infer<typeof EndingAssignment>;

const Event = z.object({ assignments: z.array(EndingAssignment) });

/** Two weeks: enough to ask for more time. */
const BEFORE_MS = 14 * DAY_MS;

export type AccessEndsClients = {
  readonly sendMail: (mail: UnansweredMail) => Promise<void>;
  readonly log: Log;
};

/** Sends mails about the assignments that end in two weeks. It runs several times that day; each mail is sent once. */
export const createHandler =
  (environment: AccessEndsEnvironment, { sendMail, log }: AccessEndsClients) =>
  async (event: unknown): Promise<void> => {
    const { assignments } = z.parse(Event, event);
    for (const assignment of assignments.filter((one) => isNear(one, new Date()))) {
      for (const mail of mailsAbout(assignment, environment)) await sendMail({ mail });
      log.info('assignment-ends', { assignment });
    }
  };

/** Whether an assignment's last day is two weeks from today, in UTC. */
export const isNear = ({ until }: EndingAssignment, now: Date): boolean =>
  new Date(now.getTime() + BEFORE_MS).toISOString().startsWith(until);

/** The mails about an assignment: to the person, and to the program managers. */
export const mailsAbout = (
  { userName, accountId, subAccount, role, until }: EndingAssignment,
  environment: AccessEndsEnvironment,
): Mail[] => {
  const managers = [
    `${environment.SUB_ACCOUNT_TOPIC_ARN_PREFIX}${accountId}`,
    environment.ADMINISTRATORS_TOPIC_ARN,
  ];
  const id = `access-ends ${userName} ${accountId} ${role} ${until}`;
  const write = (to: string[], person: string | null, whose: string, what: string): Mail => ({
    id: `${id} ${person === null ? 'managers' : 'person'}`,
    to,
    person,
    subject: subject(subAccount, `${whose} ends on ${until}`),
    message: [
      ...wrap(what),
      '',
      ...wrap(`To keep it, ask ${environment.ADMINISTRATORS.join(', ')}.`),
      '',
    ].join('\n'),
  });
  return [
    write(
      [`${environment.PERSON_TOPIC_ARN_PREFIX}${personTopic(userName)}`, ...managers],
      userName,
      `your role ${role}`,
      `You can switch to the role ${role} in ${subAccount} (${accountId}) until the end of ${until} (UTC). Sessions that are open then go on for twelve hours at most. What you own there stays, and goes on costing: end it, or give it another Owner.`,
    ),
    write(
      managers,
      null,
      `role ${role} of ${userName}`,
      `${userName} can switch to the role ${role} in ${subAccount} (${accountId}) until the end of ${until} (UTC).`,
    ),
  ];
};
