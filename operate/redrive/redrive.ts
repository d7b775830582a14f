import { parseArgs } from 'node:util';
import { WrongUsage } from '../../local/errors.ts';
import { counted } from '../../local/screen/counted.ts';
import { access } from '../aws/access.ts';
import { deadLetterQueues } from '../aws/dead-letter-queues.ts';
import { type Command, type Screen, understand } from '../command.ts';
import { configurationOf } from '../configuration.ts';
import type { DeadLetterQueue } from './dead-letters.ts';
import { describe } from './describe.ts';
import { HELP } from './help.ts';

const parse = (words: readonly string[]) =>
  understand('redrive', () =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );

/** The queues that a word names: those whose name holds it, whatever its case. */
const named = (queues: readonly DeadLetterQueue[], word: string | undefined): readonly DeadLetterQueue[] => {
  if (word === undefined) return queues;
  const found = queues.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()));
  if (found.length > 0) return found;
  const names = queues.map(({ name }) => name).join(', ');
  throw new WrongUsage(`no dead-letter queue is called '${word}': there are those of ${names}`);
};

/** Sends back what the queue held at the beginning, and no more: what fails again at once would go round for ever. */
const sendBack = async (queue: DeadLetterQueue, count: number, screen: Screen): Promise<number> => {
  let sent = 0;
  while (sent < count) {
    const letters = await queue.receive();
    if (letters.length === 0) break;
    for (const { body, sendBack } of letters.slice(0, count - sent)) {
      await sendBack();
      sent += 1;
      screen.out(`${queue.name}: sent back ${describe(body)}`);
    }
  }
  return sent;
};

/** What `redrive` finds the queues with. */
export type Queues = (hub: {
  readonly accountId: string;
  readonly region: string;
}) => Promise<readonly DeadLetterQueue[]>;

const AWS: Queues = async (hub) => {
  const settings = await (await access(hub, null))(hub.accountId, hub.region);
  return deadLetterQueues(settings ?? { region: hub.region });
};

/** `npm run redrive`. */
export const redrive = (queuesOf: Queues = AWS): Command => ({
  name: 'redrive',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    const [word, unexpected] = positionals;
    if (unexpected !== undefined) {
      throw new WrongUsage(`'${unexpected}' is not expected. Try: npm run redrive -- --help`);
    }
    if (values.help) {
      screen.out(HELP.trimEnd());
      return 0;
    }
    const { hub } = configurationOf(values.config);
    for (const queue of named(await queuesOf(hub), word)) {
      const count = await queue.count();
      if (count === 0 || values['dry-run']) {
        screen.out(
          `${queue.name}: ${count === 0 ? 'no dead letters' : `holds ${counted(count, 'dead letter')}`}`,
        );
        continue;
      }
      const sent = await sendBack(queue, count, screen);
      screen.out(`${queue.name}: ${counted(sent, 'dead letter')} sent back`);
    }
    return 0;
  },
});
