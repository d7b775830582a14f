// Runs before anything written in TypeScript: an older Node would answer it with a syntax error.
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `tag-enforcement needs Node 24 or later and found ${process.versions.node}: run 'npm ci' (it installs one) and use the npm scripts.\n`,
  );
  process.exit(2);
}
