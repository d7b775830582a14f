import type { Config } from 'jest';
import unitTests from '../../jest.config.ts';

const config: Config = {
  ...unitTests,
  rootDir: '../..',
  roots: ['<rootDir>/test/contract'],
  testMatch: ['**/*.contract.ts'],
};

export default config;
