import { randomUUID } from 'node:crypto';
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import type { CloudTrail } from './cloud-trail.ts';
import { HUB_REGION } from './configuration.ts';
import type { Launched } from './launch.ts';
import { launchRecord } from './launch-record.ts';
import { failed, recordOf } from './record.ts';
import { sessionRecord } from './session-record.ts';
import { ACCOUNT_NAMES, type AccountName, type Target } from './target.ts';
import { ofSession } from './user-identity.ts';
import { userRecord } from './user-record.ts';

const DETAIL_TYPE = 'AWS API Call via CloudTrail';

const sourceOf = ({ eventSource }: ReturnType<typeof recordOf>): string =>
  eventSource.replace(/^(\w+)\.amazonaws\.com$/, 'aws.$1');

/** Puts records on the default bus of an account and Region, instead of CloudTrail. */
export const playedCloudTrail = ({ accounts, client }: Pick<Target, 'accounts' | 'client'>): CloudTrail => {
  const putEvent = async (
    account: AccountName,
    region: string,
    entry: PutEventsRequestEntry,
  ): Promise<void> => {
    const { FailedEntryCount, Entries } = await new EventBridgeClient(client(account, region)).send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    if (FailedEntryCount !== 0) throw new Error(`PutEvents refused the event: ${JSON.stringify(Entries)}`);
  };
  const put = (account: AccountName, record: ReturnType<typeof recordOf>): Promise<void> =>
    putEvent(account, record.awsRegion, {
      Source: sourceOf(record),
      DetailType: DETAIL_TYPE,
      Detail: JSON.stringify(record),
    });
  const recorded = (launched: Launched, at = new Date()) =>
    launchRecord(accounts[launched.account], launched, at);
  return {
    isPlayed: true,
    begin: async () => {
      for (const account of ACCOUNT_NAMES) {
        const trails = new CloudTrailClient(client(account, GLOBAL_REGION));
        const Name = 'tag-enforcement-e2e';
        await trails.send(new CreateTrailCommand({ Name, S3BucketName: Name, IsMultiRegionTrail: true }));
        await trails.send(new StartLoggingCommand({ Name }));
      }
    },
    launched: async (launched, { minutesLate, deliveries }) => {
      const record = recorded(launched, new Date(Date.now() - minutesLate * 60_000));
      for (let delivery = 0; delivery < deliveries; delivery += 1) await put(launched.account, record);
    },
    deadLetter: async (launched, QueueUrl) => {
      const record = recorded(launched);
      const MessageBody = JSON.stringify({
        version: '0',
        id: randomUUID(),
        source: sourceOf(record),
        'detail-type': DETAIL_TYPE,
        account: accounts[launched.account],
        region: launched.region,
        time: record.eventTime,
        resources: [],
        detail: record,
      });
      await new SQSClient(client('hub', HUB_REGION)).send(new SendMessageCommand({ QueueUrl, MessageBody }));
      return record.eventID;
    },
    failed: (launched) => put(launched.account, failed(recorded(launched))),
    created: async (session, region, call, deliveries) => {
      const accountId = accounts[session.account];
      const userIdentity = ofSession(accountId, session);
      const record = recordOf({ ...call, accountId, region, at: new Date(), userIdentity });
      for (let delivery = 0; delivery < deliveries; delivery += 1) await put(session.account, record);
    },
    attached: ({ account, region, userIdentity }, eventName, requestParameters) =>
      put(
        account,
        recordOf({
          service: 'ec2',
          eventName,
          accountId: accounts[account],
          region,
          at: new Date(),
          userIdentity,
          requestParameters,
          responseElements: { requestId: randomUUID() },
        }),
      ),
    deletedTags: ({ account, region, userIdentity }, instanceIds, key) =>
      put(
        account,
        recordOf({
          service: 'ec2',
          eventName: 'DeleteTags',
          accountId: accounts[account],
          region,
          at: new Date(),
          userIdentity,
          requestParameters: {
            resourcesSet: { items: instanceIds.map((resourceId) => ({ resourceId })) },
            tagSet: { items: [{ key }] },
          },
          responseElements: { _return: true },
        }),
      ),
    // https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
    untagged: ({ account, region }, instanceId, key, tags, at = new Date()) =>
      putEvent(account, region, {
        Time: at,
        Source: 'aws.tag',
        DetailType: 'Tag Change on Resource',
        Resources: [`arn:aws:ec2:${region}:${accounts[account]}:instance/${instanceId}`],
        Detail: JSON.stringify({
          'changed-tag-keys': [key],
          service: 'ec2',
          'resource-type': 'instance',
          version: 2,
          tags,
        }),
      }),
    switched: (session) =>
      put(session.account, sessionRecord(accounts[session.account], accounts.gateway, session, new Date())),
    changed: (eventName, user) =>
      put(user.account, userRecord(accounts[user.account], eventName, user, new Date())),
    poison: async (launched) => {
      const record = recorded(launched);
      // Every rule matches it.
      await put(launched.account, { ...record, eventTime: 'the day before yesterday' });
      return record.eventID;
    },
    // Only this machine causes delays.
    delaySeconds: 60,
  };
};
