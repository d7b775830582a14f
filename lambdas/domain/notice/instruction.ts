import { matchesAny } from '../compliance/owner-rule.ts';
import { isRepairable, type Verdict } from '../compliance/verdict.ts';
import { isAddress } from '../launcher/directory.ts';
import type { Launch } from '../record/launch.ts';
import type { Launcher } from '../record/launcher.ts';
import { printable } from '../text.ts';
import { isByToil } from './advice.ts';
import { quote } from './headline.ts';
import { LINE_LENGTH, SAFE_TEXT, wrap } from './mail-text.ts';
import type { NewsItem, NoticeContext } from './news.ts';

/** Something to do, in one sentence; `owner` is the value to write, null if the reader has to put it in. */
type Instruction = {
  readonly text: string;
  readonly command: { readonly owner: string | null } | null;
};

const THE_OWNER = "the owner's IAM user name";

/** What a near miss got wrong: the key, the value, or both. */
const nearMissText = ({ tag, owner }: Extract<Verdict, { reason: 'near-miss' }>, key: string): string => {
  const ofKey = tag.key === key ? [] : [`You wrote ${quote(tag.key)}; the key is ${quote(key)}.`];
  const ofValue =
    tag.value === owner ? [] : [`You wrote the value ${quote(tag.value)}; it is ${quote(owner)}.`];
  return [...ofKey, ...ofValue, 'We corrected it.'].join(' ');
};

/** Says whose default it is even where the tool left no trace: only Toil is known to write such an Owner. */
const toolOwnerText = ({ tag, owner }: Extract<Verdict, { reason: 'tool-owner' }>, key: string): string =>
  `${quote(key)} was ${quote(tag.value)}, which Toil writes by itself: the key pair's name, or "toil". We set it to ${quote(owner)}, who launched this. For the next launch, set TOIL_OWNER_TAG=${owner}.`;

/** What was corrected, and why. */
const repairedText = (verdict: Verdict, key: string): string => {
  if (verdict.reason === 'near-miss') return nearMissText(verdict, key);
  return verdict.reason === 'tool-owner' ? toolOwnerText(verdict, key) : 'We corrected it.';
};

const inheritedText = (
  { owner, from }: Extract<Verdict, { reason: 'inheritable' }>,
  context: NoticeContext,
): string => {
  const { launcher, settings } = context;
  const { key } = settings.ownerTag;
  const what = isByToil(context) ? 'Toil workers' : 'instances';
  const parent = from.kind === 'instance' ? from.id : `the Auto Scaling group ${quote(from.id)}`;
  return launcher.userName === owner
    ? `Your ${what} had no ${key}; we gave them yours: ${quote(owner)}.`
    : `These ${what} had no ${key}; we gave them ${quote(owner)}, as ${parent} has it.`;
};

/** The launcher's user name, if the rule accepts it. */
const knownOwner = ({ launcher: { userName }, settings }: NoticeContext): string | null =>
  userName !== null && matchesAny(settings.ownerTag.patterns, userName) ? userName : null;

const them = ({ instanceIds }: NewsItem): string => (instanceIds.length === 1 ? 'it' : 'them');

