import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '../..');

/** References for the targets: an SDK client with one command and nothing else, bundled with defaults. */
const REFERENCES = {
  'client-sfn': ['SFNClient', 'StartExecutionCommand'],
  'client-ec2': ['EC2Client', 'DescribeInstancesCommand'],
} as const;

/** Bundles the references with the bundler's defaults, and returns their names. */
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
