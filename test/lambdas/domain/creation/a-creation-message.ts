import { CreationMessage } from '../../../../lambdas/domain/creation/creation.ts';

export const ACCOUNT_ID = '422448306679';
export const REGION = 'us-west-2';

/** A call, as `SERVICE NAME`, and what its record says. */
export const aCreationRecord = (call: string, request: unknown, response: unknown) => {
  const [source, eventName] = call.split(' ');
  return {
    account: ACCOUNT_ID,
    region: REGION,
    detail: {
      eventVersion: '1.11',
      eventTime: '2026-11-03T16:00:00Z',
      eventSource: `${source}.amazonaws.com`,
      eventName,
      awsRegion: REGION,
      eventID: '0b0ddf5e-4d29-4b5e-9a35-0d6a62bb0e7e',
      userIdentity: { type: 'IAMUser', userName: 'bob@ucsc.edu', accountId: ACCOUNT_ID },
      userAgent: 'aws-cli/2.32.0',
      requestParameters: request,
      responseElements: response,
    },
  };
};

export const aCreationMessage = (call: string, request: unknown, response: unknown): CreationMessage =>
  CreationMessage.parse(aCreationRecord(call, request, response));
