import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '../..');

/** What the targets were set beside: a client of the SDK with one command, and nothing else, bundled as it comes. */
const REFERENCES = {
  'client-sfn': ['SFNClient', 'StartExecutionCommand'],
  'client-ec2': ['EC2Client', 'DescribeInstancesCommand'],
} as const;

/** Bundles the references with a bundler's defaults; their names. */
export const bundleReferences = async (folder: string): Promise<string[]> => {
  for (const [name, [client, command]] of Object.entries(REFERENCES)) {
    const input = join(folder, `${name}.mjs`);
    const sdk = join(ROOT, 'node_modules/@aws-sdk', name, 'dist-cjs/index.js');
    writeFileSync(
      input,
      `import { ${client}, ${command} } from '${sdk}';\nexport const clients = [${client}, ${command}];\nexport const handler = async () => {};\n`,
    );
    const bundle = await rolldown({ input, platform: 'node' });
    await bundle.write({ file: join(folder, name, 'index.mjs'), minify: true, codeSplitting: false });
    await bundle.close();
  }
  return Object.keys(REFERENCES);
};
