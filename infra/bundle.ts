import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

// A separate program, because CDK bundles synchronously and rolldown does not. Usage: node infra/bundle.ts ENTRY FOLDER
const [entry, folder] = process.argv.slice(2);
if (!entry || !folder) {
  process.stderr.write('usage: node infra/bundle.ts ENTRY FOLDER\n');
  process.exit(2);
}

/**
 * Lambda gives a function its credentials in environment variables. The SDK's default provider would also bundle the code for
 * profiles, single sign-on and web identities, a tenth of a function.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const credentialsOfLambda: Plugin = {
  name: 'credentials-of-lambda',
  load: {
    filter: { id: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/ },
    handler: () => "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  },
};

/** V8 parses JSON several times as fast as the same data written as code: the registry is large. */
const registryAsJson: Plugin = {
  name: 'registry-as-json',
  load: {
    filter: { id: /creation\/registry\.json$/ },
    handler: (file) => ({
      code: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))))});`,
      moduleType: 'js',
    }),
  },
};

/** A function has no source files to read the page's script and style from: it holds their texts. */
const pageAssets: Plugin = {
  name: 'page-assets',
  load: {
    filter: { id: /report\/page\/assets\.ts$/ },
    handler: async (file) => {
      const { pageScript, pageStyle } = await import(file);
      const code = `
        export const pageScript = () => ${JSON.stringify(pageScript())};
        export const pageStyle = () => ${JSON.stringify(pageStyle())};`;
      return { code, moduleType: 'js' };
    },
  },
};

const bundle = await rolldown({
  input: { index: entry },
  platform: 'node',
  plugins: [credentialsOfLambda, registryAsJson, pageAssets],
  // The SDK's CommonJS build, which `main` names, cannot be tree-shaken: it makes bundles three times as large.
  resolve: { mainFields: ['module', 'main'] },
  treeshake: {
    moduleSideEffects: false,
    propertyReadSideEffects: false,
    unknownGlobalSideEffects: false,
  },
  // A bundle that lacks an import must not be deployed: Lambda would find it missing at the first event.
  onLog: (level, log, report) => report(level === 'warn' ? 'error' : level, log),
});

const { output } = await bundle.write({
  dir: folder,
  format: 'esm',
  minify: true,
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name]-[hash].mjs',
});
await bundle.close();

// Two chunks that import each other fail when the first of them is loaded, in the middle of an event. So each is loaded here.
for (const { fileName, type } of output) {
  if (type === 'chunk' && fileName !== 'index.mjs')
    await import(pathToFileURL(resolve(folder, fileName)).href);
}
