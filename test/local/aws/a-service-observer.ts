import type { ServiceObserver } from '../../../local/aws/service-observer.ts';

/** An observer that hears only what a test listens to. */
export const aServiceObserver = (overrides: Partial<ServiceObserver> = {}): ServiceObserver => ({
  compliant: () => {},
  graceStarted: () => {},
  logged: () => {},
  attributed: () => {},
  noticed: () => {},
  published: () => {},
  propagated: () => {},
  succeeded: () => {},
  failed: () => {},
  ...overrides,
});
