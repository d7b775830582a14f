import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { MEASURED_BY } from '../../../lambdas/domain/metric.ts';
import { expectOne } from '../synthesize.ts';
import { hub } from './the-hub.ts';

const { DashboardName, DashboardBody } = expectOne(hub, 'AWS::CloudWatch::Dashboard').Properties;

/** The body without the values that CloudFormation fills in. */
const Body = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });
const text = Body.parse(DashboardBody)
  ['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'FILLED-IN'))
  .join('');
const Widget = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  properties: z.looseObject({ title: z.string(), metrics: z.array(z.array(z.unknown())).optional() }),
});
const { widgets } = z.object({ widgets: z.array(Widget) }).parse(JSON.parse(text));

test('it shows the alarms, what happened, what failed and what was late, in rows as wide as the page', () => {
  expect(DashboardName).toBe('tag-enforcement');
  const rows = Map.groupBy(widgets, ({ y }) => y);
  expect([...rows.values()].map((row) => row.map(({ properties }) => properties.title))).toEqual([
    ['Alarms'],
    ['The last day', 'What happened, by the hour'],
    ['What else was created, by the hour'],
    ['Failed executions', 'Dead letters', 'Errors of functions'],
    [
      'Seconds: eventTime to intake, deadline to end',
      'Found by the sweep, held by the breaker, spared by patterns that match no user, missing in a report',
      'Records by account, by the hour: a line that ends is an account gone silent',
    ],
  ]);
  for (const row of rows.values()) expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(24);
});

test.each(Object.keys(MEASURED_BY))('%s is on it', (name) => {
  const shown = widgets.flatMap(({ properties }) => properties.metrics ?? []);
  expect(JSON.stringify(shown)).toContain(name);
});
