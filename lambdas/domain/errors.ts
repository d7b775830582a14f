/** A launch in an account that the configuration does not list. */
export class AccountNotListed extends Error {
  override readonly name = 'AccountNotListed';
  constructor(accountId: string) {
    super(`Account ${accountId} sent a launch and is not in subAccounts: add it, or remove its stacks.`);
  }
}

/** A role in a sub-account that cannot be assumed. */
export class RoleNotAssumable extends Error {
  override readonly name = 'RoleNotAssumable';
  constructor(roleArn: string, options: ErrorOptions) {
    super(
      `Cannot assume ${roleArn}: deploy the account's stack, or look at the role's trust policy.`,
      options,
    );
  }
}

/** A function's environment that lacks a variable, or holds a wrong one. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
  constructor(details: string) {
    super(`The function's environment is wrong: ${details}. Deploy the hub again.`);
  }
}

/** A mail that no topic is named for. */
export class MailWithoutTopic extends Error {
  override readonly name = 'MailWithoutTopic';
  constructor(id: string) {
    super(`Mail ${id} names no topic: nobody can get it. Look at the execution that composed it.`);
  }
}

/** What launched instances cannot be read, while they would inherit its Owner: nothing is judged on half a look. */
export class OriginNotReadable extends Error {
  override readonly name = 'OriginNotReadable';
  constructor(kind: string, id: string, options: ErrorOptions) {
    super(
      `Cannot read the tags of ${kind} ${id}, whose Owner its instances inherit: look at the account's read role.`,
      options,
    );
  }
}

/** A sweep of an account that could not read some of its Regions; the others are swept. */
export class SweepIncomplete extends AggregateError {
  override readonly name = 'SweepIncomplete';
  constructor(accountId: string, failures: readonly { readonly region: string; readonly error: unknown }[]) {
    const regions = failures.map(({ region }) => region).join(', ');
    super(
      failures.map(({ error }) => error),
      `Account ${accountId} was not swept in ${regions} (${failures[0]?.error}): look at its read role. The others were; the ` +
        'next sweep tries again.',
    );
  }
}
