/** A list of users that lacks so many of those kept that it is more likely wrong than they are gone. */
export class TooManyUsersGone extends Error {
  override readonly name = 'TooManyUsersGone';
  constructor(gone: number, kept: number) {
    super(
      `IAM no longer lists ${gone} of the ${kept} users that the directory keeps: nothing is changed. Is ` +
        'gateway.accountId right? If they are really gone, delete their topics, and their items (pk "user") in the table.',
    );
  }
}

/** A refresh of the directory that failed for some users; the others are up to date. */
export class DirectoryIncomplete extends AggregateError {
  override readonly name = 'DirectoryIncomplete';
  constructor(userNames: readonly string[], causes: readonly unknown[]) {
    super(
      causes,
      `The directory is not up to date for ${userNames.length} users, first ${userNames[0]} (${causes[0]}): ` +
        'the next refresh tries again; the log names each.',
    );
  }
}
