import { wrapped } from '../style.ts';
import { signInUrl, sourceProfile } from './people.ts';
import { awsConfig, type Owner } from './write-config.ts';

/** Characters of a line of text. Commands and links are not broken. */
const WIDTH = 76;

const text = (...sentences: readonly string[]): string[] =>
  wrapped(sentences.join(' '), WIDTH).map((line) => `   ${line}`);

const DELIMITER = 'END_OF_AWS_CONFIG';

/**
 * What a person types from the first key to the first look into a sub-account. The file is written first: `aws configure`
 * adds to a section that is there, and AWS's command line refuses a section that is there twice.
 */
export const firstCommands = (owner: Owner): readonly string[] => {
  const { configuration, profiles } = owner;
  const [first] = profiles;
  const file = awsConfig(owner).join('\n').trim();
  return [
    `mkdir -p ~/.aws && cat >> ~/.aws/config <<'${DELIMITER}'\n\n${file}\n${DELIMITER}`,
    `aws configure --profile ${sourceProfile(configuration)}`,
    ...(first ? [`aws s3 ls --profile ${first.profile}`] : []),
  ];
};

type Step = { readonly title: string; readonly lines: readonly string[] };

const signIn = ({ configuration: { gateway }, userName }: Owner): Step => ({
  title: 'Sign in, and choose a password',
  lines: [
    `   ${signInUrl(gateway.alias)}`,
    ...text(
      `Your user name is ${userName}. You get the first password from an administrator by telephone or in person, never`,
      'by mail. AWS asks for a new one at once: at least 10 characters, among them a lowercase letter, a number and',
      'another character, such as - or !. The page says if it must have more.',
    ),
  ],
});

const setUpMfa = ({ userName }: Owner): Step => ({
  title: 'Set up MFA',
  lines: [
    ...text(
      'At the top right, open the menu with your name, then Security credentials, then Assign MFA device. There may be',
      'error messages on that page: until MFA is set up, AWS lets you do nothing else.',
    ),
    `   Device name:  ${userName}   (exactly this)`,
    '   MFA device:   Authenticator app',
    ...text(
      'Scan the code with an app on your telephone, then type two of its numbers, one after the other. The command line',
      'needs this kind of device. A passkey or a security key may be your second one.',
    ),
  ],
});

const signInAgain = (): Step => ({
  title: 'Sign out, and sign in again',
  lines: text('This time with a number of the app. Without it, AWS refuses everything that follows.'),
});

const switchRole = ({ profiles }: Owner): Step => ({
  title: 'Switch to the account of your project',
  lines: profiles.flatMap(({ subAccount, role, switchRole: link, until }) => [
    ...text(`${subAccount}, as ${role}${until === undefined ? '' : `, until ${until}`}:`),
    `   ${link}`,
  ]),
});

const makeKey = ({ configuration: { gateway } }: Owner): Step => ({
  title: `For the command line: make an access key, in ${gateway.alias} only`,
  lines: text(
    // A description is a tag of the user, and people may not tag their user.
    'At the top right, Switch back. Then Security credentials, Create access key, Command Line Interface. Give no',
    'description: you may not. Leave the page open: it shows the secret only once. Never make users or keys in the account of a project.',
  ),
});

const commandLine = (owner: Owner): Step => ({
  title: 'Set up the command line',
  lines: [
    ...text(
      "Install AWS's command line (https://aws.amazon.com/cli/). Then, in a terminal (if you have a file ~/.aws/config,",
      'first take sections with these names out of it):',
    ),
    '',
    ...firstCommands(owner).flatMap((command) => [...command.split('\n'), '']),
    ...text(
      'The second one asks for the key and its secret; leave the rest as it is. The third asks for a number of your app,',
      'and then for 12 hours it asks no more.',
    ),
  ],
});

const tagging = ({ configuration: { ownerTag, gracePeriodMinutes }, userName }: Owner): Step => ({
  title: 'Tag everything that you create',
  lines: [
    `   ${ownerTag.key} = ${userName}`,
    ...text(
      `in the call that creates it, or within ${gracePeriodMinutes} minutes. An instance without it is terminated; you get`,
      'a mail before. Amazon SNS asks you to confirm these mails ("Subscription Confirmation"): please do.',
    ),
  ],
});

/** The mail with which a person begins: each step needs those before it. */
export const composeWelcome = (owner: Owner): string[] => {
  const { configuration, userName, profiles } = owner;
  const { gateway, administrators } = configuration;
  const steps = [
    signIn(owner),
    setUpMfa(owner),
    signInAgain(),
    ...(profiles.length > 0 ? [switchRole(owner), makeKey(owner), commandLine(owner)] : []),
    tagging(owner),
  ];
  return [
    `To: ${userName}`,
    `Subject: Your access to AWS through ${gateway.alias}`,
    '',
    ...wrapped(
      `You have a user in our account ${gateway.alias} (${gateway.accountId}). You sign in there, and switch from there ` +
        'to the accounts of your projects. Please keep to this order: each step needs those before it.',
      WIDTH,
    ),
    ...steps.flatMap(({ title, lines }, index) => ['', `${index + 1}. ${title}`, ...lines]),
    '',
    `Questions: ${administrators.join(', ')}`,
  ];
};
