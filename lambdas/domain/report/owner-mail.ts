import { DAY_MS } from '../instant.ts';
import { isAddress, personTopic } from '../launcher/directory.ts';
import type { Mail } from '../mail.ts';
import { fact } from '../notice/mail-lines.ts';
import { LINE_LENGTH, subject, truncate, wrap } from '../notice/mail-text.ts';
import { idOf, mailId, shownNoticeId } from '../notice/recipients.ts';
import { resourceIdOf } from '../reminder/tag-commands.ts';
import { printable } from '../text.ts';
import { sumOf } from './amount.ts';
import { type MailedAccount, money, type ReportMailContext, row } from './compose-report-mail.ts';
import { count, counted } from './page/markup.ts';
import { type Costs, gapsIn, type Report, type ReportedResource } from './report.ts';

/** What is kept of one owner: numbers by place and type, and the first of what they can delete. */
type Owned = {
  resources: number;
  readonly byPlace: Map<string, number>;
  idle: number;
  readonly examples: string[];
};

/** A mail to an owner. Who has had one this month gets none: `person` is what that is remembered by. */
export type OwnerMail = { readonly person: string; readonly mail: Mail };

const MAX_LISTED = 20;

const WEEK_MS = 7 * DAY_MS;

/** An instance that has been stopped so long still pays for its disks. */
const STOPPED_MS = 2 * WEEK_MS;

/** Why an owner may want to delete a resource; null if nothing speaks for that, or if it is not known since when. */
const whyIdle = ({ idle }: ReportedResource, now: Date): string | null => {
  if (idle === null) return null;
  if (idle.is === 'unattached') return 'attached to nothing';
  const age = idle.since === null ? 0 : now.getTime() - Date.parse(idle.since);
  return age >= STOPPED_MS ? `stopped for ${Math.floor(age / WEEK_MS)} weeks` : null;
};

/**
 * Gathers what each owner has, one resource after another, and writes their mails. It keeps numbers, and some examples, but no
 * resource. In dry-run, only administrators get mails, so what is in such accounts is left out.
 */
export class OwnerMails {
  readonly #owners = new Map<string, Owned>();
  readonly #names: ReadonlyMap<string, string>;
  readonly #now: Date;

  constructor(accounts: readonly MailedAccount[], now: Date) {
    const enforced = accounts.filter(({ mode }) => mode === 'enforce');
    this.#names = new Map(enforced.map(({ accountId, name }) => [accountId, name]));
    this.#now = now;
  }

  add(resource: ReportedResource): void {
    const { ownership, accountId, region, resourceType } = resource;
    const account = this.#names.get(accountId);
    // Whom `departed` names has no topic any more, and a group such as `shared` has none.
    if (ownership.is !== 'owned' || account === undefined || !isAddress(ownership.owner)) return;
    const owned: Owned = this.#owners.get(ownership.owner) ?? {
      resources: 0,
      byPlace: new Map(),
      idle: 0,
      examples: [],
    };
    this.#owners.set(ownership.owner, owned);
    const place = `${account}  ${resourceType}`;
    owned.resources += 1;
    owned.byPlace.set(place, (owned.byPlace.get(place) ?? 0) + 1);
    const why = whyIdle(resource, this.#now);
    if (why === null) return;
    owned.idle += 1;
    if (owned.examples.length >= MAX_LISTED) return;
    owned.examples.push(`${account} ${region}  ${resourceIdOf(resource)}  ${why}`);
  }

  mails({ costs, regions }: Pick<Report, 'costs' | 'regions'>, context: ReportMailContext): OwnerMail[] {
    const month = this.#now.toISOString().slice(0, 7);
    const { failed } = gapsIn(regions.filter(({ accountId }) => this.#names.has(accountId)));
    return [...this.#owners].map(([person, owned]) => ({
      person,
      mail: composeOwnerMail(person, owned, { costs, month, failed, ...context }),
    }));
  }
}

const costLines = (person: string, costs: Costs): string[] => {
  const own = costs.rows.filter(({ owner }) => owner === person);
  const last = costs.totals
    .filter(({ isOpen }) => !isOpen)
    .map(({ month }) => month)
    .sort()
    .at(-1);
  const sum = (rows: typeof own): string => money(sumOf(rows.map(({ amount }) => amount)), costs.currency);
  return [
    'What has your name cost:',
    ...(last === undefined ? [] : [row(`in ${last}`, sum(own.filter(({ month }) => month === last)))]),
    row('in twelve months', sum(own)),
    '',
  ];
};

const placeLines = ({ byPlace }: Owned): string[] => {
  const places = [...byPlace].sort((a, b) => b[1] - a[1]);
  const rest = places.slice(MAX_LISTED).reduce((sum, [, resources]) => sum + resources, 0);
  return [
    ...places.slice(0, MAX_LISTED).map(([place, resources]) => row(place, count(resources))),
    ...(rest > 0 ? [row('others', count(rest))] : []),
    '',
  ];
};

const idleLines = ({ idle, examples }: Owned): string[] => {
  if (idle === 0) return [];
  const rest = idle - examples.length;
  return [
    ...wrap(
      `Perhaps you can delete ${idle === 1 ? 'this' : 'these'}, which still cost${idle === 1 ? 's' : ''} money:`,
    ),
    ...examples.map((line) => truncate(printable(`  ${line}`), LINE_LENGTH)),
    ...(rest > 0 ? [`  and ${count(rest)} more`] : []),
    '',
  ];
};

const composeOwnerMail = (
  person: string,
  owned: Owned,
  {
    costs,
    month,
    failed,
    topics,
    settings,
  }: ReportMailContext & {
    readonly costs: Report['costs'];
    readonly month: string;
    readonly failed: number;
  },
): Mail => {
  // The same all month: a mail that is written twice is sent once.
  const noticeId = idOf(`owner ${person} ${month}`);
  const what = counted(owned.resources, 'resource');
  const message = [
    ...wrap(
      `${what} ${owned.resources === 1 ? 'has' : 'have'} you as ${settings.ownerTag.key}. Nothing of it is ended.`,
    ),
    ...placeLines(owned),
    ...(failed > 0
      ? [...wrap(`${counted(failed, 'Region')} could not be read: what you have there is missing here.`), '']
      : []),
    ...('missing' in costs ? [] : costLines(person, costs)),
    ...idleLines(owned),
    ...wrap('Is something not yours, or do you leave? Set its tag to the name of who takes it over.'),
    ...wrap('You get this once a month at most.'),
    '',
    ...fact('Questions', settings.administrators.join(', ')),
    ...fact('Notice', shownNoticeId(noticeId)),
  ].join('\n');
  const can = owned.idle === 0 ? '' : `; you may delete ${count(owned.idle)}`;
  return {
    id: mailId(noticeId, 1),
    to: [`${topics.personPrefix}${personTopic(person)}`],
    person,
    subject: subject('What is yours', `${what}${can}`),
    message,
  };
};
