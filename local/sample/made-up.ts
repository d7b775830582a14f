import { createHash } from 'node:crypto';

const hex = (of: string, length: number): string =>
  createHash('sha256').update(of).digest('hex').slice(0, length);

/** An id as EC2 makes them, the same for the same words: `i-0c3f…`. */
export const resourceId = (prefix: 'i' | 'r' | 'ami' | 'subnet' | 'vpc', of: string): string =>
  `${prefix}-0${hex(`${prefix} ${of}`, 16)}`;

/** A UUID, the same for the same words. */
export const uuid = (of: string): string =>
  hex(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** An id as IAM makes them: `AROA…`, or `ASIA…` of an access key. */
export const principalId = (prefix: 'AIDA' | 'AROA' | 'AKIA' | 'ASIA', of: string): string =>
  `${prefix}${hex(`${prefix} ${of}`, 17).toUpperCase()}`;

/** The id of an IAM user, who is another in each account. */
export const userIdOf = (accountId: string, userName: string): string =>
  principalId('AIDA', `${accountId} ${userName}`);
