import { printable } from './printable.ts';

/**
 * The subject of a mail. SNS takes fewer than 100 characters, the first of them no blank; ASCII is safe everywhere.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const subject = (text: string): string =>
  printable(text)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, 99);
