import { randomInt } from 'node:crypto';
import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { reasonOf } from '../../infra/error-reason.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import { access } from '../aws/access.ts';
import { gatewayUsers } from '../aws/gateway-users.ts';
import { type Command, oneWord, showHelp, understand } from '../command.ts';
import { type AccessConfiguration, readAccessConfiguration } from '../read-configuration.ts';
import { composeWelcome } from './compose-welcome.ts';
import { findPerson, profilesOf } from './people.ts';

/** The answer to --help. */
export const HELP = `Prints the mail with which a person begins: how to sign in, set up MFA, switch
role, and set up the command line, in the order in which it works.

  npm run welcome -- melinda@ucsc.edu

The mail has no password. You tell the first one by telephone or in person.

Options
  --make-password  makes the first password, with your credentials of the
                   gateway account, and prints it beside the mail, on standard
                   error; the person must change it when they sign in. A user
                   who has a password keeps it, and none is printed
  --config FILE    cdk.json, or a JSON file with its object tagEnforcement; left
                   out, the cdk.json of this application
  -h, --help       this text

Exit code: 0; 1 if the password could not be made; 2 for wrong usage.
`;

/** Characters of a first password that nobody confuses when it is read to them. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const DIGITS = '23456789';
const PARTS = 4;

const some = (characters: string, length: number): string =>
  Array.from({ length }, () => characters[randomInt(characters.length)]).join('');

/**
 * A first password that the password policy takes: four groups of letters and a digit, such as `Kwpz7-…`, about 85 bits. It
 * begins with a capital, in case the account asks for one.
 */
export const makePassword = (): string => {
  const groups = Array.from({ length: PARTS }, () => some(LETTERS, 4) + some(DIGITS, 1)).join('-');
  return groups.charAt(0).toUpperCase() + groups.slice(1);
};

/** Makes the password of a user of the gateway. Returns false, and changes nothing, if the user has one. */
export type CreatePassword = (
  configuration: AccessConfiguration,
) => Promise<(userName: string, password: string) => Promise<boolean>>;

const AWS: CreatePassword = async ({ gateway: { accountId } }) => {
  const place = { accountId, region: GLOBAL_REGION, called: 'the gateway' };
  const settings = await (await access(place, null))(accountId, GLOBAL_REGION);
  return gatewayUsers(settings ?? { region: GLOBAL_REGION }).createPassword;
};

const parse = (words: readonly string[]) =>
  understand('welcome', {
    args: [...words],
    allowPositionals: true,
    options: {
      'make-password': { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** `npm run welcome`. */
export const welcome = (
  createPassword: CreatePassword = AWS,
  now: () => Date = () => new Date(),
): Command => ({
  name: 'welcome',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    if (values.help) return showHelp(HELP, screen);
    const name = oneWord('welcome', positionals, 'Whom? The user name is missing');
    const configuration = readAccessConfiguration(values.config);
    const userName = findPerson(configuration.access, name);
    const profiles = profilesOf(configuration, userName, now());
    const create = values['make-password'] ? await createPassword(configuration) : null;
    for (const line of composeWelcome({ configuration, userName, profiles })) screen.out(line);
    if (profiles.length === 0) screen.error(`welcome: ${userName} has no role in any sub-account`);
    if (!configuration.isSwitchedOn) {
      screen.error('welcome: access is off in the configuration (enabled: false): its rules do not hold yet');
    }
    if (!create) {
      screen.error('welcome: the first password is not in the mail: --make-password makes one');
      return 0;
    }
    try {
      const password = makePassword();
      const isMade = await create(userName, password);
      screen.error(
        isMade
          ? `welcome: first password, to be told by telephone or in person: ${password}`
          : `welcome: ${userName} has a password already, and keeps it`,
      );
      return isMade ? 0 : 1;
    } catch (error) {
      const why =
        error instanceof NoSuchEntityException
          ? `the gateway has no user ${userName} yet: npx cdk deploy --all makes them`
          : reasonOf(error);
      screen.error(`welcome: the password was not made: ${why}`);
      return 1;
    }
  },
});
