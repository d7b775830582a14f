import { MINUTE, timeOfDay } from '../time.ts';

/** What a section of a mail says about its instances. `perhaps-terminated`: they are terminated, perhaps by somebody else. */
export type Claim =
  | 'warned'
  | 'terminated'
  | 'perhaps-terminated'
  | 'stopped'
  | 'held'
  | 'written'
  | 'not-terminated'
  | 'other';

export type Section = {
  readonly claim: Claim;
  /** How many instances the section is about. It may list only some of them. */
  readonly count: number;
  readonly instanceIds: readonly string[];
};

/** What a mail about resources that are no instances says. */
export type Reminding = {
  /** Whose mail it is: `person` for what they created, `sub-account` and `administrators` for what nobody known created. */
  readonly to: 'person' | 'sub-account' | 'administrators';
  /** Of the notice. A mail that is sent twice has the same. */
  readonly noticeId: string;
  /** How many resources it is about. */
  readonly count: number;
  readonly listed: readonly {
    readonly accountId: string;
    readonly region: string;
    readonly resourceType: string;
    readonly id: string;
    readonly isUnreadable: boolean;
    /** Whether it says that the service corrected a near miss. */
    readonly isCorrected?: boolean;
  }[];
  /** What made some of them, and how many: `stack web, treehouse, us-west-2`. */
  readonly made: readonly { readonly maker: string; readonly count: number }[];
};

/** A mail that SNS took. */
export type SeenMail = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly topicArn: string;
  /** The addresses that had confirmed their subscription to the topic. */
  readonly readers: readonly string[];
  readonly subject: string;
  readonly sections: readonly Section[];
  readonly reservationId: string | null;
  /** Null in a mail about instances. */
  readonly reminder: Reminding | null;
  /** The source about which there is such a mail once an hour: `Role developer`; null if it names none. */
  readonly source: string | null;
  /** The sub-account; null if it names none. */
  readonly accountId: string | null;
  /** Until when it stands for other launches of the source; null if it stands for none. */
  readonly standsUntil: number | null;
  /** The deadline that it names, in milliseconds since the epoch; null if it names none. */
  readonly deadline: number | null;
};

/** The beginnings of headlines. A headline may continue in the next line. */
const HEADLINES: readonly (readonly [RegExp, Claim])[] = [
  [/^(\d+) instances? will be terminated at/, 'warned'],
  [/^(\d+) instances? would be terminated at/, 'other'],
  [/^(\d+) (?:protected )?instances? terminated (?:at|before that)/, 'terminated'],
  [/^(\d+) instances? stopped (?:at|before that)/, 'stopped'],
  [/^(\d+) instances? held, not terminated/, 'held'],
  [/^(\d+) instances? of yours\b/, 'held'],
  [/^(\d+) instances? (?:lost their tag|were found without)\b/, 'held'],
  [/^Tag \S+ (?:corrected|written) on (\d+) /, 'written'],
  [/^FAILED to terminate (\d+) /, 'not-terminated'],
  [/^FAILED to \w+ the tag \S+ (?:of|on) (\d+) /, 'other'],
  [/^Tag \S+ of (\d+) instances? is not (?:valid|kept)/, 'other'],
  [/^(\d+) instances? without a valid tag/, 'other'],
  [/^(\d+) instances? would be terminated now/, 'other'],
];

const PERHAPS = /^AWS's answer was lost on the way: somebody else may have ended it first/;

const PERHAPS_ENDING = /^It may be ending all the same/;

const INSTANCE = /^ {2}(i-[0-9a-f]+)(?: {2}\S|$)/;

const sectionsOf = (lines: readonly string[]): Section[] => {
  const sections: { claim: Claim; count: number; instanceIds: string[] }[] = [];
  for (const line of lines) {
    for (const [pattern, claim] of HEADLINES) {
      const match = pattern.exec(line);
      if (match) sections.push({ claim, count: Number(match[1]), instanceIds: [] });
    }
    const last = sections.at(-1);
    if (last?.claim === 'terminated' && PERHAPS.test(line)) last.claim = 'perhaps-terminated';
    const isDenial = last?.claim === 'not-terminated' || last?.claim === 'held';
    if (last && isDenial && PERHAPS_ENDING.test(line)) last.claim = 'other';
    const listed = INSTANCE.exec(line)?.[1];
    if (listed) last?.instanceIds.push(listed);
  }
  return sections;
};

const factOf = (message: string, label: string): string | null =>
  new RegExp(`^${label}: +(.*)$`, 'm').exec(message)?.[1] ?? null;

