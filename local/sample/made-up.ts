import { createHash } from 'node:crypto';

const hex = (of: string, length: number): string =>
  createHash('sha256').update(of).digest('hex').slice(0, length);

/** An id in EC2's form (`i-0c3f…`), always the same for the same text. */
export const resourceId = (
  prefix: 'i' | 'r' | 'ami' | 'snap' | 'subnet' | 'sg' | 'vol' | 'vpc',
  of: string,
): string => `${prefix}-0${hex(`${prefix} ${of}`, 16)}`;

/** A UUID, always the same for the same text. */
export const uuid = (of: string): string =>
  hex(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** An id in IAM's form: `AROA…` for a role, `ASIA…` for an access key. */
export const principalId = (prefix: 'AIDA' | 'AROA' | 'AKIA' | 'ASIA', of: string): string =>
  `${prefix}${hex(`${prefix} ${of}`, 17).toUpperCase()}`;

/** The id of an IAM user. Users of the same name in two accounts have two ids. */
export const userIdOf = (accountId: string, userName: string): string =>
  principalId('AIDA', `${accountId} ${userName}`);
