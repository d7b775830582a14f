/** The ARN of a role by its name; this service runs in the partition `aws` only. */
export const roleArn = (accountId: string, roleName: string): string =>
  `arn:aws:iam::${accountId}:role/${roleName}`;
