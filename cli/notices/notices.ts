import { type Command, flagsIn } from '../command.ts';
import { style } from '../style.ts';
import { writeNotices } from './write-notices.ts';

const HELP = `Prints every mail that the service writes, each with who reads it, of made-up instances. Nothing is sent.

  npm run notices

Options
  -h, --help   this text

Exit code: 0; 2 for wrong usage.
`;

const RULE = '-'.repeat(72);

export const notices = (): Command => ({
  name: 'notices',
  run: async (words, screen) => {
    if (!flagsIn({ name: 'notices', help: HELP }, words, screen)) return 0;
    const paint = style(screen.colour);
    for (const { title, to, subject, message } of await writeNotices()) {
      screen.out(paint('bold', `== ${title}`));
      for (const readers of to) screen.out(`${paint('dim', 'To:     ')} ${readers}`);
      screen.out(`${paint('dim', 'Subject:')} ${paint('cyan', subject)}`);
      screen.out(`${paint('dim', RULE)}\n${message}\n${paint('dim', RULE)}\n`);
    }
    return 0;
  },
});
