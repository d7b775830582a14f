import type { Launch } from '../record/launch.ts';
import { LINE_LENGTH } from './mail-text.ts';

/** Text that needs no quotes, neither in the shorthand of the AWS CLI nor in a shell. */
const SAFE_TEXT = /^[\w+.@-]+$/;

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

/** The page of the console that lists instances, and what to search for there. */
export const consoleSearch = (
  { region, key }: Launch,
  instanceIds: readonly string[],
): { link: string; search: string } => ({
  // Short enough for a line in every Region; a search in the link would not be.
  link: `https://console.aws.amazon.com/ec2/home?region=${region}#Instances:`,
  search:
    instanceIds.length > 1 && key.filter === 'reservation-id' && SAFE_TEXT.test(key.value)
      ? key.value
      : (instanceIds[0] ?? ''),
});
