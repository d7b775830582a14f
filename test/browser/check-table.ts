import { deepStrictEqual as equal, ok } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { ReportedResource } from '../../lambdas/domain/report/report.ts';
import type { Report } from '../e2e/report.ts';
import type { Pages } from './pages.ts';

const shownCount = (page: Page): Promise<string | null> => page.locator('.count').textContent();

const firstRow = (page: Page) => page.locator('.row[data-index="0"]');

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

/** Search, filters, sort, selection, copying, export and folding, with the mouse. */
export const checkTable = async (
  checks: Report,
  pages: Pages,
  path: string,
  resources: readonly ReportedResource[],
): Promise<void> => {
  const page = await pages.open(path);
  const unfolded = resources.filter(({ ownership }) => ownership.is !== 'accepted');
  const counting = (these: readonly ReportedResource[]): string =>
    `${these.length} resources of ${resources.length}`;

  await checks.check('the table begins with what has no owner, and folds what is accepted', async () => {
    equal(await shownCount(page), counting(unfolded));
    equal(await page.locator('[role=grid]').getAttribute('aria-rowcount'), String(unfolded.length + 1));
    equal(await firstRow(page).getAttribute('aria-rowindex'), '2');
    ok((await firstRow(page).locator('.why').textContent())?.startsWith('No owner'));
    ok((await page.locator('.row').count()) < 60, 'only rows in sight are elements');
    const accepted = resources.length - unfolded.length;
    await page.getByRole('button', { name: `Show ${accepted} accepted resources` }).click();
    equal(await shownCount(page), counting(resources));
    await page.getByRole('button', { name: `Fold ${accepted} accepted resources` }).click();
  });

  await checks.check('a search shows what it finds as it is typed: by name, id, tag and owner', async () => {
    const [one] = unfolded.filter(({ name }) => name !== null);
    await page.getByLabel('Search').pressSequentially(one?.arn.split('/').at(-1) ?? '');
    equal(await shownCount(page), `1 resource of ${resources.length}`);
    await page.getByLabel('Search').fill('bob@ucsc.edu volume');
    const bobs = unfolded.filter(
      ({ tags, arn }) => arn.includes('volume') && tags.some(({ value }) => value === 'bob@ucsc.edu'),
    );
    equal(await shownCount(page), counting(bobs));
    await page.getByLabel('Search').fill('no such thing anywhere');
    equal(await shownCount(page), `0 resources of ${resources.length}`);
    await page.getByRole('button', { name: 'Clear' }).click();
    equal(await shownCount(page), counting(unfolded));
  });

  await checks.check('each filter leaves what fits it', async () => {
    const filters: readonly (readonly [string, string, (one: ReportedResource) => boolean])[] = [
      ['Why', 'invalid', ({ ownership }) => ownership.is === 'invalid'],
      ['Why', 'idle', ({ idle, ownership }) => idle !== null && ownership.is !== 'accepted'],
      ['Why', 'accepted', ({ ownership }) => ownership.is === 'accepted'],
      ['Sub-account', '222233334444', ({ accountId }) => accountId === '222233334444'],
      ['Region', 'eu-central-1', ({ region }) => region === 'eu-central-1'],
      ['Type', 'sqs:queue', ({ resourceType }) => resourceType === 'sqs:queue'],
      [
        'Owner',
        'zoe@ucsc.edu',
        ({ ownership }) => ownership.is === 'departed' && ownership.owner === 'zoe@ucsc.edu',
      ],
    ];
    for (const [name, value, fits] of filters) {
      await page.getByLabel(name, { exact: true }).selectOption(value);
      const among = value === 'accepted' ? resources : unfolded;
      equal([name, await shownCount(page)], [name, counting(among.filter(fits))]);
      await page.getByRole('button', { name: 'Clear' }).click();
    }
    await page.locator('a[data-is=departed]').click();
    equal(await shownCount(page), counting(resources.filter(({ ownership }) => ownership.is === 'departed')));
    await page.getByRole('button', { name: 'Clear' }).click();
  });

  await checks.check('a column sorts up, down, and back to the order of the page', async () => {
    const head = page.locator('.head-row .owner');
    const names = unfolded
      .flatMap(({ ownership: one }) =>
        'owner' in one ? [one.owner] : one.is === 'invalid' ? [one.value] : [],
      )
      .sort();
    const before = await firstRow(page).textContent();
    await head.getByRole('button').click();
    equal(await head.getAttribute('aria-sort'), 'ascending');
    equal(await firstRow(page).locator('.owner').textContent(), names[0]);
    await head.getByRole('button').click();
    equal(await head.getAttribute('aria-sort'), 'descending');
    equal(await firstRow(page).locator('.owner').textContent(), names.at(-1));
    await head.getByRole('button').click();
    equal(await head.getAttribute('aria-sort'), 'none');
    equal(await firstRow(page).textContent(), before);
  });

  await checks.check('the command of a row, and one for a selection, are copied by a click', async () => {
    await firstRow(page).getByRole('button', { name: 'Copy command' }).click();
    const first = await clipboard(page);
    ok(/^# [\w-]+ \d{12}\naws .*Owner=OWNER.*arn:aws:/s.test(first), first);
    await firstRow(page).locator('.name').click();
    await page.locator('dialog').getByRole('button', { name: 'Copy command' }).click();
    await page.locator('dialog').getByText('Copied the command for 1 resource.').waitFor();
    equal(await clipboard(page), first);
    await page.locator('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByLabel('New owner, for the commands').fill('bob@ucsc.edu');
    await page.getByLabel('Why', { exact: true }).selectOption('unowned');
    const unowned = resources.filter(({ ownership }) => ownership.is === 'unowned');
    await page.getByLabel('Select all shown').check();
    await page.getByRole('button', { name: `Copy command for ${unowned.length}` }).click();
    const all = await clipboard(page);
    for (const { arn, resourceType } of unowned) {
      const named = resourceType === 'iam:role' ? `--role-name ${arn.split('/').at(-1)} ` : arn;
      ok(all.includes(named), `the command names ${named}`);
    }
    equal(all.match(/^# /gm)?.length, new Set(unowned.map(({ accountId }) => accountId)).size);
    ok(all.includes('Owner=bob@ucsc.edu') && !all.includes('OWNER'));
    ok(!/--region global/.test(all));
    await page.getByLabel('New owner, for the commands').fill('$(reboot)');
    await firstRow(page).getByRole('button', { name: 'Copy command' }).click();
    ok(!(await clipboard(page)).includes('reboot'));
    await page.getByLabel('Select all shown').uncheck();
    equal(await page.getByRole('button', { name: 'Copy command', exact: true }).first().isDisabled(), true);
    await page.getByRole('button', { name: 'Clear' }).click();
  });

  await checks.check('what is shown is exported as CSV', async () => {
    await page.getByLabel('Type', { exact: true }).selectOption('sqs:queue');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    equal(download.suggestedFilename(), 'resources-2026-11-27.csv');
    const lines = readFileSync((await download.path()) ?? '', 'utf8')
      .trimEnd()
      .split('\r\n');
    const queues = unfolded.filter(({ resourceType }) => resourceType === 'sqs:queue');
    equal(lines.length, queues.length + 1);
    equal(
      lines
        .slice(1)
        .map((line) => line.split(',')[0])
        .sort(),
      queues.map(({ arn }) => arn).sort(),
    );
    ok(lines[1]?.includes('"No owner"'), lines[1]);
    await page.getByRole('button', { name: 'Clear' }).click();
  });
};
