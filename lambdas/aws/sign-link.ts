import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { iso } from '../domain/instant.ts';
import type { AssumeRole } from './credentials.ts';

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
