/** The topics of the hub that notices go to. */
export type Topics = {
  readonly administrators: string;
  /** ARN of a sub-account's topic, without the account id that ends it. */
  readonly subAccountPrefix: string;
};

/** The one place that decides who reads a notice: in dry-run, the administrators only. */
export const recipients = (
  accountId: string,
  mode: 'dry-run' | 'enforce',
  topics: Topics,
): readonly string[] =>
  mode === 'dry-run'
    ? [topics.administrators]
    : [`${topics.subAccountPrefix}${accountId}`, topics.administrators];
