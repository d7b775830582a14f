/** The answer to --help. */
export const HELP = `Sends the dead letters of the hub back to the queues that they come from, with your credentials of the hub account.

  npm run redrive               all of them
  npm run redrive -- launch     those of the queues whose name holds this word: launch, session, user, question

First make sure that what made them fail is mended: docs/runbook.md#tag-enforcement-dead-letters. What fails again comes
back as a dead letter. A launch that was taken in already is not taken in twice. A grace period that is over by now is
never held against anybody: whatever the record's age, a warning comes first, and the minimum notice after it.

Options
  --dry-run       only says how many there are
  --config FILE   a JSON file with the object tagEnforcement of cdk.json; left out, that object itself
  -h, --help      this text

Exit code: 0, or 2 for wrong usage.
`;
