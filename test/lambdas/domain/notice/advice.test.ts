import { expect, test } from '@jest/globals';
import { Tool } from '../../../../lambdas/domain/launcher/origin.ts';
import { advice, advisedOn, TOOL_NAMES } from '../../../../lambdas/domain/notice/advice.ts';
import { LINE_LENGTH, wrap } from '../../../../lambdas/domain/notice/mail-text.ts';

test.each<[Tool[], Tool[]]>([
  [[], []],
  [['toil', 'auto-scaling-group', 'launch-template'], ['toil']],
  [['karpenter', 'eks', 'ec2-fleet', 'launch-template'], ['karpenter']],
  [['batch', 'cloudformation', 'auto-scaling-group'], ['batch']],
  [
    ['cloudformation', 'auto-scaling-group', 'launch-template'],
    ['cloudformation', 'auto-scaling-group'],
  ],
  [
    ['service-catalog', 'cloudformation', 'spot'],
    ['service-catalog', 'cloudformation'],
  ],
  [['auto-scaling-group', 'ec2-fleet', 'launch-template'], ['auto-scaling-group']],
  [['launch-template'], ['launch-template']],
])('of the tools %j, a mail gives advice on %j', (tools, advised) => {
  expect(advisedOn(tools)).toEqual(advised);
});

test.each([...Tool.options])('the advice for %s names the tag, in few lines', (tool) => {
  const text = advice(tool, 'Owner', 'bob@ucsc.edu');
  expect(text).toMatch(/bob@ucsc\.edu/);
  const lines = wrap(`  ${TOOL_NAMES[tool]}: ${text}`, '    ');
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(LINE_LENGTH);
});
