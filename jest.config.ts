import type { Config } from 'jest';

const config: Config = {
  testEnvironment: '<rootDir>/test/templates/environment.ts',
  moduleNameMapper: {
    '^aws-cdk-lib/region-info$': '<rootDir>/test/templates/region-info.ts',
  },
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/has-assertions.ts'],
  globalSetup: '<rootDir>/test/templates/begin.ts',
  globalTeardown: '<rootDir>/test/templates/end.ts',
  // Every core: Jest would leave one idle, which is half of a small machine.
  maxWorkers: '100%',
  // A synth takes seconds, on a busy machine many.
  testTimeout: 60_000,
  // swc strips types and does not check them: `npm run typecheck` does. A package is loaded when it is first used: most
  // tests import clients of AWS and use none.
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'commonjs', lazy: true },
      },
    ],
  },
};

export default config;
