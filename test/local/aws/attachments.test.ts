import { describe, expect, test } from '@jest/globals';
import { applyRecord } from '../../../local/aws/apply-record.ts';
import { Ec2 } from '../../../local/aws/ec2.ts';
import type { Ec2Region } from '../../../local/aws/ec2-region.ts';
import { readEntry } from '../../../local/entry.ts';

const ACCOUNT = '422448306679';
const REGION = 'us-west-2';
const OWNER = [{ key: 'Owner', value: 'bob@ucsc.edu' }];
const TYPES = ['volume', 'network-interface'] as const;

type Call = { readonly requestParameters: object; readonly responseElements?: object | null };

/** EC2 after these calls, as their records show them. */
const seen = (...calls: (readonly [string, Call])[]): Ec2Region => {
  const ec2 = new Ec2();
  for (const [eventName, call] of calls) {
    const record = {
      eventTime: '2026-11-03T17:00:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName,
      awsRegion: REGION,
      recipientAccountId: ACCOUNT,
      responseElements: null,
      ...call,
    };
    const entry = readEntry({ place: eventName, record, envelope: null }, 'test');
    if (typeof entry === 'string') throw new Error(entry);
    applyRecord(ec2, entry);
  }
  return ec2.in(ACCOUNT, REGION);
};

const attachedTo = ({ attachments }: Ec2Region, instanceId = 'i-1'): string[] =>
  TYPES.flatMap((type) => attachments.of(type, [instanceId]));

const launch = (more: object = {}): readonly [string, Call] => [
  'RunInstances',
  {
    requestParameters: {
      instancesSet: { items: [{ minCount: 1, maxCount: 1 }] },
      tagSpecificationSet: {
        items: TYPES.map((resourceType) => ({ resourceType, tags: OWNER })),
      },
      ...more,
    },
    responseElements: {
      reservationId: 'r-1',
      instancesSet: {
        items: [
          {
            instanceId: 'i-1',
            blockDeviceMapping: {
              items: [{ deviceName: '/dev/xvda', ebs: { volumeId: 'vol-1', deleteOnTermination: true } }],
            },
            networkInterfaceSet: {
              items: [
                { networkInterfaceId: 'eni-1', requesterManaged: false },
                { networkInterfaceId: 'eni-2', requesterManaged: true },
              ],
            },
          },
        ],
      },
    },
  },
];

const attachVolume = (instanceId: string): readonly [string, Call] => [
  'AttachVolume',
  { requestParameters: { volumeId: 'vol-2', instanceId, device: '/dev/sdf' } },
];

test('a launch attaches its volumes and interfaces, with the tags of the call', () => {
  const there = seen(launch());
  expect(attachedTo(there)).toEqual(['vol-1', 'eni-1', 'eni-2']);
  expect(['vol-1', 'eni-1'].map((id) => there.tagsOf(id))).toEqual([OWNER, OWNER]);
  expect(['eni-1', 'eni-2'].map((id) => there.attachments.isManaged(id))).toEqual([false, true]);
});

test('an interface that existed before the launch gets no tags from it', () => {
  const there = seen(launch({ networkInterfaceSet: { items: [{ networkInterfaceId: 'eni-1' }] } }));
  expect(attachedTo(there)).toContain('eni-1');
  expect(there.tagsOf('eni-1')).toEqual([]);
});

describe('a volume', () => {
  const made: readonly [string, Call] = [
    'CreateVolume',
    {
      requestParameters: { tagSpecificationSet: { items: [{ resourceType: 'volume', tags: OWNER }] } },
      responseElements: { volumeId: 'vol-2' },
    },
  ];

  test('is attached with the tags that it was made with, to several instances', () => {
    const there = seen(made, attachVolume('i-1'), attachVolume('i-2'));
    expect(there.tagsOf('vol-2')).toEqual(OWNER);
    expect(there.attachments.instancesOf('vol-2')).toEqual(['i-1', 'i-2']);
  });

  test('is detached from one instance, or from all', () => {
    const detach = (instance: object): readonly [string, Call] => [
      'DetachVolume',
      { requestParameters: { volumeId: 'vol-2', ...instance } },
    ];
    const both = [attachVolume('i-1'), attachVolume('i-2')];
    expect(seen(...both, detach({ instanceId: 'i-1' })).attachments.instancesOf('vol-2')).toEqual(['i-2']);
    expect(attachedTo(seen(...both, detach({})), 'i-2')).toEqual([]);
  });
});

test('an interface is attached, and detached by the id of its attachment', () => {
  const attach: readonly [string, Call] = [
    'AttachNetworkInterface',
    {
      requestParameters: { networkInterfaceId: 'eni-7', instanceId: 'i-1', deviceIndex: 1 },
      responseElements: { attachmentId: 'eni-attach-7' },
    },
  ];
  const detach: readonly [string, Call] = [
    'DetachNetworkInterface',
    { requestParameters: { attachmentId: 'eni-attach-7' } },
  ];
  expect(attachedTo(seen(attach))).toEqual(['eni-7']);
  expect(attachedTo(seen(attach, detach))).toEqual([]);
});
