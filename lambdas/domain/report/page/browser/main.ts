import type { Chunk } from '../pack-rows.ts';
import type { PageFacts } from '../render-page.ts';
import { Resources } from './resources.ts';
import { type Row, rowsOf, STATUS } from './rows.ts';

const bytesOf = (element: Element): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(element.textContent ?? ''), (character) => character.charCodeAt(0));

const factsOf = (element: Element): PageFacts => JSON.parse(new TextDecoder().decode(bytesOf(element)));

const unpack = async (element: Element): Promise<Chunk> => {
  const stream = new Blob([bytesOf(element)]).stream().pipeThrough(new DecompressionStream('gzip'));
  element.remove();
  return JSON.parse(await new Response(stream).text());
};

const start = async (): Promise<void> => {
  const root = document.getElementById('browser');
  const facts = document.querySelector('script.facts');
  if (!root || !facts) return;
  const known = factsOf(facts);
  if (known.rows === 0) return;
  root.setAttribute('aria-busy', 'true');
  const accounts = new Map(known.accounts);
  const rows: Row[] = [];
  for (const chunk of document.querySelectorAll('script.rows')) {
    for (const row of rowsOf(await unpack(chunk), accounts)) rows.push(row);
  }
  const ranks = Object.keys(STATUS);
  const places = new Map(ranks.map((is, index) => [is, index]));
  rows.sort((a, b) => (places.get(a.ownership.is) ?? 0) - (places.get(b.ownership.is) ?? 0));
  new Resources(known, rows).attach(root);
  root.removeAttribute('aria-busy');
};

await start();
