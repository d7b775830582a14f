import { createRequire } from 'node:module';
import type { SinonStatic } from 'sinon';
import { afterAll, afterEach, beforeEach, expect, jest } from './globals.ts';

// A file of tests gets this module in the place of `@jest/globals` (begin-worker.ts), and anew, so the hooks are its own.
export * from './globals.ts';

// aws-sdk-client-mock requires the CommonJS build: an import would be another sinon, which knows none of its stubs.
const sinon: SinonStatic = createRequire(import.meta.url)('sinon');

/** A test that waits longer waits for ever. Its worker ends, and its file fails. */
const LIMIT_MS = 300_000;
const { setTimeout, clearTimeout } = globalThis;
let limit: NodeJS.Timeout;

beforeEach(() => {
  limit = setTimeout(() => {
    throw new Error(`This test has not ended in five minutes: ${expect.getState().currentTestName}`);
  }, LIMIT_MS);
  expect.hasAssertions();
});

afterEach(() => {
  clearTimeout(limit);
  // A test without an assertion could never fail, so it fails here.
  for (const { error } of expect.extractExpectedAssertionsErrors()) throw error;
});

// The next file of this worker finds the world as it was.
const { env } = process;
const before = { ...env };
afterAll(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  // The mocks of AWS's clients are stubs of this library.
  sinon.restore();
  process.env = env;
  for (const name of Object.keys(env)) if (!(name in before)) delete env[name];
  Object.assign(env, before);
});
