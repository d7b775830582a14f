import assert from 'node:assert/strict';
import type { Report } from './report.ts';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

const nameOf = ({ account, stack, logicalId }: Resource): string => `${account} ${stack} ${logicalId}`;

const identityOf = (resource: Resource) => [nameOf(resource), resource.id];

/** Checks that CloudFormation has changed nothing since. */
export const checkUnchanged = (
  report: Report,
  before: readonly Resource[],
  after: readonly Resource[],
): Promise<void> =>
  report.check(`it changed none of ${before.length} resources`, () => {
    assert.ok(before.length > 0);
    assert.deepEqual(after, before);
  });

/** Checks that a new sub-account added only its own resources. */
export const checkAdded = async (
  report: Report,
  { accounts }: Target,
  before: readonly Resource[],
  after: readonly Resource[],
): Promise<void> => {
  const known = new Map(before.map((resource) => [nameOf(resource), resource]));
  const added = after.filter((resource) => !known.has(nameOf(resource)));
  await report.check('every resource of before is still the same', () => {
    const kept = after.filter((resource) => known.has(nameOf(resource)));
    assert.deepEqual(kept.map(identityOf), before.map(identityOf));
  });
  await report.check(
    'in the hub it added its topic, its alarm of silence and the role of its program managers',
    () => {
      const inHub = added.filter(({ account }) => account === 'hub');
      assert.deepEqual(inHub.map(({ type }) => type).sort(), [
        'AWS::CloudWatch::Alarm',
        'AWS::IAM::Role',
        'AWS::SNS::Subscription',
        'AWS::SNS::Topic',
        'AWS::SNS::TopicPolicy',
      ]);
      assert.match(
        inHub.find(({ type }) => type === 'AWS::SNS::Topic')?.id ?? '',
        new RegExp(`${accounts.gamma}$`),
      );
    },
  );
  await report.check('all else that it added is in the account itself', () => {
    const places = new Set(added.map(({ account }) => account));
    assert.deepEqual([...places].sort(), ['gamma', 'hub']);
  });
  await report.check('the stacks of the gateway and of the other sub-accounts were not touched', () => {
    const inOthers = ({ account }: Resource) => account !== 'gamma' && account !== 'hub';
    assert.deepEqual(after.filter(inOthers), before.filter(inOthers));
  });
};
