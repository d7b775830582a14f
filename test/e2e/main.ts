import { testDeployment } from './deployment.ts';
import { PrerequisiteMissing } from './prerequisite-missing.ts';
import { Report } from './report.ts';
import { withEmulator } from './with-emulator.ts';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // What runs is stopped when the process exits.
  process.once(signal, () => process.exit(code));
}

const report = new Report();
try {
  await withEmulator(report, (target, folder) => testDeployment(target, folder, report));
} catch (error) {
  if (!(error instanceof PrerequisiteMissing)) throw error;
  process.stderr.write(`e2e NOT RUN: ${error.message}\n`);
  process.exit(2);
}
report.end();
process.exit(report.failed.length === 0 ? 0 : 1);
