import type { OwnerTag } from './owner-tag.ts';
import { printable } from './printable.ts';
import type { Verdict } from './verdict.ts';

const quote = (text: string): string => `"${printable(text)}"`;

/** What a person did wrong, or why nothing is wrong, in one sentence. */
export const whatIsWrong = (verdict: Verdict, { key, patterns }: OwnerTag): string => {
  switch (verdict.reason) {
    case 'owner-missing':
      return `no tag ${quote(key)}`;
    case 'owner-empty':
      return `the tag ${quote(key)} is empty`;
    case 'no-pattern-matches':
    case 'owner-invalid':
      return `the value ${quote(verdict.tag.value)} of the tag ${quote(verdict.tag.key)} matches none of ${patterns.join(', ')}`;
    case 'near-misses-disagree':
      return `several tags look like ${quote(key)} and disagree: ${verdict.values.map(quote).join(', ')}`;
    case 'near-miss':
      return `the tag ${quote(verdict.tag.key)} = ${quote(verdict.tag.value)} must be ${quote(key)} = ${quote(verdict.owner)}`;
    case 'owner-valid':
      return 'nothing';
    case 'aws-managed':
      return 'nothing: an AWS service manages it';
    case 'shutting-down':
    case 'terminated':
    case 'not-found':
      return 'nothing: it is gone';
    default:
      return verdict satisfies never;
  }
};
