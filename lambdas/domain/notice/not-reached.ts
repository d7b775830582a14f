import { printable } from '../text.ts';
import { wrap } from './wrap.ts';

/** Why a mail did not go to the person that it is for. */
export type NotReached = 'nobody-confirmed' | 'not-taken';

const WHY: Readonly<Record<NotReached, string>> = {
  'nobody-confirmed': 'no confirmed subscription.',
  'not-taken': 'SNS did not take it.',
};

/** Tells the others who read a mail that the person it is for does not: a line, or as many as a long name takes. */
export const notReached = (person: string, why: NotReached): string =>
  wrap(`This did not reach ${printable(person)}: ${WHY[why]}`, '  ').join('\n');
