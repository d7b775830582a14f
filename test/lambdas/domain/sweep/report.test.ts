import { expect, test } from '@jest/globals';
import { reportsOf } from '../../../../lambdas/domain/sweep/report.ts';
import { anExisting } from '../../an-existing.ts';
import { at, textAt } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

const account = { name: 'pangenomics', mode: 'enforce' } as const;
const report = (...instances: Parameters<typeof reportsOf>[0]) =>
  reportsOf(instances, '422448306679', account, at(42));

test('what is old is told of a Region at a time, looked up by its ids', () => {
  const reports = report(
    anExisting('i-2'),
    anExisting('i-1'),
    anExisting('i-3', {}, { region: 'eu-west-1' }),
  );
  expect(reports).toMatchObject([
    {
      input: {
        launch: {
          region: 'us-west-2',
          key: { filter: 'instance-id', value: 'i-1,i-2' },
          eventTime: textAt(42),
          instanceIds: ['i-1', 'i-2'],
        },
        cause: 'sweep',
        account,
        warnAt: textAt(43),
      },
    },
    { input: { launch: { region: 'eu-west-1', key: { filter: 'instance-id', value: 'i-3' } } } },
  ]);
  // When the first of them was launched says nothing of the others.
  expect(reports[0]?.input.launch).not.toHaveProperty('launchedAt');
});

test('a hundred at a time, each in an execution of its own name', () => {
  const ids = instanceIds(201);
  const reports = report(...ids.map((id) => anExisting(id)));
  expect(reports.map(({ input }) => input.launch.instanceIds.length)).toEqual([100, 100, 1]);
  expect(new Set(reports.flatMap(({ input }) => input.launch.instanceIds))).toEqual(new Set(ids));
  expect(new Set(reports.map(({ name }) => name)).size).toBe(3);
});
