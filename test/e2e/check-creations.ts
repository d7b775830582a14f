import assert from 'node:assert/strict';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GATHER_SECONDS } from '../../lambdas/domain/reminder/mailbox.ts';
import { CREATOR, type Created, NAME } from './creations.ts';
import type { Mail } from './inbox.ts';
import { PEOPLE, topicOf } from './people.ts';
import { oneLine } from './play.ts';
import { countOf, isOf, queuesIn } from './queues.ts';
import type { Resource } from './stacks.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Whether a mail tells of what was created. In AWS it may be of what the test itself sets up. */
export const isReminder = ({ subject }: Mail): boolean => subject.endsWith('; nothing is ended');

const COMMAND =
  /^aws resourcegroupstaggingapi tag-resources --region (\S+) --tags (\S+)=(\S+) --resource-arn-list (.+)$/m;

const timesIn = (text: string, word: string): number =>
  text.split(/\s+/).filter((one) => one === word).length;

/** Checks that a mail names each thing without an Owner once, and nothing that has one. */
const checkMail = ({ message }: Mail, { place, untagged, tagged }: Created): void => {
  const { stack, ...others } = untagged;
  for (const [type, { arn }] of Object.entries(others)) assert.equal(timesIn(message, arn), 1, type);
  // The tagging API takes no stacks, so a stack is named where the tag belongs.
  const words = message.replaceAll(/\s+/g, ' ');
  assert.match(
    words,
    new RegExp(`Made for you by: stack ${NAME}, alpha, ${place.region} \\(1 resource\\): set`),
  );
  assert.ok(!message.includes(stack.arn));
  for (const { arn } of tagged) {
    assert.equal(timesIn(message, arn), 0, arn);
    assert.ok(!message.includes(arn.split('/').at(-1) ?? ''), arn);
  }
};

/** The creator follows the command in their mail. Returns all that has their Owner then. */
const followCommand = async ({ message }: Mail, { place }: Created): Promise<readonly string[]> => {
  const [, region = '', key = '', value = '', arns = ''] = COMMAND.exec(oneLine(message)) ?? [];
  const tagging = new ResourceGroupsTaggingAPIClient({ ...place.client, region });
  const { FailedResourcesMap } = await tagging.send(
    new TagResourcesCommand({ ResourceARNList: arns.split(' '), Tags: { [key]: value } }),
  );
  assert.deepEqual(FailedResourcesMap ?? {}, {});
  const { ResourceTagMappingList = [] } = await tagging.send(
    new GetResourcesCommand({ TagFilters: [{ Key: 'Owner', Values: [PEOPLE[CREATOR]] }] }),
  );
  return ResourceTagMappingList.map(({ ResourceARN = '' }) => ResourceARN);
};

/** Checks that the creator is told once, in one mail, of all that has no Owner, and that nobody else is. */
export const checkCreations = async (
  { target, report, inbox }: Stage,
  created: Created | null,
  resources: readonly Resource[],
): Promise<void> => {
  if (!created) return;
  report.step(`what ${CREATOR} created`);
  const seconds = GATHER_SECONDS + target.cloudTrail.delaySeconds;
  await report.check('one mail, to who created it', async () => {
    const mails = await until('the mail', seconds, async () => {
      const reminders = (await inbox.read()).filter(isReminder);
      return reminders.length > 0 && reminders;
    });
    const [mail, ...others] = mails;
    assert.ok(mail);
    assert.deepEqual(others, []);
    assert.equal(mail.topic, topicOf(CREATOR, target.accounts.alpha));
    assert.equal(mail.subject, 'alpha: 8 resources without a valid tag Owner; nothing is ended');
    checkMail(mail, created);
  });
  await report.check('its command tags all of them but the stack', async () => {
    const mail = (await inbox.read()).find(isReminder);
    assert.ok(mail);
    const owned = await followCommand(mail, created);
    const { stack: _, ...others } = created.untagged;
    const expected = [...Object.values(others), ...created.tagged].map(({ arn }) => arn);
    for (const arn of expected) assert.ok(owned.includes(arn), arn);
  });
  await report.check('no dead letter came of it', async () => {
    const queues = queuesIn(target, resources).filter(
      (queue) => queue.isDeadLetters && !isOf('IntakeLaunchQueue', queue),
    );
    for (const queue of queues) assert.equal(await countOf(queue), 0, queue.name);
  });
};
