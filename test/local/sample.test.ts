import { beforeAll, describe, expect, test } from '@jest/globals';
import { type PlayResult, play } from '../../local/play.ts';
import { SAMPLE_SCENARIO, sampleHistory } from '../../local/sample/history.ts';
import { synthesize } from '../templates/synthesize.ts';
import { configured } from './play-records.ts';

let played: PlayResult;
beforeAll(async () => {
  played = await play(synthesize(configured()), sampleHistory(), SAMPLE_SCENARIO);
});

/** The mails, with their recipients, about instances that have this Name, or this type if they have no Name. */
const toldOf = (word: string): string[] =>
  played.recorder.mails
    .filter(({ message }) => message.includes(word))
    .map(({ subject, recipients }) => `${subject.replace(/^.*?: /, '')} -> ${recipients.join(', ')}`);

const rowsOf = (decision: string) => played.recorder.rows().filter((row) => row.decision === decision);

describe('on the sample day', () => {
  test('only the IAM user is notified of that user’s untagged launch', () => {
    expect(toldOf('rnaseq-test')).toEqual([
      '1 instance will be terminated at 09:15 PST unless tagged Owner -> rlopez@ucsc.edu',
      '1 instance terminated at 09:15 PST: no valid tag Owner -> rlopez@ucsc.edu',
    ]);
  });

  test('the person who assumed the role is notified of launches by a session that botocore named', () => {
    expect(toldOf('star-fusion').map((line) => line.split(' -> ')[1])).toEqual([
      'dnguyen@ucsc.edu',
      'dnguyen@ucsc.edu',
    ]);
    expect(toldOf('dnguyen@ucsc.edu (who assumed role developer)')).toHaveLength(3);
  });

  test('a console session is resolved by its record of AssumeRole in us-east-1', () => {
    expect(toldOf('jchen@ucsc.edu (who assumed role developer)')).toEqual([
      expect.stringMatching(/corrected.* -> jchen@ucsc.edu$/),
    ]);
  });

  test('Toil workers inherit the Owner of their leader, and its owner is notified', () => {
    expect(toldOf('c5.9xlarge')).toEqual([expect.stringMatching(/3 Toil workers.* -> mkim@ucsc.edu$/)]);
    const workers = rowsOf('inherited').filter(({ accountId }) => accountId === '422448306679');
    expect(workers.map(({ launcher, recipients }) => [launcher, recipients])).toEqual(
      Array.from({ length: 3 }, () => ['mkim@ucsc.edu', ['mkim@ucsc.edu']]),
    );
    const [first] = workers;
    const there = played.ec2.in('422448306679', 'us-west-2');
    expect(there.tagsOf(first?.resourceId ?? '')).toContainEqual({ key: 'Owner', value: 'mkim@ucsc.edu' });
  });

  test('instances inherit the Owner of an Auto Scaling group that does not propagate it', () => {
    expect(toldOf('variant-browser')).toEqual([expect.stringMatching(/2 instances.* -> rlopez@ucsc.edu$/)]);
  });

  test('the volume of a launch that tagged its instance alone gets the same Owner, and one that is attached later', () => {
    const rows = rowsOf('propagated');
    expect(rows.map(({ at, resourceType, reason }) => ({ at, resourceType, reason }))).toEqual([
      { at: '2026-11-03T16:03:10Z', resourceType: 'ec2:volume', reason: 'owner-of-instance' },
      { at: '2026-11-03T16:48:15Z', resourceType: 'ec2:volume', reason: 'owner-of-instance' },
    ]);
    const there = played.ec2.in('422448306679', 'us-west-2');
    for (const { resourceId } of rows) {
      expect(there.tagsOf(resourceId)).toEqual([{ key: 'Owner', value: 'mkim@ucsc.edu' }]);
    }
  });

  test('the program managers get the mails of a person who never confirmed, and the mail says so', () => {
    expect(toldOf('This did not reach newhire@ucsc.edu')).toEqual([
      expect.stringMatching(/will be terminated.* -> pangenomics-pm@ucsc.edu$/),
      expect.stringMatching(/terminated at.* -> pangenomics-pm@ucsc.edu$/),
    ]);
  });

  test('a bucket, a table, a queue and a stack without Owner are told of in one mail, what its stack made with it', () => {
    const reminded = rowsOf('reminded').filter(({ launcher }) => launcher !== null);
    expect(reminded.map(({ resourceType }) => resourceType).sort()).toEqual([
      'cloudformation:stack',
      'dynamodb:table',
      's3',
      'sns',
      'sqs',
    ]);
    expect(new Set(reminded.map(({ launcher, recipients }) => `${launcher} ${recipients}`))).toEqual(
      new Set(['dnguyen@ucsc.edu dnguyen@ucsc.edu']),
    );
    expect(toldOf('pangenomics-assemblies')).toEqual([
      '5 resources without a valid tag Owner; nothing is ended -> dnguyen@ucsc.edu',
    ]);
  });

  test('managers are told of a topic whose creator CloudTrail does not know either', () => {
    const found = rowsOf('reminded').filter(({ launcher }) => launcher === null);
    expect(found.map(({ resourceId, reason }) => `${resourceId} ${reason}`)).toEqual([
      'nightly-import owner-missing',
    ]);
    expect(toldOf('nightly-import')).toEqual([
      expect.stringMatching(/^1 resource .* -> treehouse-pm@ucsc.edu$/),
      expect.stringMatching(/^1 resource .* -> cluster-admin@soe.ucsc.edu$/),
    ]);
  });

  test('what is tagged in the call, or soon after, is told to nobody', () => {
    const found = played.recorder.rows().filter(({ resourceId }) => resourceId.startsWith('tumor-map'));
    expect(found.map(({ resourceId, decision }) => `${resourceId} ${decision}`)).toEqual([
      'tumor-map compliant',
      'tumor-map-news complied',
    ]);
    expect(toldOf('tumor-map-news')).toEqual([]);
  });

  test('only mails about an invalid tag or a stopped instance go to more than one reader', () => {
    const copied = played.recorder.mails.filter(({ recipients }) => recipients.length !== 1);
    expect(copied.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('is not valid'),
      expect.stringContaining('1 instance stopped'),
    ]);
  });
});
