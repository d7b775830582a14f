import type { Caller } from './callers.ts';
import type { Inbox, Mail } from './inbox.ts';
import { tagInstance, untagInstances } from './instances.ts';
import { clientOf, type Launched, launch } from './launch.ts';
import { PEOPLE } from './people.ts';
import type { Story } from './story.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** A story and its launch. */
export type Played = { readonly story: Story; readonly launched: Launched };

/** The mails about the launch: each names its reservation, or the one instance that it is about. */
export const mailsOf = (
  mails: readonly Mail[],
  { launched: { reservationId, instanceIds } }: Pick<Played, 'launched'>,
): readonly Mail[] =>
  mails.filter(({ message }) => {
    const [, about = ''] = /^(?:Reservation|Instance): +(\S+)$/m.exec(message) ?? [];
    return about === reservationId || instanceIds.includes(about);
  });

/** How often the record of a launch is delivered. */
const deliveriesOf = ({ arrives }: Story): number => {
  switch (arrives) {
    case undefined:
      return 1;
    case 'twice':
      return 2;
    case 'never':
    case 'as a dead letter':
      return 0;
    default:
      return arrives satisfies never;
  }
};

/** Makes the launch of a story. CloudTrail delivers the record. */
export const play = async (target: Target, story: Story, caller: Caller): Promise<Played> => {
  const launched = await launch(target, story, caller);
  const { minutesLate = 0 } = story;
  await target.cloudTrail.launched(launched, { minutesLate, deliveries: deliveriesOf(story) });
  return { story, launched };
};

/** Removes the Owner of a launch's first instance, if its story says so. */
export const untag = async (target: Target, { story, launched }: Played): Promise<void> => {
  if (story.afterwards !== 'untag') return;
  const [instanceId = ''] = launched.instanceIds;
  const tags = Object.fromEntries(Object.entries(story.tags).filter(([key]) => key !== 'Owner'));
  await untagInstances(clientOf(target, story, launched), [instanceId], 'Owner');
  await target.cloudTrail.untagged(launched, instanceId, 'Owner', tags);
};

/** A mail's text with each command in one line: a line that ends in a backslash continues. */
export const oneLine = (message: string): string => message.replaceAll(/ \\\n +/g, ' ');

const COMMAND = /^aws ec2 create-tags --region (\S+) --tags Key=(\S+),Value=(\S+) --resources (.+)$/m;

/** Does what the story's people do after the warning: they follow the command in their mail. */
export const react = async (target: Target, inbox: Inbox, played: Played): Promise<void> => {
  const { story, launched } = played;
  if (story.afterwards === 'nothing' || story.afterwards === 'untag') return;
  const { delaySeconds } = target.cloudTrail;
  const warning = await until(`the warning of the launch ${story.title}`, delaySeconds, async () =>
    mailsOf(await inbox.read(), played).at(0),
  );
  const [, region = '', key = '', value = '', resources = ''] = COMMAND.exec(oneLine(warning.message)) ?? [];
  const instanceIds = resources.split(' ');
  const tagged = story.afterwards === 'tag-all' ? instanceIds : instanceIds.slice(0, 1);
  // If no launcher is known, a person inserts a name.
  const owner = value === 'YOUR_IAM_USER_NAME' ? PEOPLE.ada : value;
  const client = clientOf(target, { ...story, region }, launched);
  for (const id of tagged) await tagInstance(client, id, [key, owner]);
};
