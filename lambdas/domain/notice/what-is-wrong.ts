import { printable } from '../text.ts';
import type { OwnerTag } from '../verdict/owner-rule.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { cut } from './wrap.ts';

/** A value may have 256 characters; so many tell which it is. */
const LONGEST = 60;

/** Several of a kind, and how many are left out. */
const MOST = 4;

/** A key or value as a person wrote it, in quotes. */
export const quote = (text: string): string => `"${cut(printable(text), LONGEST)}"`;

const list = (texts: readonly string[]): string =>
  [...texts.slice(0, MOST), ...(texts.length > MOST ? [`${texts.length - MOST} more`] : [])].join(', ');

/** What a person did wrong, or why nothing is wrong, in one sentence. */
export const whatIsWrong = (verdict: Verdict, { key, patterns }: OwnerTag): string => {
  switch (verdict.reason) {
    case 'owner-missing':
      return `no tag ${quote(key)}`;
    case 'owner-empty':
      return `the tag ${quote(key)} is empty`;
    case 'no-pattern-matches':
    case 'no-user-known-to-match':
    case 'owner-invalid':
      return `the value ${quote(verdict.tag.value)} of the tag ${quote(verdict.tag.key)} matches none of ${list(patterns)}`;
    case 'near-misses-disagree':
      return `several tags look like ${quote(key)} and disagree: ${list(verdict.values.map(quote))}`;
    case 'near-miss':
      return `the tag ${quote(verdict.tag.key)} = ${quote(verdict.tag.value)} must be ${quote(key)} = ${quote(verdict.owner)}`;
    case 'inheritable':
      return `no tag ${quote(key)}, unlike ${verdict.from.kind === 'instance' ? 'instance' : 'Auto Scaling group'} ${cut(printable(verdict.from.id), LONGEST)}, which launched it`;
    case 'origin-not-found':
      return `no tag ${quote(key)}; AWS does not show ${cut(printable(verdict.from.id), LONGEST)}, which launched it`;
    case 'owner-valid':
      return 'nothing';
    case 'aws-managed':
      return 'nothing: an AWS service manages it';
    case 'exempt-by-configuration':
      return `nothing: it is exempt (${cut(printable(verdict.why), LONGEST)})`;
    case 'account-not-listed':
      return 'not looked at: its account was taken out of the configuration';
    case 'before-enforcement':
      return `no valid tag ${quote(key)}; it was launched before enforceLaunchesAfter`;
    case 'launcher-not-known':
      return `no valid tag ${quote(key)}; a role may exempt it, and no record of its launch is known`;
    case 'shutting-down':
    case 'terminated':
    case 'not-found':
      return 'nothing: it is gone';
    default:
      return verdict satisfies never;
  }
};
