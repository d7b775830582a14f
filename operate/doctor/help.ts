/** The answer to --help. */
export const HELP = `Checks an installation from outside: is what cdk.json describes deployed, switched on and listening?

  npm run doctor                    the hub, with your credentials of the hub account
  npm run doctor -- --role NAME     the gateway and every sub-account and Region too, as the role NAME in each of them,
                                    which you must be allowed to assume and which must be allowed to read
                                    (AWS's policy ReadOnlyAccess is enough)

A line each, ok or FAILED with what to do. Checked are
  stacks            deployed, and the same as this checkout makes: so every account has the same version
  rules             there, enabled, with the expected pattern; and that a trail logs in their Region
  roles             there, trusting whom they should; that the hub can assume them, the last sweep's success shows
  dead letters      none, in the hub and in every account and Region
  state machines    active
  subscriptions     confirmed by administrators and program managers; of persons, how many
  pause, exemptions not paused; none that ends within 14 days

Options
  --role NAME     left out, only the hub account is looked at, and the lines with a question mark say what is not
  --config FILE   a JSON file with the object tagEnforcement of cdk.json; left out, that object itself
  -h, --help      this text

Exit code: 0 if nothing failed, 1 if something did, 2 for wrong usage.
`;
