import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { CloudTrail } from './cloud-trail.ts';
import type { Launched } from './launch.ts';
import { failed, LAUNCHER, recordOf } from './record.ts';
import type { Target } from './target.ts';

/** Puts records on the default bus of an account and Region, in CloudTrail's stead. */
export const playedCloudTrail = ({ accounts, client }: Pick<Target, 'accounts' | 'client'>): CloudTrail => {
  const put = async ({ account, region }: Launched, record: object): Promise<void> => {
    const entry = {
      Source: 'aws.ec2',
      DetailType: 'AWS API Call via CloudTrail',
      Detail: JSON.stringify(record),
    };
    const { FailedEntryCount, Entries } = await new EventBridgeClient(client(account, region)).send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    if (FailedEntryCount !== 0) throw new Error(`PutEvents refused the record: ${JSON.stringify(Entries)}`);
  };
  const recorded = (launched: Launched, at = new Date()) =>
    recordOf(accounts[launched.account], launched, at);
  return {
    launched: async (launched, { minutesLate, deliveries }) => {
      const record = recorded(launched, new Date(Date.now() - minutesLate * 60_000));
      for (let delivery = 0; delivery < deliveries; delivery += 1) await put(launched, record);
    },
    failed: (launched) => put(launched, failed(recorded(launched))),
    poison: async (launched) => {
      const record = recorded(launched);
      // Every rule lets it through.
      await put(launched, { ...record, eventTime: 'the day before yesterday' });
      return record.eventID;
    },
    launcher: new RegExp(`^IAM user ${LAUNCHER}$`),
    // Nothing is late but this machine.
    delaySeconds: 60,
  };
};
