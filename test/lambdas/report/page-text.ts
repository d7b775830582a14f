import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const DATA = /<script type="text\/plain" class="(facts|rows)">([^<]*)<\/script>/g;

/** Everything that a page holds, as text: what it shows, and the rows that are compressed in it. */
export const pageText = (page: string): string => {
  const data = [...page.matchAll(DATA)].map(([, kind, base64 = '']) => {
    const bytes = Buffer.from(base64, 'base64');
    return (kind === 'rows' ? gunzipSync(bytes) : bytes).toString();
  });
  return [page.replaceAll(DATA, ''), ...data].join('\n');
};

const Chunk = z.object({
  arnStart: z.object({ values: z.array(z.string()), at: z.array(z.number()) }),
  arnEnd: z.array(z.string()),
});

/** The ARNs in the rows of a page. */
export const arnsIn = (page: string): string[] =>
  [...page.matchAll(DATA)].flatMap(([, kind, base64 = '']) => {
    if (kind !== 'rows') return [];
    const { arnStart, arnEnd } = Chunk.parse(
      JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()),
    );
    return arnEnd.map((end, row) => `${arnStart.values[arnStart.at[row] ?? -1]}${end}`);
  });
