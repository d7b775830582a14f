import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Every core: Jest would leave one idle, which is half of a small machine.
  maxWorkers: '100%',
  // A synth takes seconds, on a busy machine many.
  testTimeout: 60_000,
  // swc strips types and does not check them: `npm run typecheck` does.
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } },
    ],
  },
};

export default config;
