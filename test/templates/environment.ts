import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const load = createRequire(import.meta.filename);

/**
 * Jest loads each module again for each file of tests, and the CDK takes a second or two. So the CDK runs outside of Jest: a
 * worker loads it once, when a test first asks for it.
 */
export default class WithCdk extends TestEnvironment {
  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    super(...given);
    this.global.cdkOutsideJest = (): typeof import('./cdk.ts') => load('./cdk.ts');
  }
}
