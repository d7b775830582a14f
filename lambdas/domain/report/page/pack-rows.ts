import { gzipSync } from 'node:zlib';
import type { ReportedResource } from '../report.ts';

/** Values that repeat, each once, and which of them each row has. */
export type Column = { readonly values: readonly string[]; readonly at: readonly number[] };

/** Rows as the page holds them: by column, since that packs to half of what objects do. */
export type Chunk = {
  readonly accountId: Column;
  readonly region: Column;
  readonly resourceType: Column;
  /** An ARN up to its last part, and that part. */
  readonly arnStart: Column;
  readonly arnEnd: readonly string[];
  readonly name: readonly (string | null)[];
  /** As JSON: Ownership, idle, and the tags but Name and the owner's, which the others tell. */
  readonly ownership: Column;
  readonly idle: Column;
  readonly tags: Column;
};

const columnOf = (texts: readonly string[]): Column => {
  const places = new Map<string, number>();
  const at = texts.map((text) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { values: [...places.keys()], at };
};

/** Where the last part of an ARN begins; of an id of EC2, its random digits. */
const endOfStart = (arn: string): number =>
  Math.max(
    arn.lastIndexOf('/') + 1,
    arn.lastIndexOf(':') + 1,
    arn.search(/(?<=-)([0-9a-f]{8}|[0-9a-f]{17})$/),
  );

const chunkOf = (rows: readonly ReportedResource[], ownerKey: string): Chunk => ({
  accountId: columnOf(rows.map(({ accountId }) => accountId)),
  region: columnOf(rows.map(({ region }) => region)),
  resourceType: columnOf(rows.map(({ resourceType }) => resourceType)),
  arnStart: columnOf(rows.map(({ arn }) => arn.slice(0, endOfStart(arn)))),
  arnEnd: rows.map(({ arn }) => arn.slice(endOfStart(arn))),
  name: rows.map(({ name }) => name),
  ownership: columnOf(rows.map(({ ownership }) => JSON.stringify(ownership))),
  idle: columnOf(rows.map(({ idle }) => JSON.stringify(idle))),
  tags: columnOf(
    rows.map(({ tags, name, ownership }) => {
      const owner = 'owner' in ownership ? ownership.owner : null;
      const told = (key: string) => (key === 'Name' ? name : key === ownerKey ? owner : null);
      return JSON.stringify(tags.filter(({ key, value }) => value !== told(key)));
    }),
  ),
});

/** Equal values stand together, for people and for gzip. */
const byPlace = (a: ReportedResource, b: ReportedResource): number => {
  const [one = '', other = ''] = [a, b].map((row) => `${row.accountId} ${row.region} ${row.resourceType}`);
  return Number(one > other) - Number(one < other);
};

/** A browser unpacks one stream of gzip, not several in a row, so each chunk is one. */
const ROWS_PER_CHUNK = 10_000;

/** Packs rows into chunks of compressed text. It holds one chunk of them at a time. */
export class RowPacker {
  readonly #ownerKey: string;
  readonly #chunks: string[] = [];
  #rows: ReportedResource[] = [];

  constructor(ownerKey: string) {
    this.#ownerKey = ownerKey;
  }

  add(row: ReportedResource): void {
    this.#rows.push(row);
    if (this.#rows.length === ROWS_PER_CHUNK) this.#pack();
  }

  #pack(): void {
    const chunk = chunkOf(this.#rows.sort(byPlace), this.#ownerKey);
    this.#chunks.push(gzipSync(JSON.stringify(chunk)).toString('base64'));
    this.#rows = [];
  }

  /** Gzip in base64: nothing in it can be taken for markup. */
  chunks(): readonly string[] {
    if (this.#rows.length > 0) this.#pack();
    return this.#chunks;
  }
}
