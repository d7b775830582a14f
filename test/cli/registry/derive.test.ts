import { expect, test } from '@jest/globals';
import { type Correction, correct } from '../../../cli/registry/corrections.ts';
import { derive, type Sources } from '../../../cli/registry/derive.ts';
import type { Operation } from '../../../cli/registry/sdk.ts';
import { changesOf, formatTable, parseTable } from '../../../cli/registry/table.ts';

const text = (name: string, depth = 1) => ({ name, depth, isText: true });
const structure = (name: string) => ({ name, depth: 1, isText: false });

const anOperation = (name: string, members: Partial<Operation> = {}): Operation => ({
  source: 'lab',
  signingName: 'lab',
  name,
  input: [],
  output: [],
  ...members,
});

const TYPES = ['sample', 'rack', 'shelf'].map((key) => ({
  key,
  arn: `arn:{Partition}:lab:{Region}:{Account}:${key}/{${key[0]?.toUpperCase()}${key.slice(1)}Id}`,
  isTaggable: true,
}));

const anAction = (name: string, acceptsTags: boolean, resourceTypes: string[]) => ({
  prefix: 'lab',
  name,
  acceptsTags,
  resourceTypes,
});

/** A service whose call CreateSample reads a rack, as IAM lists it too. */
const sources: Sources = {
  iam: {
    actions: [
      anAction('CreateSample', true, ['rack']),
      anAction('CreateShelf', true, ['shelf']),
      anAction('CreateNote', false, []),
    ],
    resourceTypes: new Map([['lab', TYPES]]),
  },
  operations: [
    anOperation('CreateSample', {
      input: [structure('Tags'), text('rackId')],
      output: [structure('sample'), text('id', 2)],
    }),
    anOperation('CreateShelf'),
    anOperation('CreateNote', { input: [structure('copyTags')] }),
    anOperation('CreateRackTags', { input: [structure('Tags')] }),
  ],
  types: [{ typeName: 'AWS::Lab::Sample', permissions: ['Lab:CreateSample', 'iam:CreateServiceLinkedRole'] }],
};

const rowOf = (name: string) => derive(sources).find((row) => row.name === name);

test('an event that all sources know has the template of its own noun, not of what it reads', () => {
  expect(rowOf('CreateSample')).toEqual({
    source: 'lab',
    name: 'CreateSample',
    creates: 'arn:{Partition}:lab:{Region}:{Account}:sample/{id|SampleId}',
    tagsMember: 'Tags',
    vouchers: 'isc',
  });
});

test.each([
  ['CreateShelf', 'i'],
  ['CreateNote', ''],
  ['CreateRackTags', ''],
])('%s: vouchers %j', (name, vouchers) => {
  expect(rowOf(name)?.vouchers).toBe(vouchers);
});

test('one source is too few, a review is enough, and what nobody vouches for creates nothing taggable', () => {
  const table = (corrections: readonly Correction[]) => correct(derive(sources), corrections);
  const names = ({ creations }: ReturnType<typeof table>): string[] => creations.map(({ name }) => name);
  expect(names(table([]))).toEqual(['CreateSample']);
  expect(table([]).untaggable).toEqual([
    { source: 'lab', reason: '', names: ['CreateNote', 'CreateRackTags'] },
  ]);

  const reviewed = table([{ event: 'lab CreateShelf', why: 'A record was seen.' }]);
  expect(names(reviewed)).toEqual(['CreateSample', 'CreateShelf']);
  expect(reviewed.creations[1]?.vouchers).toBe('ir');

  const added = table([
    { event: 'other CreateThing', creates: 'other:thing', tags: 'labels', why: 'Its manual.' },
  ]);
  expect(added.creations.at(-1)).toEqual({
    source: 'other',
    name: 'CreateThing',
    creates: 'other:thing',
    tagsMember: 'labels',
    vouchers: 'r',
  });

  const without = table([{ event: 'lab CreateSample', untaggable: true, why: 'It ended.' }]);
  expect(names(without)).toEqual([]);
  expect(without.untaggable[0]).toEqual({ source: 'lab', reason: 'It ended.', names: ['CreateSample'] });
});

test('the text of a table is read as it was written, and its changes are its lines', () => {
  const before = formatTable(correct(derive(sources), []));
  const after = formatTable(
    correct(derive(sources), [{ event: 'lab CreateShelf', why: 'A record was seen.' }]),
  );
  expect(formatTable(parseTable(before))).toBe(before);
  expect(changesOf(before, after)).toEqual([
    '+ ["lab","CreateShelf","arn:{Partition}:lab:{Region}:{Account}:shelf/{ShelfId}","","ir"]',
  ]);
  expect(changesOf(after, after)).toEqual([]);
});
