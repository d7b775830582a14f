import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CreationMessage, creationIn } from '../../../../lambdas/domain/creation/creation.ts';
import { mutated, someMutations } from '../../intake/some-mutations.ts';
import { aCreationRecord } from './a-creation-message.ts';

const OWNER = { key: 'Owner', value: 'bob@ucsc.edu' };

/** One of each shape. */
const SHAPES = [
  aCreationRecord(
    'ec2 CreateVolume',
    { tagSpecificationSet: { items: [{ resourceType: 'volume', tags: [OWNER] }] } },
    { volumeId: 'vol-1', size: '8' },
  ),
  aCreationRecord(
    'ec2 CreateFlowLogs',
    { CreateFlowLogsRequest: { TagSpecification: { ResourceType: 'vpc-flow-log', Tag: OWNER } } },
    { CreateFlowLogsResponse: { flowLogIdSet: { item: ['fl-1', 'fl-2'] } } },
  ),
  aCreationRecord('s3 CreateBucket', { bucketName: 'lab' }, null),
  aCreationRecord(
    'elasticloadbalancing CreateLoadBalancer',
    { name: 'web', tags: [OWNER] },
    {
      loadBalancers: [
        { loadBalancerArn: 'arn:aws:elasticloadbalancing:us-west-2:422448306679:loadbalancer/app/web/1' },
      ],
    },
  ),
  aCreationRecord(
    'lambda CreateFunction20150331',
    { functionName: 'f', tags: { Owner: 'bob@ucsc.edu' } },
    {},
  ),
  aCreationRecord(
    'bedrock CreateRetrievalInstruction',
    {},
    { retrievalInstructionArn: 'arn:aws:bedrock:us-west-2:422448306679:x/1' },
  ),
  aCreationRecord('iam CreateUser', { userName: 'bob', path: '/lab/' }, null),
  aCreationRecord('kms CreateGrant', { keyId: 'k' }, { grantId: 'g' }),
].map((record) => JSON.stringify(record));

/** Each change is made to each of the shapes: making the changes up takes longest. */
const RUNS = 200;
const CHANGES_A_RUN = 63;
const RECORDS = RUNS * CHANGES_A_RUN * SHAPES.length;

/** A message is refused by its schema alone: the queue then keeps it. */
const ends = { creation: 0, untaggable: 0, unknown: 0, refused: 0 };

const isText = (value: unknown): boolean => typeof value === 'string';

const judge = (message: unknown): void => {
  const parsed = CreationMessage.safeParse(message);
  const recorded = parsed.success ? creationIn(parsed.data) : null;
  ends[recorded?.is ?? 'refused'] += 1;
  if (recorded?.is !== 'creation') return;
  const { arns, tags, resourceType } = recorded.creation;
  const isSound =
    arns.every((arn) => /^arn:\P{Cc}+$/u.test(arn)) &&
    resourceType !== '' &&
    (tags ?? []).every(({ key, value }) => isText(key) && isText(value));
  if (!isSound) throw new Error(JSON.stringify(recorded));
};

test(`property: of ${RECORDS.toLocaleString('en-US')} mutated records none is lost, and none crashes`, () => {
  fc.assert(
    fc.property(
      fc.array(someMutations, { minLength: CHANGES_A_RUN, maxLength: CHANGES_A_RUN }),
      (changes) => {
        for (const mutations of changes) for (const shape of SHAPES) judge(mutated(shape, mutations));
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(ends.creation + ends.untaggable + ends.unknown + ends.refused).toBe(RECORDS);
  // Each happens often enough; otherwise the mutations would prove nothing.
  expect(ends.creation).toBeGreaterThan(RECORDS / 3);
  expect(Math.min(ends.untaggable, ends.unknown, ends.refused)).toBeGreaterThan(RECORDS / 200);
}, 120_000);
