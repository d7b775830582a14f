import type { Config } from 'jest';
import unitTests from '../../jest.config.ts';

const config: Config = {
  ...unitTests,
  rootDir: '../..',
  roots: ['<rootDir>/test/contract'],
  testMatch: ['**/*.contract.ts'],
  // One server answers all tests, on two cores with other work.
  testTimeout: 60_000,
};

export default config;
