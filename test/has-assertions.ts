import { beforeEach, expect } from '@jest/globals';

// A test that asserts nothing cannot fail: it fails for that.
beforeEach(() => {
  expect.hasAssertions();
});
