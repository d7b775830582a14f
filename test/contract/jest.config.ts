import type { Config } from 'jest';
import unitTests from '../../jest.config.ts';

const config: Config = {
  ...unitTests,
  rootDir: '../..',
  roots: ['<rootDir>/test/contract'],
  testMatch: ['**/*.contract.ts'],
  // One server answers all tests, on two cores that play `npm run e2e` meanwhile: to launch 120 instances takes a minute.
  testTimeout: 180_000,
};

export default config;
