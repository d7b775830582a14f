import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Real CloudTrail records, if somebody has put them beside the project: they are not part of it. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'cloudtrail');

export const areThere = existsSync(FOLDER);

export type RealRecord = {
  readonly eventName?: unknown;
  readonly errorCode?: unknown;
  readonly userIdentity?: unknown;
};

const linesOf = (name: string): RealRecord[] =>
  readFileSync(join(FOLDER, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

const logs = (): RealRecord[] =>
  readdirSync(join(FOLDER, 'logs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.gz'))
    .flatMap((path) => JSON.parse(gunzipSync(readFileSync(join(FOLDER, 'logs', path))).toString()).Records);

/** All of them, in any of their formats. */
export const realRecords = (): RealRecord[] => [
  ...linesOf('records.ndjson'),
  ...linesOf('identity-shapes.ndjson'),
  ...logs(),
];
