/**
 * Where a mail's reader finds a page. `object` is its place in the console, for which one signs in; `switchRole` leads to the role
 * that may read it, null for administrators, who have one of their own. `url` needs no sign-in and works until `until`.
 */
export type PageLink =
  | { readonly is: 'sign-in'; readonly object: string; readonly switchRole: string | null }
  | { readonly is: 'presigned'; readonly object: string; readonly url: string; readonly until: string };

/** An object of a bucket. */
export type PageObject = { readonly bucket: string; readonly key: string; readonly region: string };

/** The page of the console about an object. */
export const objectLink = ({ bucket, key, region }: PageObject): string =>
  `https://${region}.console.aws.amazon.com/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;

/**
 * The link with which somebody who is signed in to the gateway switches to a role of the hub.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
 */
export const switchRoleLink = (accountId: string, roleName: string): string =>
  `https://signin.aws.amazon.com/switchrole?account=${accountId}&roleName=${roleName}&displayName=report`;
