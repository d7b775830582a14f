import { bundles } from './bundles.ts';
import { coldStart, type Subject, type Times } from './cold-start.ts';
import { firstEvents } from './first-events.ts';
import { taggedLaunch } from './launch-events.ts';
import { median } from './median.ts';
import { bundleReferences } from './references.ts';
import { standInAws } from './stand-in-aws.ts';

/** The measurements of a subject: kilobytes, and medians in milliseconds. */
export type ColdStart = {
  readonly name: string;
  readonly kilobytes: number;
  readonly imported: number;
  readonly handled: number;
};

const subjectsOf = (path: (name: string) => string, references: readonly string[]): Subject[] => {
  const events = firstEvents(new Date().toISOString());
  const tagged = { Records: [{ messageId: '1', body: JSON.stringify(taggedLaunch) }] };
  const nothing = { environment: {}, event: {} };
  return [
    { name: 'empty', bundle: path('empty'), ...nothing },
    ...Object.entries(events).map(([name, start]) => ({ name, bundle: path(name), ...start })),
    { name: 'intake, tagged', bundle: path('intake'), ...events.intake, event: tagged },
    ...references.map((name) => ({ name, bundle: path(name), ...nothing })),
  ];
};

/** Cold starts of every bundle as it is deployed, of an empty handler and of the references. */
export const coldStarts = async (rounds: number, progress: (text: string) => void): Promise<ColdStart[]> => {
  progress('bundling');
  const built = bundles(Object.keys(firstEvents('')));
  const references = await bundleReferences(built.folder);
  const subjects = subjectsOf(built.path, references);
  const aws = await standInAws();
  const times = new Map<string, Times[]>(subjects.map(({ name }) => [name, []]));
  // Every round measures all subjects, so that a slow moment of the machine affects all of them.
  for (let round = 1; round <= rounds; round++) {
    progress(`cold starts, round ${round} of ${rounds}`);
    // Events are created for each round, since a verdict may be at most a minute old.
    for (const subject of subjectsOf(built.path, references))
      times.get(subject.name)?.push(await coldStart(subject, aws.url));
  }
  aws.close();
  const results = subjects.map(({ name }) => ({
    name,
    kilobytes: built.kilobytes(name.split(',')[0] ?? name),
    imported: median((times.get(name) ?? []).map((time) => time.imported)),
    handled: median((times.get(name) ?? []).map((time) => time.handled)),
  }));
  built.remove();
  return results;
};
