import { suggest } from '../../infra/config/errors.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { isAnswerOfAws } from '../aws/access.ts';
import { type Clients, type ClientsOf, offboardingClients } from '../aws/gateway-users.ts';
import {
  type Command,
  type ExitCode,
  oneWord,
  type Screen,
  showHelp,
  understand,
  WrongUsage,
  wrongUsage,
} from '../command.ts';
import { CDK_JSON, readAccessConfiguration } from '../read-configuration.ts';
import { columnsOf, style, wrapped } from '../style.ts';
import { type Action, addressIn, type Leaver, planOffboarding, type Step } from './offboard-plan.ts';
import { diffWithout } from './take-out.ts';

/** The answer to --help. */
export const HELP = `Ends a person's access, in the right order, with your credentials of the gateway
account. Without --yes it only shows what it would do.

  npm run offboard -- melinda@ucsc.edu
  npm run offboard -- melinda@ucsc.edu --role NAME --yes

What it did before it does not do again. If a step fails, it says so, and goes
on with those that do not depend on it.

Options
  --yes           does it
  --revoke        ends open sessions too. If sessions have their users' names
                  (requireSessionName), theirs alone; otherwise everybody's of
                  the same roles, running jobs of Toil among them. Without it
                  they end within 12 hours
  --role NAME     the role that you assume in the hub and the sub-accounts, if
                  they are other accounts. It must be allowed to change roles
                  there (for --revoke), and the hub's topics and table
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0; 1 if a step failed, or the user cannot be read; 2 for wrong usage.
`;

const act = async (
  action: Action,
  userName: string,
  { users, revoke, stopMails }: Clients,
): Promise<void> => {
  switch (action.is) {
    case 'refuse':
      return users.refuse(userName);
    case 'disable-key':
      return users.disableKey(userName, action.keyId);
    case 'remove-password':
      return users.removePassword(userName);
    case 'revoke':
      return revoke(action);
    case 'stop-mails':
      return stopMails(userName);
    default:
      return action satisfies never;
  }
};

/** Every failure of a step's actions; one that fails does not keep the others from being tried. */
const failuresOf = async (step: Step, userName: string, clients: Clients): Promise<string[]> => {
  const failures: string[] = [];
  for (const action of step.actions) {
    await act(action, userName, clients).catch((error: unknown) => {
      const where = action.is === 'revoke' ? `${action.role} in ${action.accountId}: ` : '';
      failures.push(printable(`${where}${reasonOf(error)}`));
    });
  }
  return failures;
};

const LOOKS = { 'to do': 'yellow', done: 'green', kept: 'dim', yours: 'cyan', FAILED: 'red' } as const;
/** The width of the first column. */
const INDENT = 8;

type Show = (is: keyof typeof LOOKS, title: string, notes?: readonly string[]) => void;

const showOn =
  ({ out, colour }: Screen, columns: number): Show =>
  (is, title, notes = []) => {
    const width = columns - INDENT;
    const [first = '', ...rest] = wrapped(title, width);
    out(`${style(colour)(LOOKS[is], is.padEnd(INDENT))}${first}`);
    for (const line of [...rest, ...notes.flatMap((note) => wrapped(note, width))]) {
      out(`${' '.repeat(INDENT)}${line}`);
    }
  };

/** Takes the steps, and says what became of each. Returns whether all went well. */
const carryOut = async (
  steps: readonly Step[],
  { userName, clients, screen, show }: { userName: string; clients: Clients; screen: Screen; show: Show },
): Promise<boolean> => {
  let [isWell, isClosed] = [true, true];
  for (const step of steps) {
    // They could begin a session again at once, and others would have lost theirs for nothing.
    const isVain = step.actions.some(({ is }) => is === 'revoke') && !isClosed;
    if (step.is === 'to do' && isVain) {
      show('FAILED', `${step.title}: not tried, since a way in is still open`);
      isWell = false;
      continue;
    }
    if (step.is === 'to do') screen.progress(step.title);
    // What a step does to others is said before it is done.
    if (step.actions.some(({ is }) => is === 'revoke')) show('to do', step.title, step.notes);
    const failures = await failuresOf(step, userName, clients);
    if (failures.length > 0) {
      show('FAILED', `${step.title}: ${failures.join('; ')}`);
      isWell = false;
      if (step.isClosing) isClosed = false;
      continue;
    }
    const after = step.is === 'to do' ? 'done' : step.is;
    show(after, step.title, after === 'done' ? [] : step.notes);
    for (const line of step.verbatim) screen.out(line);
  }
  return isWell;
};

const parse = (words: readonly string[]) =>
  understand('offboard', {
    args: [...words],
    allowPositionals: true,
    options: {
      yes: { type: 'boolean', default: false },
      revoke: { type: 'boolean', default: false },
      role: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** `npm run offboard`. */
export const offboard = (
  clientsOf: ClientsOf = offboardingClients,
  now: () => Date = () => new Date(),
  columns = columnsOf(process.stdout, process.env),
): Command => ({
  name: 'offboard',
  run: async (words, screen): Promise<ExitCode> => {
    const { values, positionals } = parse(words);
    if (values.help) return showHelp(HELP, screen);
    const userName = oneWord('offboard', positionals, 'Who leaves? The user name is missing');
    const configuration = readAccessConfiguration(values.config);
    const { gateway, hub } = configuration;
    const { userNames, assignments, requireSessionName } = configuration.access;
    const isElsewhere = assignments.some(
      (one) => one.userName === userName && one.accountId !== gateway.accountId,
    );
    if (values.revoke && values.role === undefined && isElsewhere) {
      throw wrongUsage('offboard', '--revoke needs --role NAME: their roles are in other accounts');
    }
    const clients = await clientsOf(configuration, values.role ?? null);
    const user = await clients.users.read(userName).catch((error: unknown) => {
      if (!isAnswerOfAws(error)) throw error;
      return { refused: printable(reasonOf(error)) };
    });
    if (user && 'refused' in user) {
      screen.error(`offboard: the user cannot be read: ${user.refused}`);
      return 1;
    }
    if (!user && !userNames.includes(userName)) {
      const meant = suggest(userName, userNames);
      throw new WrongUsage(
        `neither the gateway nor the configuration has '${userName}'${meant ? `; did you mean ${meant}?` : ''}`,
      );
    }
    const leaver: Leaver = {
      userName,
      user,
      assignments,
      hasSessionNames: configuration.isSwitchedOn && requireSessionName,
      diff: diffWithout(values.config ?? CDK_JSON, userName),
      alsoIn: addressIn(configuration, userName),
      // What cannot be read is tried, and its failure is said then.
      hasMails: await clients.hasMails(userName).catch(() => true),
      isHubOutOfReach: values.role === undefined && hub.accountId !== gateway.accountId,
    };
    const steps = planOffboarding(leaver, values.revoke, now());
    const show = showOn(screen, columns);
    if (values.yes) return (await carryOut(steps, { userName, clients, screen, show })) ? 0 : 1;
    for (const step of steps) {
      show(step.is, step.title, step.notes);
      for (const line of step.verbatim) screen.out(line);
    }
    screen.out('Nothing was done. With --yes, every step "to do" is taken, in this order.');
    return 0;
  },
});
