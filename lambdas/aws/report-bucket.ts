import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { iso } from '../domain/instant.ts';
import type { AssumeRole } from './credentials.ts';

/** The bucket of the reports. */
export type ReportBucket = {
  /** Writes texts, compressed, as one object. */
  writeCompressed(key: string, texts: Iterable<string>): Promise<void>;
  write(key: string, body: string, contentType: string): Promise<void>;
  /** The text of an object; null if there is none. */
  read(key: string): Promise<string | null>;
  /** The keys under a prefix. */
  keys(prefix: string): Promise<string[]>;
  /** Copies an object into a file, as it is. */
  download(key: string, file: string): Promise<void>;
};

/** A part of a large Region has tens of megabytes before it is compressed. */
const MAX_CHUNK = 4_000_000;

/** Compresses texts a few megabytes at a time. Gzip's members may follow one another in a file. https://www.rfc-editor.org/rfc/rfc1952 */
export const compressed = (texts: Iterable<string>): Buffer => {
  const members: Buffer[] = [];
  let chunk: string[] = [];
  let length = 0;
  const flush = (): void => {
    members.push(gzipSync(chunk.join('')));
    chunk = [];
    length = 0;
  };
  for (const text of texts) {
    chunk.push(text);
    length += text.length;
    if (length > MAX_CHUNK) flush();
  }
  flush();
  return Buffer.concat(members);
};

/** The lines of a file that `writeCompressed` wrote, and `download` copied. */
export function* linesIn(file: string): Generator<string> {
  const text = gunzipSync(readFileSync(file)).toString();
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
}

export const reportBucket = (Bucket: string, s3 = new S3Client({ maxAttempts: 5 })): ReportBucket => ({
  writeCompressed: async (Key, texts) => {
    await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: compressed(texts), ContentType: 'application/gzip' }),
    );
  },
  write: async (Key, Body, ContentType) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
  },
  read: async (Key) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  },
  keys: async (Prefix) => {
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
    return keys;
  },
  download: async (Key, file) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    if (Body instanceof Readable) await pipeline(Body, createWriteStream(file));
  },
});

/** A link that opens an object without signing in, and when it stops. */
export type SignedLink = { readonly url: string; readonly until: string };

/** Makes such links. */
export type SignLink = (bucket: string, key: string) => Promise<SignedLink>;

/**
 * Signs links as a role of the hub. A link lives no longer than the session that signed it, whatever it asks for, and a session of a
 * role that a function assumes lasts an hour at most. The function's own credentials may last longer, but do not say how long.
 * https://repost.aws/knowledge-center/presigned-url-s3-bucket-expiration
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export const signLink =
  (assume: AssumeRole, hub: { readonly accountId: string; readonly region: string }): SignLink =>
  async (Bucket, Key) => {
    const credentials = await assume(hub.accountId);
    const expiresIn = Math.floor((credentials.expiration.getTime() - Date.now()) / 1000);
    const s3 = new S3Client({ region: hub.region, credentials });
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn });
    return { url, until: iso(new Date(Date.now() + expiresIn * 1000)) };
  };
