import { deepStrictEqual as equal, ok } from 'node:assert';
import { flagsIn, start } from '../../cli/command.ts';
import { PrerequisiteMissing } from '../../cli/python/prerequisite-missing.ts';
import type { ReportedResource } from '../../lambdas/domain/report/report.ts';
import { Report } from '../e2e/report.ts';
import { aReport, resources, totals } from '../lambdas/domain/report/fixture/a-report.ts';
import { checkKeyboard } from './check-keyboard.ts';
import { checkPage } from './check-page.ts';
import { checkTable } from './check-table.ts';
import { startChromium } from './chromium.ts';
import { Pages } from './pages.ts';

const HELP = `Opens the report's page in a headless Chromium, and does with it what people do:
charts, search, filters, sort, selection, copying, CSV, keyboard, print, both
colour schemes, three widths: a minute.

  npm run test:browser

It takes the Chromium that is installed, or that CHROMIUM names.

Options
  -h, --help   this text

Exit code: 0 if all is as it should be, 1 if not, 2 where it cannot run, or for
wrong usage.
`;

/** Values that would do something if they became markup. */
const hostile = (one: ReportedResource, index: number): ReportedResource => {
  const value = `</script><img src=x onerror="alert(${index})">\u202e=1+1`;
  const tags = [
    { key: value, value },
    { key: 'Name', value },
  ];
  return { ...one, name: value, region: value, resourceType: 'constructor', tags };
};

const checkHostile = async (checks: Report, pages: Pages): Promise<void> => {
  const report = aReport({ subAccounts: [{ accountId: '111122223333', name: '<b onclick=alert(1)>x</b>' }] });
  const path = pages.write('hostile', report, resources().map(hostile));
  await checks.check('markup in a value is text', async () => {
    const page = await pages.open(path);
    await page.locator('.row').first().click();
    ok((await page.locator('dialog').textContent())?.includes('<img src=x onerror='));
    equal(await page.locator('img, b, [onclick], [onerror]').count(), 0);
    ok(!(await page.locator('body').textContent())?.includes('\u202e'));
  });
  await pages.close();
};

const checkOthers = async (checks: Report, pages: Pages): Promise<void> => {
  await checks.check('a page with too many resources holds what lacks an owner', async () => {
    const page = await pages.open(pages.write('large', aReport(), resources(), 499));
    const { owned = 0, accepted = 0 } = totals.byStatus;
    const held = 500 - owned - accepted;
    equal(await page.locator('.count').textContent(), `${held} resources of ${held}`);
  });
  await checks.check('a page without costs says how to get them', async () => {
    const path = pages.write('no-costs', aReport({ costs: { missing: 'Set billing.' } }), resources());
    const page = await pages.open(path);
    await page.getByRole('link', { name: 'How to get the costs' }).first().click();
    equal(await page.getByText('Set billing.').isVisible(), true);
    equal(await page.locator('svg.chart').count(), 1);
  });
  await pages.close();
};

await start({
  name: 'test:browser',
  run: async (words, screen) => {
    if (!flagsIn({ name: 'test:browser', help: HELP }, words, screen)) return 0;
    const checks = new Report();
    try {
      const browser = await startChromium();
      const pages = new Pages(browser);
      const path = pages.write('report', aReport(), resources());
      await checkPage(checks, pages, path);
      await checkTable(checks, pages, path, resources());
      await checkKeyboard(checks, pages, path);
      await checkHostile(checks, pages);
      await checkOthers(checks, pages);
      await checks.check('no page had an error, or asked for anything', () => equal(pages.complaints, []));
      await browser.close();
      pages.end();
    } catch (error) {
      if (!(error instanceof PrerequisiteMissing)) throw error;
      process.stderr.write(`test:browser NOT RUN: ${error.message}\n`);
      return 2;
    }
    checks.end();
    return checks.failed.length === 0 ? 0 : 1;
  },
});
