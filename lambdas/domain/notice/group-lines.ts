import { printable } from '../text.ts';
import { formatMinute } from './format-time.ts';
import type { GroupNews } from './telling.ts';
import { cut, wrap } from './wrap.ts';

/** A name may have 255 characters. */
const LONGEST_NAME = 48;

/** What a mail says of an Auto Scaling group that launches again what is terminated. */
export const groupLines = (group: GroupNews | null, timeZone: string): string[] => {
  if (!group) return [];
  const { launches, since } = group;
  const more =
    launches > 0 && since !== null
      ? `It has launched ${launches} more since ${formatMinute(since, timeZone)}, all treated alike.`
      : 'It is likely to launch more.';
  return [
    ...wrap(`Auto Scaling group: ${cut(printable(group.name), LONGEST_NAME)}`),
    ...wrap(`${more} You are told of it once an hour.`, '  '),
    '',
  ];
};
