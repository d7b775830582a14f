import { printable } from '../text.ts';

/** SNS takes fewer characters than this, the first of them no blank; ASCII is safe everywhere. */
const LONGEST = 99;

const ascii = (text: string): string =>
  printable(text)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();

/**
 * The subject of a mail: what it is about, and where. If it is too long, the place gives way, since the end says most.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const subject = (where: string, what: string): string => {
  const end = `: ${ascii(what)}`;
  return `${ascii(where).slice(0, Math.max(0, LONGEST - end.length))}${end}`.slice(0, LONGEST);
};
