import type { Filter } from '@aws-sdk/client-ec2';

/**
 * A value that a filter of EC2 takes literally. `*` and `?` are wildcards there, and a client token may hold both; a
 * backslash before one makes it a character like any other, and so before a backslash.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export const literal = (value: string): string => value.replace(/[\\*?]/g, '\\$&');

/** A filter of EC2 that finds these values and no others. Auto Scaling's take no wildcards, and so no backslashes. */
export const filterOf = (Name: string, values: readonly string[]): Filter => ({
  Name,
  Values: values.map(literal),
});
