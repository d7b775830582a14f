import assert from 'node:assert/strict';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { type Finding, TITLES } from '../../lambdas/domain/access/findings.ts';
import { FRANK } from './check-access.ts';
import { makeReport, type Pages } from './check-report.ts';
import { IAM_PATH, iamIn } from './iam-users.ts';
import { PEOPLE } from './people.ts';
import type { Resource } from './stacks.ts';
import type { Stage } from './stage.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** Was made 100 days ago, as the path says, and has never used the key. */
const GRACE = 'grace@example.org';
/** May do everything, as administrators may: no list of assignments says what. */
const HEIDI = 'heidi@example.org';

/** Users with a key and without MFA, who are not of the configuration. */
export const comeBeforeReview = async (target: Target): Promise<void> => {
  const iam = iamIn(target, 'gateway');
  for (const [UserName, Path] of [
    [GRACE, `${IAM_PATH}100d/`],
    [HEIDI, IAM_PATH],
  ] as const) {
    await iam.send(new CreateUserCommand({ UserName, Path }));
    await iam.send(new CreateAccessKeyCommand({ UserName }));
  }
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachUserPolicyCommand({ UserName: HEIDI, PolicyArn }));
};

/** The section about who has access of a page, without markup between its rows' cells. */
const sectionOf = (page = ''): string => /<section id="access".*?<\/section>/s.exec(page)?.[0] ?? '';

const textOf = (markup = ''): string =>
  markup
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** What a section says is found: of whom or what, and the finding's title. */
const findingsIn = (section: string): string[] =>
  [...section.matchAll(/<tr><th scope="row">(.+?)<\/th><td>(.+?)<\/td>/g)].map(
    ([, about, title]) => `${textOf(about)}: ${textOf(title)}`,
  );

/** Waits until the administrators have a mail about the report that says this. */
const checkMail = ({ report, inbox }: Stage, says: RegExp): Promise<void> =>
  report.check(`the administrators' mail says so too, and no other`, async () => {
    const found = await until('the mail about the report', 60, async () => {
      const mails = (await inbox.read()).filter(({ message }) => says.test(message.replaceAll(/\s+/g, ' ')));
      return mails.length > 0 && mails;
    });
    assert.deepEqual([...new Set(found.map(({ topic }) => topic))], ['administrators']);
  });

const checkOthers = ({ report }: Stage, pages: Pages): Promise<void> =>
  report.check("program managers' pages say nothing of who has access", () => {
    for (const [name, page] of pages) if (name !== 'all.html') assert.equal(sectionOf(page), '');
  });

const UNKNOWN = /Who has access is not known, because it could not be read: .*tag-enforcement-access-review/;

/** Checks the report of a hub whose gateway has no role for it yet: all else is there. */
export const checkFailedReview = async (stage: Stage, pages: Pages): Promise<void> => {
  await stage.report.check('it says that who has access could not be read, and why', () =>
    assert.match(textOf(sectionOf(pages.get('all.html'))), UNKNOWN),
  );
  await checkOthers(stage, pages);
  await checkMail(stage, UNKNOWN);
};

const found = (about: string, ...kinds: readonly Finding['kind'][]): string[] =>
  kinds.map((kind) => `${about}: ${TITLES[kind]}`);

/** Makes the report again, and checks that it has what wants a decision, and nothing else. */
export const checkReview = async (stage: Stage, resources: readonly Resource[]): Promise<void> => {
  const { report } = stage;
  report.step('the report, now that it may look at who has access');
  const pages = await makeReport(stage, resources);
  const section = sectionOf(pages.get('all.html'));
  const expected = [
    // The test gave these three their keys and permissions by hand.
    ...[PEOPLE.ada, PEOPLE.bob, PEOPLE.carol].flatMap((name) => found(name, 'no-mfa', 'not-assigned')),
    ...found(FRANK, 'no-mfa'),
    ...found(GRACE, 'no-mfa', 'unused', 'old-key'),
    ...found(HEIDI, 'no-mfa'),
    // The emulator's root user has no device, and IAM does not say whether it has a password.
    ...found('root', 'no-mfa'),
  ];
  await report.check('it lists users without MFA, an old key, and what nobody assigned', () => {
    assert.deepEqual(findingsIn(section).sort(), expected.sort());
    assert.match(textOf(section), new RegExp(`Who has access ${expected.length} findings\\.`));
    assert.doesNotMatch(section, /could not be/);
  });
  await checkOthers(stage, pages);
  await checkMail(stage, new RegExp(`findings about who has access ${expected.length} `));
};
