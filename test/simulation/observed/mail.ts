/** What a section of a mail says of its instances; `perhaps-terminated`: they have ended, perhaps by somebody else. */
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
  /** How many instances it speaks of, and those that it lists. */
  readonly count: number;
  readonly instanceIds: readonly string[];
};

/** A mail that SNS took. */
export type SeenMail = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly topicArn: string;
  /** Addresses that had confirmed. */
  readonly readers: readonly string[];
  readonly subject: string;
  readonly sections: readonly Section[];
  readonly reservationId: string | null;
  readonly groupName: string | null;
  /** The deadline that it tells; null where it tells none. */
  readonly deadline: number | null;
};

/** A headline's first words; it may go on in the next line. */
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

/** Reads a mail as a person would: what it says became of which instances. */
export const readMail = (mail: {
  readonly at: number;
  readonly readers: readonly string[];
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
}): SeenMail => {
  const { Message: message } = mail;
  const deadline = /\(([^()]*Z)\)/.exec(factOf(message, 'Deadline') ?? '')?.[1];
  return {
    at: mail.at,
    topicArn: mail.TopicArn,
    readers: mail.readers,
    subject: mail.Subject,
    sections: sectionsOf(message.split('\n')),
    reservationId: factOf(message, 'Reservation'),
    groupName: factOf(message, 'Auto Scaling group'),
    deadline: deadline === undefined ? null : Date.parse(deadline),
  };
};

/** Whether a mail says so of an instance by its id. */
export const lists = ({ sections }: Pick<SeenMail, 'sections'>, claim: Claim, instanceId: string): boolean =>
  sections.some((section) => section.claim === claim && section.instanceIds.includes(instanceId));

/** Of how many instances a mail says so without listing them: "and 12 more". */
export const unlistedIn = ({ sections }: Pick<SeenMail, 'sections'>, claim: Claim): number =>
  sections
    .filter((section) => section.claim === claim)
    .reduce((sum, { count, instanceIds }) => sum + Math.max(0, count - instanceIds.length), 0);
