import { expect, test } from '@jest/globals';
import { advisedOn } from '../../../../lambdas/domain/notice/advice.ts';
import { LINE_LENGTH, wrap } from '../../../../lambdas/domain/notice/mail-text.ts';
import { TOOLS } from '../../../../lambdas/domain/notice/tools.ts';

const named = (names: readonly string[]) => TOOLS.filter(({ name }) => names.includes(name));

test.each<[string[], string[]]>([
  [[], []],
  [['Toil', 'Auto Scaling group', 'Launch template'], ['Toil']],
  [['Terraform, OpenTofu', 'CloudFormation, CDK', 'Launch template'], ['Terraform, OpenTofu']],
  [['Karpenter', 'EKS node group', 'EC2 Fleet', 'Launch template'], ['Karpenter']],
  [['Elastic Beanstalk', 'CloudFormation, CDK', 'Auto Scaling group'], ['Elastic Beanstalk']],
  [
    ['CloudFormation, CDK', 'Auto Scaling group', 'Launch template'],
    ['CloudFormation, CDK', 'Auto Scaling group'],
  ],
  [
    ['Service Catalog', 'CloudFormation, CDK', 'Spot request'],
    ['Service Catalog', 'CloudFormation, CDK'],
  ],
  [['Auto Scaling group', 'EC2 Fleet', 'Launch template'], ['Auto Scaling group']],
  [['Spot request', 'An AWS service (RDS Custom or another)'], ['Spot request']],
  [['An AWS service (RDS Custom or another)'], ['An AWS service (RDS Custom or another)']],
  [['Launch template'], ['Launch template']],
])('of the tools %j, a mail gives advice on %j', (names, advised) => {
  expect(named(names)).toHaveLength(names.length);
  expect(advisedOn(named(names)).map(({ name }) => name)).toEqual(advised);
});

test.each(TOOLS.map((tool) => [tool.name, tool] as const))('the advice for %s is short', (name, tool) => {
  const owner = 'bob.bobson@soe.ucsc.edu';
  const role = 'AWSServiceRoleForApplicationMigrationService';
  const lines = wrap(
    `  ${name}: ${tool.advice({ tag: `Owner=${owner}`, key: 'Owner', owner, role })}`,
    '    ',
  );
  expect(lines.length).toBeLessThanOrEqual(4);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(LINE_LENGTH);
});

/** Those that no tag of the launch reaches. */
const WITHOUT_A_PLACE = ['Spot request', 'An AWS service (RDS Custom or another)'];

test.each(
  TOOLS.filter(({ name }) => !WITHOUT_A_PLACE.includes(name)).map((tool) => [tool.name, tool] as const),
)('the advice for %s says what to set', (_, tool) => {
  const text = tool.advice({ tag: 'Owner=bob@ucsc.edu', key: 'Owner', owner: 'bob@ucsc.edu', role: '' });
  expect(text).toContain('bob@ucsc.edu');
});
