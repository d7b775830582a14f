import { resolve } from 'node:path';
import type { Config } from 'jest';

// Workers, and the commands that tests start as processes, find modules compiled.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/compiled');

const config: Config = {
  runner: 'jest-light-runner/child-process',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/test/runner/begin-worker.ts'],
  testSequencer: '<rootDir>/test/runner/long-first.ts',
  // Every core: Jest would leave one idle, which is half of a small machine.
  maxWorkers: '100%',
  transform: {},
};

export default config;
