import { deepStrictEqual as equal, ok } from 'node:assert';
import type { Page } from 'playwright-core';
import type { Report } from '../e2e/report.ts';
import type { Pages } from './pages.ts';

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex') ?? null);

/** Presses Tab until an element that fits has the focus. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`the Tab key never reaches ${selector}`);
};

/** Everything that the mouse does, with the keyboard alone. */
export const checkKeyboard = async (checks: Report, pages: Pages, path: string): Promise<void> => {
  await checks.check('the keyboard alone searches, filters and sorts', async () => {
    const page = await pages.open(path);
    await tabTo(page, 'input[type=search]');
    await page.keyboard.type('us-east-1');
    const searched = await page.locator('.count').textContent();
    await tabTo(page, 'select[name=type]');
    await page.keyboard.type('sqs');
    ok((await page.locator('.count').textContent()) !== searched);
    await tabTo(page, '.head-row .region button');
    await page.keyboard.press('Enter');
    equal(await page.locator('.head-row .region').getAttribute('aria-sort'), 'ascending');
  });

  await checks.check(
    'it walks through the rows, selects, copies and opens one, and comes back to it',
    async () => {
      const page = await pages.open(path);
      const rows = Number(await page.locator('[role=grid]').getAttribute('aria-rowcount'));
      await tabTo(page, '.row');
      equal(await focused(page), '2');
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
      equal(await focused(page), '3');
      await page.keyboard.press('PageDown');
      ok(Number(await focused(page)) > 10);
      await page.keyboard.press('End');
      equal(await focused(page), String(rows));
      ok(
        await page.locator(':focus').evaluate((row) => {
          const [inner, outer] = [
            row.getBoundingClientRect(),
            row.closest('.grid-body')?.getBoundingClientRect(),
          ];
          return outer && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
        }),
        'the last row is in sight',
      );
      await page.keyboard.press('Home');
      equal(await focused(page), '2');

      await page.keyboard.press('Space');
      equal(await page.locator('.row:focus').getAttribute('aria-selected'), 'true');
      await tabTo(page, '.row .act button');
      await page.keyboard.press('Enter');
      // The browser copies in its own time.
      await page.locator('.said', { hasText: 'Copied the command for 1 resource' }).waitFor();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Shift+Tab');
      equal(await focused(page), '2');
      await page.keyboard.press('Enter');
      equal(await page.locator('dialog').isVisible(), true);
      ok((await page.locator('dialog pre').textContent())?.includes('aws '));
      await page.keyboard.press('Escape');
      equal(await page.locator('dialog').isVisible(), false);
      equal(await focused(page), '2');
    },
  );

  await checks.check('the focus survives that its row is scrolled away', async () => {
    const page = await pages.open(path);
    await tabTo(page, '.row');
    await page.keyboard.press('ArrowDown');
    await page.locator('.grid-body').evaluate((body) => body.scrollTo(0, 15_000));
    await page.locator('.row[data-index="290"]').waitFor();
    equal(await focused(page), '3');
    await page.keyboard.press('ArrowDown');
    equal(await focused(page), '4');
    const indexes = await page
      .locator('.row')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
    equal(
      indexes,
      [...indexes].sort((a, b) => a - b),
    );
  });
  await pages.close();
};
