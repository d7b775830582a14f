import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from 'jest';

// Workers, and the commands that tests start as processes, find modules compiled.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/compiled');

// Workers share what they synthesize (test/templates/synthesize.ts).
const templates = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
process.env.SYNTHESIZED = templates;
process.on('exit', () => rmSync(templates, { recursive: true, force: true }));

const config: Config = {
  // Threads: its processes may wait for their configuration for ever, if two ask for it at almost the same time.
  runner: 'jest-light-runner',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/test/runner/begin-worker.ts'],
  testSequencer: '<rootDir>/test/runner/long-first.ts',
  // Every core: Jest would leave one idle, which is half of a small machine.
  maxWorkers: '100%',
  transform: {},
};

export default config;
