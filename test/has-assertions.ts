import { beforeEach, expect } from '@jest/globals';

// A test without an assertion could never fail, so it fails here.
beforeEach(() => {
  expect.hasAssertions();
});
