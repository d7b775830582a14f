import { expect, test } from '@jest/globals';
import { CreationMessage, creationIn } from '../../../lambdas/domain/creation/creation.ts';
import { TREEHOUSE } from '../settings.ts';
import { minute } from '../some-observations.ts';
import { recordOfAct } from './act.ts';
import { addressOf, RESOURCE_KINDS, tagsGiven } from './resources.ts';

const place = { accountId: TREEHOUSE, region: 'us-west-2' };

test.each(RESOURCE_KINDS)('the record of a new %s shows its ARN, its type and its tags', (kind) => {
  const tags = { Owner: 'ann@ucsc.edu', Name: 'x' };
  const record = recordOfAct({
    at: minute(1),
    does: 'create',
    in: `${TREEHOUSE} us-west-2`,
    by: { is: 'console', user: 'ann@ucsc.edu' },
    kind,
    name: 'made-1',
    tags,
  });
  const message = CreationMessage.parse({ account: TREEHOUSE, region: 'us-west-2', detail: record });
  const { resourceType, arn } = addressOf({ kind, name: 'made-1', place });
  const given = Object.entries(tagsGiven({ kind }, tags)).map(([key, value]) => ({ key, value }));
  expect(creationIn(message)).toMatchObject({ is: 'creation', creation: { resourceType, arns: [arn] } });
  // The registry knows no tags in the call that makes a bucket.
  if (kind !== 'bucket') expect(creationIn(message)).toMatchObject({ creation: { tags: given } });
});
