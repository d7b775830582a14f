import { style } from '../style.ts';
import { writeNotices } from './write-notices.ts';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const paint = style(process.stdout.isTTY && !process.env.NO_COLOR);
const RULE = '-'.repeat(72);

for (const { title, to, subject, message } of await writeNotices()) {
  const head = [
    paint('bold', `== ${title}`),
    ...to.map((readers) => `${paint('dim', 'To:     ')} ${readers}`),
    `${paint('dim', 'Subject:')} ${paint('cyan', subject)}`,
  ];
  process.stdout.write(`${[...head, paint('dim', RULE), message, paint('dim', RULE)].join('\n')}\n\n`);
}
