/** The answer to --help. */
export const HELP = `Plays made-up hours in the accounts to the tag enforcement service, on this machine, lets all kinds of things go
wrong, and checks what the embedded AWS really did.

  npm run simulate -- --runs N [--seed N] [--jobs N]    so many runs
  npm run simulate -- --seed N                          one run, and all that happened in it

A run is made of its seed alone: the same seed gives the same run, whatever else runs beside it. What runs is the
application as it would be deployed, as in npm start.

Options
  --runs N     how many runs: seeds --seed, --seed + 1, ...
  --seed N     the first seed; 1 if left out
  --jobs N     runs at a time, each on a core of its own; 2 if left out
  -h, --help   this text

Exit code: 0 if all held, and each kind of fault happened at least once; 1 if not; 2 for wrong usage.
`;
