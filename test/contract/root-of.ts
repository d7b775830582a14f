/** Credentials of an account's root, as moto_as_aws.py reads them. */
export const rootOf = (accountId: string) => ({
  accessKeyId: `ROOT0000${accountId}`,
  secretAccessKey: 'none',
});
