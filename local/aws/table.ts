/** An item's content, and when it expires: milliseconds since the epoch, or never. */
type Item = { readonly content: unknown; readonly expiresAt: number };

const isAlive = (item: Item | undefined): item is Item => item !== undefined && item.expiresAt > Date.now();

/** The embedded DynamoDB table: items by partition key, then by sort key. An item that has expired is there no more. */
export class Table {
  readonly #partitions = new Map<string, Map<string, Item>>();

  get(partition: string, sort: string): unknown {
    const item = this.#partitions.get(partition)?.get(sort);
    return isAlive(item) ? item.content : undefined;
  }

  /** The contents of a partition, sorted by their sort keys. */
  query(partition: string): unknown[] {
    return [...(this.#partitions.get(partition) ?? [])]
      .filter(([, item]) => isAlive(item))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item.content);
  }

  put(partition: string, sort: string, content: unknown, expiresAt = Number.POSITIVE_INFINITY): void {
    const items = this.#partitions.get(partition) ?? new Map<string, Item>();
    items.set(sort, { content, expiresAt });
    this.#partitions.set(partition, items);
  }

  delete(partition: string, sort: string): void {
    this.#partitions.get(partition)?.delete(sort);
  }
}
