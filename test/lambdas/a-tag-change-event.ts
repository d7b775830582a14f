import { LAUNCHED_AT } from './at.ts';

type Parts = {
  readonly account?: string;
  readonly instanceId?: string;
  /** The tags that the instance has now. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The version of the tag set. */
  readonly version?: number;
  /** Fields that replace those of the detail. */
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** EventBridge's event of an instance whose Owner changed: it was removed, unless it is among the tags. */
export const aTagChangeEvent = ({
  account = '422448306679',
  instanceId = 'i-0a1b2c3d4e5f60718',
  tags = { Name: 'web' },
  version = 3,
  detail = {},
}: Parts = {}) => ({
  version: '0',
  id: 'bddcf1d6-0251-35a1-aab0-adc1fb47c11c',
  'detail-type': 'Tag Change on Resource',
  source: 'aws.tag',
  account,
  time: LAUNCHED_AT,
  region: 'us-west-2',
  resources: [`arn:aws:ec2:us-west-2:${account}:instance/${instanceId}`],
  detail: {
    'changed-tag-keys': ['Owner'],
    service: 'ec2',
    'resource-type': 'instance',
    version,
    tags,
    ...detail,
  },
});
