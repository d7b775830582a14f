import * as z from 'zod';
import { printable } from '../../lambdas/domain/text.ts';
import { access } from '../aws/access.ts';
import { type DeadLetterQueue, deadLetterQueues } from '../aws/dead-letter-queues.ts';
import {
  type Command,
  configurationOf,
  noWords,
  type Screen,
  showHelp,
  understand,
  WrongUsage,
} from '../command.ts';
import { counted } from '../style.ts';

/** The answer to --help. */
const HELP = `Sends the dead letters of the hub back to the queues that they came from, with
your credentials of the hub account.

  npm run redrive              all of them
  npm run redrive -- launch    those of the queues whose name has this word:
                               launch, session, user, question

First remove the cause of the failure:
docs/runbook.md#tag-enforcement-dead-letters. A message that fails again comes
back as a dead letter. A launch that has an execution does not get a second one.
However old a record is, nothing is terminated without a warning and the minimum
notice after it.

Options
  --dry-run       only shows how many there are
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0, or 2 for wrong usage.
`;

const parse = (words: readonly string[]) =>
  understand('redrive', {
    args: [...words],
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** The queues whose name has the word; case is ignored. */
const named = (queues: readonly DeadLetterQueue[], word: string | undefined): readonly DeadLetterQueue[] => {
  if (word === undefined) return queues;
  const found = queues.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()));
  if (found.length > 0) return found;
  const names = queues.map(({ name }) => name).join(', ');
  throw new WrongUsage(`no dead-letter queue has '${word}' in its name: there are ${names}`);
};

/** Sends back as many messages as the queue held at first: one that fails again at once would otherwise loop for ever. */
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

/** Finds the hub's dead-letter queues. */
type Queues = (hub: {
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
    const [word, ...others] = positionals;
    noWords('redrive', others);
    if (values.help) return showHelp(HELP, screen);
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

/** The part of a record's event that describes a message. */
const Event = z.object({
  account: z.string(),
  region: z.string(),
  detail: z.object({ eventName: z.string(), eventID: z.string() }).partial().default({}),
});

const MAX_LENGTH = 100;

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A message in one line: the record's event and id, or else the first characters. */
const describe = (body: string): string => {
  const { success, data } = Event.safeParse(parsed(body));
  if (!success) return printable(body.length <= MAX_LENGTH ? body : `${body.slice(0, MAX_LENGTH)}…`);
  const { account, region, detail } = data;
  return printable(
    `${detail.eventName ?? 'an event'} in ${account} ${region}, event ${detail.eventID ?? 'without an id'}`,
  );
};
