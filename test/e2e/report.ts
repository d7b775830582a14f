import { style } from '../../cli/style.ts';
import { interrupt } from './interrupt.ts';

const inStyle = style(process.stdout.isTTY === true);

/** Seconds since the run began. They show what takes long. */
const clock = (): string => `${Math.round(performance.now() / 1000)}`.padStart(4);

/** Prints the progress: a line for each step, and a green or red line for each check. */
export class Report {
  /** The checks that failed. */
  readonly failed: string[] = [];
  private passed = 0;

  /** A step begins. */
  step(text: string): void {
    process.stdout.write(`${inStyle('dim', `${clock()} s`)}  ${text}\n`);
  }

  /** Runs a check; the others go on when it fails, but not after an interrupt. */
  async check(name: string, holds: () => unknown): Promise<void> {
    try {
      await holds();
      this.passed += 1;
      process.stdout.write(`        ${inStyle('green', '✓')} ${name}\n`);
    } catch (error) {
      if (interrupt.aborted) throw error;
      this.failed.push(name);
      const why = (error instanceof Error ? error.message : String(error)).replaceAll('\n', '\n          ');
      process.stdout.write(`        ${inStyle('red', `✗ ${name}`)}\n          ${why}\n`);
    }
  }

  /** What may explain a failure. */
  details(title: string, lines: readonly string[]): void {
    this.step(title);
    for (const line of lines) process.stdout.write(`        ${line}\n`);
  }

  /** The last line. */
  end(): void {
    const failed = this.failed.length;
    const text =
      failed === 0 ? `${this.passed} checks passed` : `${failed} checks FAILED, ${this.passed} passed`;
    this.step(inStyle(failed === 0 ? 'green' : 'red', text));
  }
}
