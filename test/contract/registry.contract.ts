import { beforeAll, expect, test } from '@jest/globals';
import { readCorrections } from '../../cli/registry/corrections.ts';
import { isCreation, writesTags } from '../../cli/registry/names.ts';
import { type Operation, readOperations, tagsMemberOf } from '../../cli/registry/sdk.ts';
import { committedTable } from '../../cli/registry/table.ts';

const { creations, untaggable } = committedTable();

let operations: ReadonlyMap<string, Operation[]>;
beforeAll(() => {
  // The models of the botocore that moto came with.
  const all = readOperations(process.env.BOTOCORE_DATA ?? '', readCorrections().sources);
  operations = Map.groupBy(all, ({ source, name }) => `${source} ${name}`);
});

const operationsOf = (source: string, name: string): Operation[] => operations.get(`${source} ${name}`) ?? [];

test('each event of which the models are said to speak is a call there, with the same member of tags', () => {
  const others = creations.filter(
    ({ source, name, tagsMember, vouchers }) =>
      vouchers.includes('s') && !operationsOf(source, name).some((one) => tagsMemberOf(one) === tagsMember),
  );
  expect(others).toEqual([]);
});

test('what is listed as creating nothing taggable takes no tags there, unless it was reviewed', () => {
  const taking = untaggable.flatMap(({ source, reason, names }) =>
    names
      .filter((name) => reason === '' && isCreation(name) && !writesTags(name))
      .filter((name) => operationsOf(source, name).some((one) => tagsMemberOf(one) !== undefined))
      .map((name) => `${source} ${name}`),
  );
  expect(taking).toEqual([]);
});
