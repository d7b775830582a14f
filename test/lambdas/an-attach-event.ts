import { LAUNCHED_AT } from './at.ts';

type Parts = {
  readonly eventName?: string;
  readonly instanceId?: string | null;
  readonly account?: string;
};

/** EventBridge's event of a volume or network interface that was attached to an instance. */
export const anAttachEvent = ({
  eventName = 'AttachVolume',
  instanceId = 'i-1',
  account = '422448306679',
}: Parts = {}) => ({
  version: '0',
  id: '6b7d0a55-0f1f-4b1c-9d0e-6f2f2f9a4b10',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account,
  time: LAUNCHED_AT,
  region: 'us-west-2',
  resources: [],
  detail: {
    eventVersion: '1.11',
    eventTime: LAUNCHED_AT,
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'us-west-2',
    requestParameters:
      eventName === 'AttachNetworkInterface'
        ? { networkInterfaceId: 'eni-0b1c2d3e4f5a6b7c8', instanceId, deviceIndex: 1 }
        : { volumeId: 'vol-0b1c2d3e4f5a6b7c8', instanceId, device: '/dev/sdf', deleteOnTermination: false },
    eventID: '0d9b6a53-7d8c-4c86-8a0d-6b3f0c6f9e21',
  },
});
