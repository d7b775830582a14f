import type { LaunchKey } from '../../lambdas/domain/record/launch.ts';
import type { KnownInstance } from './instance-state.ts';

/** The meaning of an EC2 filter's value: one text, or a pattern with wildcards. */
type FilterValue =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'pattern'; readonly matches: (text: string) => boolean };

const PART = /\\([\s\S])|([\s\S])/g;

const readAll = (value: string): FilterValue => {
  const parts = [...value.matchAll(PART)].map(([, escaped, plain = '']) => ({ escaped, plain }));
  const isWild = parts.some(({ escaped, plain }) => escaped === undefined && /[*?]/.test(plain));
  if (!isWild) return { is: 'text', text: parts.map(({ escaped, plain }) => escaped ?? plain).join('') };
  const source = parts.map(({ escaped, plain }) => {
    if (escaped === undefined && plain === '*') return '.*';
    if (escaped === undefined && plain === '?') return '.';
    return (escaped ?? plain).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
  const expression = new RegExp(`^${source.join('')}$`, 's');
  return { is: 'pattern', matches: (text) => expression.test(text) };
};

const known = new Map<string, FilterValue>();

/**
 * Reads a filter's value as EC2 does: `*` matches any text, `?` matches one character, and a backslash makes the next
 * character literal. Values are case-sensitive.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export const readFilterValue = (value: string): FilterValue => {
  if (!/[\\*?]/.test(value)) return { is: 'text', text: value };
  const read = known.get(value) ?? readAll(value);
  known.set(value, read);
  return read;
};

/** The property of an instance that a filter compares. */
export const filterText = (
  { born, reservationId, clientToken }: KnownInstance,
  filter: LaunchKey['filter'],
): string | null => {
  switch (filter) {
    case 'instance-id':
      return born.instanceId;
    case 'reservation-id':
      return reservationId;
    case 'client-token':
      return clientToken;
    default:
      return filter satisfies never;
  }
};
