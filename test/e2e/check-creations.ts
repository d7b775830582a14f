import assert from 'node:assert/strict';
import { DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { idInArn } from '../../lambdas/domain/instances.ts';
import { GATHER_SECONDS } from '../../lambdas/domain/reminder/mailbox.ts';
import { CREATOR, type Created, NAME, RIVAL } from './creations.ts';
import type { Mail } from './inbox.ts';
import type { Made } from './make.ts';
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

/** Checks that a mail names each thing without an Owner once, what was corrected as such, and nothing that had one. */
const checkMail = ({ message }: Mail, { place, untagged, tagged, nearMisses, contested }: Created): void => {
  const { stack, ...others } = untagged;
  for (const [type, { arn }] of Object.entries(others)) assert.equal(timesIn(message, arn), 1, type);
  // The tagging API takes no stacks, so a stack is named where the tag belongs.
  const words = message.replaceAll(/\s+/g, ' ');
  assert.match(
    words,
    new RegExp(`Made for you by: stack ${NAME}, alpha, ${place.region} \\(1 resource\\): set`),
  );
  assert.ok(!message.includes(stack.arn));
  for (const { arn } of [...tagged, contested]) {
    assert.equal(timesIn(message, arn), 0, arn);
    assert.ok(!message.includes(idInArn(arn)), arn);
  }
  const [open = '', corrected = ''] = words.split('Corrected, nothing to do:');
  for (const { arn } of nearMisses) {
    const line = `${idInArn(arn)} \\d+ min old corrected: "owner" -> "Owner"`;
    assert.match(corrected, new RegExp(line));
    assert.ok(!open.includes(idInArn(arn)), arn);
  }
};

/** The tags of a resource of EC2, as an administrator of the account reads them. */
const tagsOf = async ({ target }: Stage, { session, place }: Created, { arn }: Made) => {
  const ec2 = new EC2Client(target.client(session.account, place.region));
  const Filters = [{ Name: 'resource-id', Values: [idInArn(arn)] }];
  const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters }));
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
};

/** Checks that near misses were corrected, each beside the tag that was there, but not over an Owner of somebody else. */
const checkNearMisses = async (stage: Stage, created: Created): Promise<void> => {
  const owner = PEOPLE[CREATOR];
  for (const one of created.nearMisses)
    assert.deepEqual(await tagsOf(stage, created, one), { owner, Owner: owner }, one.arn);
  const { Owner } = await tagsOf(stage, created, created.contested);
  assert.equal(Owner, PEOPLE[RIVAL]);
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
  stage: Stage,
  created: Created | null,
  resources: readonly Resource[],
): Promise<void> => {
  if (!created) return;
  const { target, report, inbox } = stage;
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
  await report.check(`near misses are corrected, but not over the Owner that ${RIVAL} wrote meanwhile`, () =>
    checkNearMisses(stage, created),
  );
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
