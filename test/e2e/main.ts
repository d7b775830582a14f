import { testDeployment } from './deployment.ts';
import { PrerequisiteMissing } from './prerequisite-missing.ts';
import { Report } from './report.ts';
import { withEmulator } from './with-emulator.ts';
import { withSandbox } from './with-sandbox.ts';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // What runs is stopped when the process exits.
  process.once(signal, () => process.exit(code));
}

const report = new Report();
try {
  // What is asked for by hand only, and never by a machine that checks a change.
  const run = process.argv.includes('--sandbox') ? withSandbox : withEmulator;
  await run(report, (target, folder) => testDeployment(target, folder, report));
} catch (error) {
  if (error instanceof PrerequisiteMissing) {
    process.stderr.write(`e2e NOT RUN: ${error.message}\n`);
    process.exit(2);
  }
  await report.check('the test came to its end', () => {
    throw error;
  });
}
report.end();
process.exit(report.failed.length === 0 ? 0 : 1);
