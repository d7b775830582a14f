import { expect, test } from '@jest/globals';
import { run } from '../../../cli/start/run.ts';
import { synthesize } from '../../templates/synthesize.ts';

test('npm start shows what else was created on the sample day, and how many ended so', async () => {
  let text = '';
  const terminal = {
    out: (more: string) => {
      text += more;
    },
    error: () => {},
    progress: () => {},
    colour: false,
    columns: 240,
  };
  expect(await run([], terminal, synthesize)).toBe(0);
  expect(text).toMatch(
    /12:05:00 +reminded +dynamodb:table assemblies, sqs assembly-jobs, .*, in pangenomics, us-west-2/,
  );
  expect(text).toMatch(
    /12:05:00 +mail +to dnguyen@ucsc.edu: pangenomics: 5 resources without a valid tag Owner/,
  );
  expect(text).toMatch(/^reminded +6 resources +its creator was told by mail/m);
});
