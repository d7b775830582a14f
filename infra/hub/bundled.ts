import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../names.ts';

const INFRA = join(import.meta.dirname, '..');

/** A function's code, bundled with all that it imports: what is tested is what runs. */
export const bundled = (name: FunctionName): AssetCode => {
  // A folder a function: CDK bundles equal sources with equal options once, and gives every function the same code.
  const source = join(INFRA, '..', 'lambdas', name);
  return Code.fromAsset(source, {
    // By the bundle: a change that does not reach a function does not deploy it anew.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by CDK, and never pulled: the local bundling always answers.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (folder) => {
          const program = [join(INFRA, 'bundle.ts'), join(source, 'index.ts'), folder];
          execFileSync(process.execPath, program, { stdio: ['ignore', 'ignore', 'inherit'] });
          return true;
        },
      },
    },
  });
};
