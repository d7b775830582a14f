import type { Inbox, Mail } from './inbox.ts';
import { tagInstance } from './instances.ts';
import { type Launched, launch } from './launch.ts';
import { LAUNCHER } from './record.ts';
import type { Story } from './scenario.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** A story whose launch was made. */
export type Played = { readonly story: Story; readonly launched: Launched };

/** The mails that name an instance of the launch. */
export const mailsOf = (mails: readonly Mail[], { launched }: Played): readonly Mail[] =>
  mails.filter(({ message }) => launched.instanceIds.some((id) => message.includes(id)));

/** Launches; the record comes by CloudTrail. */
export const play = async (target: Target, story: Story): Promise<Played> => {
  const launched = await launch(target, story);
  const { minutesLate = 0, deliveries = 1 } = story;
  await target.cloudTrail.launched(launched, { minutesLate, deliveries });
  return { story, launched };
};

const COMMAND = /^ {2}aws ec2 create-tags --region (\S+) --tags Key=(\S+),Value=(\S+) --resources (.+)$/m;

/** Does what the story's people do once they are warned: they follow the command in their mail. */
export const react = async (target: Target, inbox: Inbox, played: Played): Promise<void> => {
  const { story } = played;
  if (story.afterwards === 'nothing') return;
  const { delaySeconds } = target.cloudTrail;
  const warning = await until(`the warning of the launch ${story.title}`, delaySeconds, async () =>
    mailsOf(await inbox.read(), played).at(0),
  );
  const [, region = '', key = '', value = '', resources = ''] = COMMAND.exec(warning.message) ?? [];
  const instanceIds = resources.split(' ');
  const tagged = story.afterwards === 'tag-all' ? instanceIds : instanceIds.slice(0, 1);
  // Where the record names a role, a person puts in their own name.
  const owner = value === 'YOUR_IAM_USER_NAME' ? LAUNCHER : value;
  for (const id of tagged) await tagInstance(target, story.account, region, id, [key, owner]);
};
