import assert from 'node:assert/strict';
import type { Mail } from './inbox.ts';
import { PEOPLE, topicOf } from './people.ts';
import { mailsOf, type Played } from './play.ts';
import type { Report } from './report.ts';
import { launchedBy, type Told } from './story.ts';
import type { Target } from './target.ts';

/** Checks that a mail has the expected content. */
const checkMail = (
  { accounts }: Target,
  { story }: Played,
  { about, notReached }: Told,
  mail: Mail,
): void => {
  const { account, region } = story;
  assert.ok(mail.subject.startsWith(`${account} ${region}: `), mail.subject);
  assert.match(mail.subject, about);
  assert.match(mail.message, new RegExp(`^Account: +${account} \\(${accounts[account]}\\), ${region}$`, 'm'));
  assert.match(/^Launched by: (.+)$/m.exec(mail.message)?.[1] ?? '', launchedBy(story));
  const line = `This did not reach ${notReached ? PEOPLE[notReached] : ''}`;
  assert.equal(mail.message.startsWith(line), notReached !== undefined, mail.message);
};

/** Checks that a launch's mails went to the topics of its story, and to no other. */
export const checkMails = async (
  report: Report,
  target: Target,
  all: readonly Mail[],
  played: Played,
): Promise<void> => {
  const { story } = played;
  const mails = mailsOf(all, played);
  const name = (reader: Told['to'][number]) => topicOf(reader, target.accounts[story.account]);
  const readersOf = ({ about, to, orTo = to }: Told) =>
    mails.some(({ subject, topic }) => about.test(subject) && to.some((reader) => name(reader) === topic))
      ? to
      : orTo;
  const due = story.mails.flatMap((expected) =>
    readersOf(expected).map((reader) => ({ ...expected, reader })),
  );
  for (const reader of new Set(due.map((expected) => expected.reader))) {
    const ours = due.filter((expected) => expected.reader === reader);
    const there = mails.filter(({ topic }) => topic === name(reader));
    await report.check(`${ours.length} true mail(s) to ${reader}`, () => {
      assert.equal(there.length, ours.length, there.map(({ subject }) => subject).join('\n'));
      for (const [index, expected] of ours.entries()) {
        const mail = there[index];
        assert.ok(mail);
        checkMail(target, played, expected, mail);
      }
    });
  }
  await report.check(due.length > 0 ? 'and to no other topic' : 'no mail', () =>
    assert.equal(
      mails.length,
      due.length,
      mails.map(({ topic, subject }) => `${topic} ${subject}`).join('\n'),
    ),
  );
};