/** What a person can do about an item of news, or need not do. */
export const instruction = (item: NewsItem, context: NoticeContext): Instruction => {
  const { key } = context.settings.ownerTag;
  const { decision, verdict } = item;
  const known = knownOwner(context);
  const it = them(item);
  switch (decision) {
    case 'warned':
    case 'would-terminate':
      return {
        text: `To keep ${it}, set the tag ${key} to ${known ?? THE_OWNER}:`,
        command: { owner: known },
      };
    case 'terminated':
      return { text: `If you still need ${it}, launch ${it} again, with the tag ${key}.`, command: null };
    case 'stopped':
      return {
        text: `To be rid of ${it}, and of what the volumes cost, turn protection off and terminate ${it}. To keep ${it}, start ${it} and set the tag ${key} to ${known ?? THE_OWNER}:`,
        command: { owner: known },
      };
    case 'held':
      return {
        text: `Nothing was ended. You get a full new grace period when enforcement goes on. To keep ${it}, set the tag ${key} to ${known ?? THE_OWNER} by then:`,
        command: { owner: known },
      };
    case 'failed':
      return isRepairable(verdict)
        ? {
            text: `Nothing is terminated because of it. Please set the tag yourself:`,
            command: { owner: verdict.owner },
          }
        : {
            text: `It may still run and cost. Tag ${it} to keep ${it}, or terminate ${it}:`,
            command: { owner: known },
          };
    case 'invalid':
      if (isRepairable(verdict)) {
        return {
          text: `We wrote ${key} three times, and each time it was changed back, as a tool may do. We leave ${it} alone now. Please set the tag where that tool has it from, and here:`,
          command: { owner: verdict.owner },
        };
      }
      return verdict.reason === 'no-pattern-matches' || verdict.reason === 'no-user-known-to-match'
        ? {
            text: `${quote(verdict.tag.key)} is ${quote(verdict.tag.value)}; please set ${key} to ${known ?? THE_OWNER}:`,
            command: { owner: known },
          }
        : { text: 'Several tags disagree; please set the right one:', command: { owner: null } };
    case 'exempt':
      return {
        text: 'A mail told otherwise. Nothing is terminated there any more.',
        command: null,
      };
    case 'noticed':
      return { text: `This is only reported. To tag ${it}:`, command: { owner: known } };
    case 'repaired':
      return {
        text: repairedText(verdict, key),
        command: null,
      };
    case 'inherited':
      return {
        text: verdict.reason === 'inheritable' ? inheritedText(verdict, context) : 'We wrote it.',
        command: null,
      };
    default:
      return decision satisfies never;
  }
};

/** The value to set elsewhere, for the advice. */
export const ownerToSet = ({ verdict }: NewsItem, context: NoticeContext): string =>
  isRepairable(verdict) ? verdict.owner : (knownOwner(context) ?? PLACEHOLDER);

/** Asks those who get the mail in the launcher's place to pass it on; nothing if the launcher gets it. */
export const forwardRequest = ({ userName }: Launcher): string[] => {
  if (userName === null) return ['We do not know who launched this. If you do, please tell them.'];
  return isAddress(userName)
    ? []
    : wrap(`We have no address of ${printable(userName)}: please tell them.`, '  ');
};

/** The reader replaces this with their own name. */
export const PLACEHOLDER = 'YOUR_IAM_USER_NAME';

/** More ids than this would hide the command in a mail. */
const MAX_IDS = 20;
const IDS_PER_LINE = 3;

/**
 * A command over several lines: all but the last end in a backslash. Undefined if a line is too long for a mail.
 */
const joined = (lines: readonly string[]): string[] | undefined => {
  const command = lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
  return command.every((line) => line.length <= LINE_LENGTH) ? command : undefined;
};

const resources = (instanceIds: readonly string[]): string[] => {
  const all = `  --resources ${instanceIds.join(' ')}`;
  if (all.length <= LINE_LENGTH) return [all];
  const lines = Array.from(
    { length: Math.ceil(instanceIds.length / IDS_PER_LINE) },
    (_, line) => `    ${instanceIds.slice(line * IDS_PER_LINE, (line + 1) * IDS_PER_LINE).join(' ')}`,
  );
  return ['  --resources', ...lines];
};

/**
 * The exact command that saves instances, line by line. It tags these, or if there are many, all of their launch. Text
 * that a shell would not take literally is left out: a placeholder stands for such a user name, and the first instances
 * stand for a launch with such a key.
 *
 * @param owner the value to write; null if the reader has to put it in
 */
export const tagCommand = (
  { region, key: { filter, value } }: Pick<Launch, 'region' | 'key'>,
  instanceIds: readonly string[],
  key: string,
  owner: string | null,
): string[] => {
  const start = `aws ec2 create-tags --region ${region}`;
  const tagged = (name: string) => [start, `  --tags Key=${key},Value=${name}`];
  const isSafe = owner !== null && SAFE_TEXT.test(owner) && joined([...tagged(owner), ''])?.length === 3;
  const create = tagged(isSafe ? owner : PLACEHOLDER);
  const find = SAFE_TEXT.test(value)
    ? joined([
        ...create,
        `  --resources $(aws ec2 describe-instances --region ${region}`,
        '    --filters',
        `      Name=${filter},Values=${value}`,
        "    --query 'Reservations[].Instances[].InstanceId'",
        '    --output text)',
      ])
    : undefined;
  if (instanceIds.length > MAX_IDS && find) return find;
  const named = [...create, ...resources(instanceIds.slice(0, MAX_IDS))];
  return joined(named) ?? named;
};
