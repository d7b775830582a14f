import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { CloudTrail } from './cloud-trail.ts';
import type { Launched } from './launch.ts';
import { launchRecord } from './launch-record.ts';
import { failed, type recordOf } from './record.ts';
import { sessionRecord } from './session-record.ts';
import type { AccountName, Target } from './target.ts';
import { userRecord } from './user-record.ts';

/** Puts records on the default bus of an account and Region, in CloudTrail's stead. */
export const playedCloudTrail = ({ accounts, client }: Pick<Target, 'accounts' | 'client'>): CloudTrail => {
  const put = async (account: AccountName, record: ReturnType<typeof recordOf>): Promise<void> => {
    const entry = {
      Source: record.eventSource.replace(/^(\w+)\.amazonaws\.com$/, 'aws.$1'),
      DetailType: 'AWS API Call via CloudTrail',
      Detail: JSON.stringify(record),
    };
    const { FailedEntryCount, Entries } = await new EventBridgeClient(client(account, record.awsRegion)).send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    if (FailedEntryCount !== 0) throw new Error(`PutEvents refused the record: ${JSON.stringify(Entries)}`);
  };
  const recorded = (launched: Launched, at = new Date()) =>
    launchRecord(accounts[launched.account], launched, at);
  return {
    isPlayed: true,
    launched: async (launched, { minutesLate, deliveries }) => {
      const record = recorded(launched, new Date(Date.now() - minutesLate * 60_000));
      for (let delivery = 0; delivery < deliveries; delivery += 1) await put(launched.account, record);
    },
    failed: (launched) => put(launched.account, failed(recorded(launched))),
    switched: (session) =>
      put(session.account, sessionRecord(accounts[session.account], accounts.gateway, session, new Date())),
    changed: (eventName, user) =>
      put(user.account, userRecord(accounts[user.account], eventName, user, new Date())),
    poison: async (launched) => {
      const record = recorded(launched);
      // Every rule lets it through.
      await put(launched.account, { ...record, eventTime: 'the day before yesterday' });
      return record.eventID;
    },
    // Nothing is late but this machine.
    delaySeconds: 60,
  };
};
