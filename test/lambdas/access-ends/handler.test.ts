import { describe, expect, jest, test } from '@jest/globals';
import { createHandler, isNear, mailsAbout } from '../../../lambdas/access-ends/handler.ts';
import { personTopic } from '../../../lambdas/domain/launcher/directory.ts';
import type { UnansweredMail } from '../../../lambdas/domain/mail.ts';
import { aLog } from '../a-log.ts';

const environment = {
  ADMINISTRATORS: ['cluster-admin@soe.ucsc.edu'],
  ADMINISTRATORS_TOPIC_ARN: 'arn:administrators',
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: 'arn:sub-account-',
  PERSON_TOPIC_ARN_PREFIX: 'arn:person-',
  MAIL_QUEUE_URL: 'https://queue',
};
const ending = {
  userName: 'ann@ucsc.edu',
  accountId: '422448306679',
  subAccount: 'pangenomics',
  role: 'developer',
  until: '2027-03-31',
};

test.each([
  ['2027-03-16T23:59:59Z', false],
  ['2027-03-17T00:00:00Z', true],
  ['2027-03-17T23:59:59Z', true],
  ['2027-03-18T00:00:00Z', false],
  ['2027-04-14T00:00:00Z', false],
])('at %s, the end of March is two weeks ahead: %s', (now, expected) => {
  expect(isNear(ending, new Date(now))).toBe(expected);
});

describe('the mails', () => {
  const [toPerson, toManagers, ...others] = mailsAbout(ending, environment);

  test('are two: to the person, and to the program managers', () => {
    expect(others).toEqual([]);
    const managers = ['arn:sub-account-422448306679', 'arn:administrators'];
    expect(toPerson).toMatchObject({
      to: [`arn:person-${personTopic('ann@ucsc.edu')}`, ...managers],
      person: 'ann@ucsc.edu',
      subject: 'pangenomics: your role developer ends on 2027-03-31',
    });
    expect(toManagers).toMatchObject({
      to: managers,
      person: null,
      subject: 'pangenomics: role developer of ann@ucsc.edu ends on 2027-03-31',
    });
  });

  test('say what ends, when, and whom to ask, in lines that fit', () => {
    for (const mail of [toPerson, toManagers]) {
      expect(mail?.message).toMatch(/role developer in pangenomics/);
      expect(mail?.message.replaceAll('\n', ' ')).toContain('until the end of 2027-03-31 (UTC)');
      expect(mail?.message).toContain('cluster-admin@soe.ucsc.edu');
      expect(mail?.message.split('\n').every((line) => line.length <= 72)).toBe(true);
    }
  });

  test('have the same ids each time, so that publish sends each once', () => {
    expect(mailsAbout(ending, environment).map(({ id }) => id)).toEqual([toPerson?.id, toManagers?.id]);
    expect(toPerson?.id).not.toBe(toManagers?.id);
    expect(mailsAbout({ ...ending, until: '2027-06-30' }, environment)[0]?.id).not.toBe(toPerson?.id);
  });
});

test('the function sends those of the assignments that end in two weeks, and no others', async () => {
  jest.useFakeTimers({ now: new Date('2027-03-17T06:00:00Z') });
  try {
    const sent: UnansweredMail[] = [];
    const log = aLog();
    const handler = createHandler(environment, {
      sendMail: async (mail) => {
        sent.push(mail);
      },
      log,
    });
    await handler({ assignments: [ending, { ...ending, userName: 'bob@ucsc.edu', until: '2027-04-01' }] });
    expect(sent.map(({ mail }) => mail.person)).toEqual(['ann@ucsc.edu', null]);
    expect(log.lines).toEqual(['assignment-ends']);
  } finally {
    jest.useRealTimers();
  }
});
