import { describe, expect, test } from '@jest/globals';
import { isAwsOwn, keyOf, partsOf, regionOf, typeOf } from '../../../../lambdas/domain/report/arn.ts';

const of = (arn: string) => {
  const parts = partsOf(arn);
  if (!parts) throw new Error(`${arn} is no ARN`);
  return parts;
};

test.each([
  ['arn:aws:ec2:us-west-2:422448306679:volume/vol-1', 'ec2:volume', 'us-west-2'],
  ['arn:aws:sqs:us-west-2:422448306679:jobs', 'sqs', 'us-west-2'],
  ['arn:aws:sns:us-west-2:422448306679:news', 'sns', 'us-west-2'],
  ['arn:aws:s3:::reads', 's3', 'eu-west-1'],
  ['arn:aws:rds:us-west-2:422448306679:db:main', 'rds:db', 'us-west-2'],
  ['arn:aws:logs:us-west-2:422448306679:log-group:/aws/lambda/x:*', 'logs:log-group', 'us-west-2'],
  ['arn:aws:lambda:us-west-2:422448306679:function:x', 'lambda:function', 'us-west-2'],
  ['arn:aws:apigateway:us-west-2::/restapis/a1', 'apigateway:restapis', 'us-west-2'],
  ['arn:aws:iam::422448306679:role/service-role/x', 'iam:role', 'global'],
  ['arn:aws:cloudfront::422448306679:distribution/E1', 'cloudfront:distribution', 'global'],
  ['arn:aws:s3:us-west-2:422448306679:accesspoint/a', 's3:accesspoint', 'us-west-2'],
])('%s is a %s, counted in %s', (arn, type, region) => {
  expect(typeOf(of(arn))).toBe(type);
  expect(regionOf(of(arn), 'eu-west-1')).toBe(region);
});

test('what is no ARN has no parts', () => {
  expect(partsOf('i-0123456789abcdef0')).toBeNull();
});

describe('the same resource, written in two ways, has one key', () => {
  test.each([
    ['arn:aws:ec2:us-west-2::image/ami-1', 'arn:aws:ec2:us-west-2:422448306679:image/ami-1'],
    ['arn:aws:logs:us-west-2:4:log-group:a', 'arn:aws:logs:us-west-2:4:log-group:a:*'],
  ])('%s', (a, b) => {
    expect(keyOf(a, of(a))).toBe(keyOf(b, of(b)));
  });

  test('and others have others', () => {
    const volumes = ['us-west-2', 'us-west-1'].map((region) => `arn:aws:ec2:${region}:4:volume/vol-1`);
    expect(new Set(volumes.map((arn) => keyOf(arn, of(arn)))).size).toBe(2);
  });
});

test.each([
  ['arn:aws:iam::4:role/aws-service-role/ec2.amazonaws.com/AWSServiceRoleForEC2', true],
  ['arn:aws:iam::4:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x', true],
  // Roles that the console makes for people are theirs.
  ['arn:aws:iam::4:role/service-role/my-function', false],
  ['arn:aws:rds:us-west-2:4:pg:default.postgres17', true],
  ['arn:aws:rds:us-west-2:4:pg:ours', false],
  ['arn:aws:events:us-west-2:4:event-bus/default', true],
  ['arn:aws:events:us-west-2:4:event-bus/default-of-ours', false],
  ['arn:aws:xray:us-west-2:4:group/Default', true],
  ['arn:aws:athena:us-west-2:4:workgroup/primary', true],
])("%s is AWS's own: %s", (arn, own) => {
  expect(isAwsOwn(of(arn))).toBe(own);
});
