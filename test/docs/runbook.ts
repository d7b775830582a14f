import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** docs/runbook.md. */
export const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** The articles: heading and text. */
export const articles: ReadonlyMap<string, string> = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((article) => {
      const [heading = '', ...text] = article.split('\n');
      return [heading, text.join('\n')] as const;
    }),
);

/** The commands of a text, one for each line. */
export const commandsIn = (text: string): string[] =>
  [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));

/**
 * An article's commands, with its example values replaced.
 *
 * @throws Error if there is no such article, or it lacks an example value
 */
export const commandsOf = (
  heading: string,
  instead: Readonly<Record<string, string>> = {},
): readonly string[] => {
  const article = articles.get(heading);
  if (article === undefined) throw new Error(`The runbook has no article "${heading}"`);
  return commandsIn(article).map((command) =>
    Object.entries(instead).reduce((text, [example, real]) => {
      if (!text.includes(example)) throw new Error(`The runbook's command names no ${example}: ${command}`);
      return text.replaceAll(example, real);
    }, command),
  );
};
