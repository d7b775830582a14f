import { gunzipSync } from 'node:zlib';
import { type Row, rowsOf } from '../lambdas/domain/report/page/browser/rows.ts';

/** The rows that a report's page holds, as its script unpacks them. */
export const rowsIn = (page: string): Row[] =>
  [...page.matchAll(/<script type="text\/plain" class="rows">([A-Za-z0-9+/=]*)<\/script>/g)].flatMap(
    ([, chunk = '']) => rowsOf(JSON.parse(gunzipSync(Buffer.from(chunk, 'base64')).toString()), new Map()),
  );
