import type { Unlisted } from '../play.ts';
import { counted } from './counted.ts';

/** Tells, in a line, of launches where nothing is enforced. */
export const describeUnlisted = ({ accountId, region, launches }: Unlisted): string => {
  const where = [accountId, region].filter((name) => name !== '').join(' ');
  const what = counted(launches, 'launch') + (where === '' ? '' : ` in ${where}`);
  if (accountId !== '' && region !== '') return `${what}, which the configuration does not list`;
  const missing = [...(accountId === '' ? ['account'] : []), ...(region === '' ? ['Region'] : [])];
  const whose = launches === 1 ? 'whose record names' : 'whose records name';
  return `${what} ${whose} no ${missing.join(' and no ')}`;
};
