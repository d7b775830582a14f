import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SubAccountName } from './configuration.ts';
import type { Played } from './play.ts';
import { failed, recordOf } from './record.ts';
import type { Target } from './target.ts';

/** Puts a record on the default bus of an account and Region, in CloudTrail's stead. */
export const putRecord = async (
  target: Target,
  account: SubAccountName,
  region: string,
  record: object,
): Promise<void> => {
  const { FailedEntryCount, Entries } = await new EventBridgeClient(target.client(account, region)).send(
    new PutEventsCommand({
      Entries: [
        { Source: 'aws.ec2', DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(record) },
      ],
    }),
  );
  if (FailedEntryCount !== 0) throw new Error(`PutEvents refused the record: ${JSON.stringify(Entries)}`);
};

/** Puts the record of a call that EC2 refused, which is no launch. */
export const putFailedLaunch = async (target: Target, [played]: readonly Played[]): Promise<void> => {
  if (!played) throw new Error('Nothing was launched');
  const { launched } = played;
  const record = failed(recordOf(target, launched, new Date()));
  await putRecord(target, launched.account, launched.region, record);
};
