import { WrongUsage } from '../local/errors.ts';

/** Credentials of another account than the hub's. */
export class WrongAccount extends WrongUsage {
  constructor(accountId: string, hubAccountId: string) {
    super(
      `these are credentials of account ${accountId}, and the hub is ${hubAccountId}: set AWS_PROFILE, or give --config FILE`,
    );
  }
}

/** No credentials at all, or such as AWS refuses. */
export class NoCredentials extends WrongUsage {
  constructor(reason: string) {
    super(`AWS does not know who asks (${reason}): set AWS_PROFILE to a profile of the hub account`);
  }
}