const SOURCE = /^(Auto Scaling group|Role|IAM user|Parent instance): +(.*)$/m;

/** The instant of a time of day in a mail, which follows the mail within a day and is rounded down to the minute. */
const instantOf = (hours: string, minutes: string, sentAt: number): number => {
  const day = 24 * 60 * MINUTE;
  const ofDay = timeOfDay(sentAt).split(':').map(Number);
  const [sentHours = 0, sentMinutes = 0] = ofDay;
  const after = (Number(hours) - sentHours) * 60 * MINUTE + (Number(minutes) - sentMinutes) * MINUTE;
  return Math.floor(sentAt / MINUTE) * MINUTE + (after < 0 ? after + day : after) + MINUTE - 1;
};

const standsUntil = (message: string, sentAt: number): number | null => {
  const text = message.replaceAll(/\n +/g, ' ');
  const [, hours, minutes] = /What else it launches until (\d\d):(\d\d) /.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : instantOf(hours, minutes, sentAt);
};

const REMINDED =
  /(?:You created )?(\d+) resources? (?:created )?(in your sub-account )?without a valid tag|We corrected the tag \S+ of (\d+) resources?(?: (that you created|in your sub-account))?\./m;
const RESOURCES_IN = /^\S+ \((\d{12})(?:, dry-run)?\), (\S+):$/;
const RESOURCE = /^ {2}(\S+) {2}(\S+) {2}\d+ \S+ old$/;
const MAKER = /^ {2}(.+) \((\d+) resources?\):/;

/** Reads a mail about resources that are no instances; null if it is about instances. */
const reminding = (message: string): Reminding | null => {
  const [first, count, inSubAccount, corrected, whose] =
    REMINDED.exec(message.replaceAll(/\n(?=\S)/g, ' ')) ?? [];
  if (first === undefined) return null;
  const listed: {
    -readonly [Field in keyof Reminding['listed'][number]]: Reminding['listed'][number][Field];
  }[] = [];
  const made: { maker: string; count: number }[] = [];
  let [accountId, region] = ['', ''];
  for (const line of message.split('\n')) {
    const place = RESOURCES_IN.exec(line);
    if (place) [, accountId = '', region = ''] = place;
    const [, resourceType, id = ''] = RESOURCE.exec(line) ?? [];
    if (resourceType !== undefined) listed.push({ accountId, region, resourceType, id, isUnreadable: false });
    const last = listed.at(-1);
    if (last && line === '    its tags could not be read') last.isUnreadable = true;
    if (last && line.startsWith('    corrected: ')) last.isCorrected = true;
    const [, maker, many] = MAKER.exec(line) ?? [];
    if (maker !== undefined) made.push({ maker, count: Number(many) });
  }
  const isToPerson = first.startsWith('You') || whose === 'that you created';
  return {
    to: isToPerson ? 'person' : (inSubAccount ?? whose) ? 'sub-account' : 'administrators',
    noticeId: factOf(message, 'Notice') ?? '',
    count: Number(count ?? corrected),
    listed,
    made,
  };
};

/** Reads from the text of a mail what it says about which instances. */
export const readMail = (mail: {
  readonly at: number;
  readonly readers: readonly string[];
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
}): SeenMail => {
  const { Message: message } = mail;
  const [, what, name] = SOURCE.exec(message) ?? [];
  const deadline = /\(([^()]*Z)\)/.exec(factOf(message, 'Deadline') ?? '')?.[1];
  return {
    at: mail.at,
    topicArn: mail.TopicArn,
    readers: mail.readers,
    subject: mail.Subject,
    sections: sectionsOf(message.split('\n')),
    reminder: reminding(message),
    reservationId: factOf(message, 'Reservation'),
    source: what === undefined ? null : `${what} ${name}`,
    accountId: /\((\d{12})\)/.exec(factOf(message, 'Account') ?? '')?.[1] ?? null,
    standsUntil: standsUntil(message, mail.at),
    deadline: deadline === undefined ? null : Date.parse(deadline),
  };
};

/** Whether a mail lists an instance by its id under a claim. */
export const lists = ({ sections }: Pick<SeenMail, 'sections'>, claim: Claim, instanceId: string): boolean =>
  sections.some((section) => section.claim === claim && section.instanceIds.includes(instanceId));

/** How many instances a mail counts under a claim without listing them: "and 12 more". */
export const unlistedIn = ({ sections }: Pick<SeenMail, 'sections'>, claim: Claim): number =>
  sections
    .filter((section) => section.claim === claim)
    .reduce((sum, { count, instanceIds }) => sum + Math.max(0, count - instanceIds.length), 0);
