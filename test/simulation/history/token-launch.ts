import type { JsonObject } from '../../../infra/json.ts';
import { launched, type SampleLaunch } from '../../../local/sample/launches.ts';
import { changed } from './launch.ts';
import { type UserAction, userActionOfRecord } from './user-action.ts';

/** Whether a record is whole. CloudTrail may leave out the response of a large launch. */
export type Left = 'whole' | 'truncated';

const recordedAs = (record: JsonObject, left: Left, note: string): UserAction => {
  const action = userActionOfRecord(record, note);
  if (left === 'whole') return action;
  return { ...action, recorded: userActionOfRecord({ ...record, responseElements: null }, note).entry };
};

const tokened = (launch: SampleLaunch, clientToken: string): JsonObject => {
  const record = launched(launch);
  return { ...record, requestParameters: changed(record.requestParameters, { clientToken }) };
};

/** A launch whose caller chose the client token. */
export const withToken = (launch: SampleLaunch, clientToken: string, left: Left, note: string): UserAction =>
  recordedAs(tokened(launch, clientToken), left, note);

/** The same call again. EC2 answers with the same reservation, and launches nothing. */
export const repeated = (launch: SampleLaunch, clientToken: string, at: string, left: Left): UserAction =>
  recordedAs(
    tokened({ ...launch, at }, clientToken),
    left,
    `calls again, with the client token ${clientToken}`,
  );
