import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { isCreation } from './names.ts';

const Shape = z.object({
  type: z.string(),
  members: z.optional(z.record(z.string(), z.object({ shape: z.string() }))),
  member: z.optional(z.object({ shape: z.string() })),
});

const Model = z.object({
  metadata: z.object({ endpointPrefix: z.string(), signingName: z.optional(z.string()) }),
  operations: z.record(
    z.string(),
    z.object({
      input: z.optional(z.object({ shape: z.string() })),
      output: z.optional(z.object({ shape: z.string() })),
    }),
  ),
  shapes: z.record(z.string(), Shape),
});
type Model = z.infer<typeof Model>;

/** A member of a call's input or output, and how deep it stands. */
export type Member = { readonly name: string; readonly depth: number; readonly isText: boolean };

/** One operation of a service, as botocore's model describes it. */
export type Operation = {
  /** The source of its events, without `.amazonaws.com`. */
  readonly source: string;
  /** The name with which the service signs. */
  readonly signingName: string;
  readonly name: string;
  readonly input: readonly Member[];
  readonly output: readonly Member[];
};

const MAX_DEPTH = 3;

/** The members of a shape. What lists hold counts as their own depth. */
const membersOf = ({ shapes }: Model, shape: string | undefined): Member[] => {
  const members: Member[] = [];
  const seen = new Set<string>();
  const visit = (name: string, depth: number): void => {
    const found = shapes[name];
    if (!found || depth > MAX_DEPTH || seen.has(`${name} ${depth}`)) return;
    seen.add(`${name} ${depth}`);
    if (found.member) visit(found.member.shape, depth);
    for (const [member, { shape: inner }] of Object.entries(found.members ?? {})) {
      members.push({ name: member, depth, isText: shapes[inner]?.type === 'string' });
      visit(inner, depth + 1);
    }
  };
  if (shape !== undefined) visit(shape, 1);
  return members;
};

const newest = (folder: string): string | undefined =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .at(-1);

/** Tags of what is created. The others are of what is copied, or say what is to be done with them. */
const TAGS = /^(\w*tags|tag(list|map|set|specifications?|s?toadd)?|\w+taglist)$/i;
const OTHER_TAGS = /^(copy|propagate|enable|resourcetagkeys)/i;

/** The member of a call's input that holds tags. */
export const tagsMemberOf = ({ input }: Operation): string | undefined => {
  const named = input.filter(({ name, depth }) => depth === 1 && TAGS.test(name) && !OTHER_TAGS.test(name));
  const exact = named.find(({ name }) => /^tags?$/i.test(name));
  return (exact ?? named.find(({ name }) => /^tag/i.test(name)) ?? named[0])?.name;
};

/**
 * The operations that create something, of all services, from the folder `botocore/data`. `sources` has the sources of those
 * services whose events have another than the name with which they sign.
 */
export const readOperations = (folder: string, sources: Readonly<Record<string, string>>): Operation[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: service }) => {
      const version = newest(join(folder, service));
      if (version === undefined) return [];
      const file = join(folder, service, version, 'service-2.json.gz');
      const model = Model.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')));
      const { endpointPrefix, signingName = endpointPrefix } = model.metadata;
      return Object.entries(model.operations)
        .filter(([name]) => isCreation(name))
        .map(([name, { input, output }]) => ({
          source: sources[service] ?? signingName,
          signingName,
          name,
          input: membersOf(model, input?.shape),
          output: membersOf(model, output?.shape),
        }));
    });
