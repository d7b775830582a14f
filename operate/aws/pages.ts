/** Reads an answer of AWS that comes in pages, to its end. */
export const pages = async <Page, Item>(
  ask: (token: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  nextOf: (page: Page) => string | undefined,
): Promise<Item[]> => {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    items.push(...(itemsOf(page) ?? []));
    token = nextOf(page);
  } while (token);
  return items;
};
