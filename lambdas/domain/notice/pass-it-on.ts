import { isAddress } from '../launcher/directory.ts';
import type { Launcher } from '../record/launcher.ts';
import { printable } from '../text.ts';
import { wrap } from './wrap.ts';

/** Asks those who are told in the launcher's place; nothing where the launcher is. */
export const passItOn = ({ userName }: Launcher): string[] => {
  if (userName === null) return ['We do not know who launched this. If you do, please tell them.'];
  return isAddress(userName)
    ? []
    : wrap(`We have no address of ${printable(userName)}: please tell them.`, '  ');
};
