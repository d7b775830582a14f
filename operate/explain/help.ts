/** The answer to --help. */
export const HELP = `Tells everything that the service knew and did about an instance, as a timeline, with your credentials of the hub account.

  npm run explain -- i-0123456789abcdef0
  npm run explain -- i-0123456789abcdef0 --account 422448306679 --region us-west-2 --days 90

For each grace period of the instance: the record that began it, the launcher and by what evidence, the verdict of each
look, the mails and whom they went to, what was done and what AWS answered. Times are those of the configuration's
timeZone. It is read from the executions of the state machine, which AWS keeps for 90 days; each that may be the
instance's is looked at, 15 a second: account, Region and days make it fast.

An instance that was tagged in the call that launched it has no execution. Where none is found, the command is shown that
searches the log of intake, which is kept for a year.

Options
  --account ID    the sub-account
  --region NAME   the Region of that sub-account
  --days N        executions that began in the last N days, 7 if left out, 90 at most
  --config FILE   a JSON file with the object tagEnforcement of cdk.json; left out, that object itself
  -h, --help      this text

Exit code: 0 if something is known, 1 if nothing is, 2 for wrong usage.
`;
