import { type Command, start } from '../command.ts';

/** Loaded by name: the commands that ask nothing of AWS need not wait for its clients. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  'access-review': async () => (await import('./access-review.ts')).accessReview(),
  accounts: async () => (await import('./accounts.ts')).accounts(),
  'aws-config': async () => (await import('./aws-config.ts')).awsConfigCommand(),
  offboard: async () => (await import('./offboard.ts')).offboard(),
  welcome: async () => (await import('./welcome.ts')).welcome(),
};

const [name = '', ...words] = process.argv.slice(2);
const load = COMMANDS[name];
if (!load) throw new Error(`package.json names a command that is not there: ${name}`);
await start(await load(), words);
