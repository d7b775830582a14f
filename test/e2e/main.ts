import { PrerequisiteMissing } from '../python/prerequisite-missing.ts';
import { testDeployment } from './deployment.ts';
import { interrupt } from './interrupt.ts';
import { Report } from './report.ts';
import { withEmulator } from './with-emulator.ts';
import { withSandbox } from './with-sandbox.ts';

const report = new Report();
// What is asked for by hand only, and never by a machine that checks a change.
const run = process.argv.includes('--sandbox') ? withSandbox : withEmulator;
try {
  await run(report, (target, folder) => testDeployment(target, folder, report));
} catch (error) {
  if (error instanceof PrerequisiteMissing) {
    process.stderr.write(`e2e NOT RUN: ${error.message}\n`);
    process.exit(2);
  }
  if (interrupt.aborted) process.exit(130);
  await report.check('the test came to its end', () => {
    throw error;
  });
}
report.end();
process.exit(report.failed.length === 0 ? 0 : 1);
