import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as z from 'zod';

const parsed = <T>(schema: z.ZodType<T>, name: string): T =>
  schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', name), 'utf8')));

const Versions = z.record(z.string(), z.string());
const Package = z.object({
  integrity: z.optional(z.string()),
  resolved: z.optional(z.string()),
  inBundle: z.optional(z.boolean()),
});

const { packages } = parsed(z.object({ packages: z.record(z.string(), Package) }), 'package-lock.json');
const { '': _project, ...installed } = packages;

/** The dependencies of these packages are inside their own archives, whose hashes cover them. */
const BUNDLING = ['node_modules/@aws-cdk/cloud-assembly-schema', 'node_modules/aws-cdk-lib'];

test('npm checks each package that it downloads, for every platform, by a hash', () => {
  const unchecked = Object.entries(installed)
    .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
    .filter(
      ([path, { inBundle }]) => !(inBundle && BUNDLING.some((parent) => path.startsWith(`${parent}/`))),
    );
  expect(unchecked).toEqual([]);
});

test('the lock file names only the public registry', () => {
  const named = Object.values(installed).flatMap(({ resolved }) => resolved ?? []);
  expect(named.filter((url) => !url.startsWith('https://registry.npmjs.org/'))).toEqual([]);
});

test('each version is exact', () => {
  const { dependencies, devDependencies } = parsed(
    z.object({ dependencies: Versions, devDependencies: Versions }),
    'package.json',
  );
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
