import { TITLES } from '../../lambdas/domain/access/findings.ts';
import type { Screen } from '../command.ts';
import { counted, style, wrapped } from '../style.ts';
import type { Finding } from './shut-out.ts';

/** What was found, and what could not be looked at. */
export type Reviewed = { readonly findings: readonly Finding[]; readonly unread: readonly string[] };

type How = { readonly isPlan: boolean; readonly isNameRequired: boolean; readonly columns: number };

const ALL_TITLES: Readonly<Record<Finding['kind'], string>> = {
  ...TITLES,
  'mfa-rule': 'Shut out by the MFA rule',
  'session-name': 'Shut out by requireSessionName',
  assignment: 'Not given by the configuration',
  exists: 'Exists under a name that this would give',
};

const show = (
  findings: readonly Finding[],
  { isNameRequired, columns }: How,
  { out, colour }: Screen,
): void => {
  for (const [kind, those] of Map.groupBy(findings, (finding) => finding.kind)) {
    const isOff = kind === 'session-name' && !isNameRequired;
    out(style(colour)('bold', `${ALL_TITLES[kind]}${isOff ? ', once it is true' : ''}`));
    for (const [todo, some] of Map.groupBy(those, (finding) => finding.todo)) {
      for (const { about, what } of some) {
        const [first = '', ...rest] = wrapped(`${about} ${what}`, columns - 2);
        out(`  ${first}`);
        for (const line of rest) out(`    ${line}`);
      }
      const [first = '', ...rest] = wrapped(todo, columns - 5);
      out(style(colour)('dim', `  -> ${first}`));
      for (const line of rest) out(style(colour)('dim', `     ${line}`));
    }
    out('');
  }
};

const planned = (findings: readonly Finding[]): string[] => {
  const [taken, ofUsers] = [
    findings.filter(({ kind }) => kind === 'exists'),
    findings.filter(({ kind }) => kind !== 'exists'),
  ];
  return [
    ...(taken.length > 0 ? [`Already there: ${counted(taken.length, 'name')}.`] : []),
    `${counted(new Set(ofUsers.map(({ about }) => about)).size, 'user')} would be shut out.`,
  ];
};

const summary = ({ findings, unread }: Reviewed, isPlan: boolean): string[] => [
  ...unread.map((what) => `? not looked at: ${what}`),
  ...(isPlan ? planned(findings) : [`${counted(findings.length, 'finding')}.`]),
];

/** Shows what was found, by its kind, with what to do about it. */
export const showReview = (reviewed: Reviewed, how: How, screen: Screen): void => {
  show(reviewed.findings, how, screen);
  for (const text of summary(reviewed, how.isPlan)) {
    for (const line of wrapped(text, how.columns)) screen.out(line);
  }
};
