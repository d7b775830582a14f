import { flagsIn, start } from '../../cli/command.ts';
import { PrerequisiteMissing } from '../../cli/python/prerequisite-missing.ts';

const HELP = `Deploys to an emulator of AWS, launches, untags, pauses, sweeps and decides, and
looks at what becomes of it all: about nine minutes. It needs Python 3.10 or
later, and leaves nothing behind.

  npm run e2e

Options
  --sandbox    in accounts of AWS that nobody works in, instead: docs/sandbox.md
  -h, --help   this text

Exit code: 0 if all is as it should be, 1 if not, 2 where it cannot run, or for
wrong usage.
`;

await start({
  name: 'e2e',
  run: async (words, screen) => {
    const flags = flagsIn({ name: 'e2e', help: HELP, flags: ['sandbox'] }, words, screen);
    if (!flags) return 0;
    // Help does not need AWS's clients, which take a second to load.
    const { testDeployment } = await import('./deployment.ts');
    const { interrupt } = await import('./interrupt.ts');
    const { Report } = await import('./report.ts');
    const { withEmulator } = await import('./with-emulator.ts');
    const { withSandbox } = await import('./with-sandbox.ts');
    const report = new Report();
    // The sandbox is used only on request, never by an automatic check of a change.
    const run = flags.has('sandbox') ? withSandbox : withEmulator;
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
  },
});
