import { registerHooks } from 'node:module';
import type * as Jest from '@jest/globals';

declare global {
  // What jest-light-runner provides, in the place of the package @jest/globals, which works in Jest's own loader alone.
  var expect: typeof Jest.expect;
  var test: typeof Jest.test;
  var describe: typeof Jest.describe;
  var beforeAll: typeof Jest.beforeAll;
  var beforeEach: typeof Jest.beforeEach;
  var afterEach: typeof Jest.afterEach;
  var afterAll: typeof Jest.afterAll;
  var jest: Pick<typeof Jest.jest, 'fn' | 'spyOn' | 'restoreAllMocks'>;
}

const EACH_FILE = import.meta.resolve('./each-file.ts');
const GLOBALS = import.meta.resolve('./globals.ts');

// Node's own loader loads a file of tests under an address with a query, and whatever the file imports once in a worker.
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier !== '@jest/globals') return next(specifier, context);
    const query = context.parentURL?.split('?')[1];
    return { url: query === undefined ? GLOBALS : `${EACH_FILE}?${query}`, shortCircuit: true };
  },
});
