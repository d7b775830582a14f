import { deepStrictEqual as equal, ok } from 'node:assert';
import type { Page } from 'playwright-core';
import type { Report } from '../e2e/report.ts';
import { totals } from '../lambdas/domain/report/fixture/a-report.ts';
import type { Pages } from './pages.ts';

const WIDTHS = [390, 768, 1440];

/** The texts whose contrast is less than WCAG's AA: 4.5, or 3 for large text. */
const faintTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const channels = (colour: string): number[] => {
      if (!canvas) throw new Error('no canvas');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backgroundOf = (element: Element | null): string => {
      if (!element) return getComputedStyle(document.body).backgroundColor;
      const { backgroundColor } = getComputedStyle(element);
      return (channels(backgroundColor)[3] ?? 0) > 250
        ? backgroundColor
        : backgroundOf(element.parentElement);
    };
    const faint: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
      if (!hasText || !element.checkVisibility() || element.matches(':disabled, script, option')) continue;
      const style = getComputedStyle(element);
      const colour = element instanceof SVGElement ? style.fill : style.color;
      const [light = 0, dark = 0] = [luminance(colour), luminance(backgroundOf(element))].sort(
        (a, b) => b - a,
      );
      const size = Number.parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < least) faint.push(`${contrast.toFixed(2)}: ${element.textContent?.trim().slice(0, 40)}`);
    }
    return faint;
  });

/** Elements without a name that a screen reader could read. */
const namelessControls = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('button, input, select, a, [role=grid], svg.chart')].filter((element) => {
        const label = element.closest('label')?.textContent?.trim();
        return !element.getAttribute('aria-label') && !element.textContent?.trim() && !label;
      }).length,
  );

/** Charts, both schemes, all widths, contrast, print. */
export const checkPage = async (checks: Report, pages: Pages, path: string): Promise<void> => {
  await checks.check('the charts are drawn', async () => {
    const page = await pages.open(path);
    const drawn = await page.evaluate(() => ({
      points: document.querySelectorAll('circle.dot').length,
      columns: document.querySelectorAll('svg.chart g').length,
      bars: [...document.querySelectorAll('svg.bar rect')].filter(
        (one) => one.getBoundingClientRect().width > 0,
      ).length,
    }));
    equal([drawn.points, drawn.columns], [6, 12]);
    ok(drawn.bars > 40, `${drawn.bars} bars`);
    const owned = page.locator('.answer > svg.bar rect');
    const share = await owned.evaluate(
      (one) => one.getBoundingClientRect().width / (one.parentElement?.getBoundingClientRect().width ?? 1),
    );
    equal(Math.round(share * 1000), totals.ownedInThousand);
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      await checks.check(
        `${scheme}, ${width} px: nothing is too wide or too faint, and all has a name`,
        async () => {
          const page = await pages.open(path, { width, scheme });
          equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          equal(await faintTexts(page), []);
          equal(await namelessControls(page), 0);
          const outside = await page.evaluate(
            () =>
              [...document.querySelectorAll('.row, .cell, button, th, td')].filter(
                (one) => one.getBoundingClientRect().right > innerWidth,
              ).length,
          );
          equal(outside, 0);
        },
      );
      await pages.close();
    }
  }

  await checks.check('at 390 px a row is a card: its cells stand below each other', async () => {
    const page = await pages.open(path, { width: 390 });
    const tops = await page
      .locator('.row[data-index="0"]')
      .evaluate((row) =>
        ['.resource', '.type', '.account', '.why', '.act'].map(
          (name) => row.querySelector(name)?.getBoundingClientRect().top ?? 0,
        ),
      );
    equal(
      tops,
      [...tops].sort((a, b) => a - b),
    );
    equal(new Set(tops).size, 5);
    const heights = await page
      .locator('.row')
      .evaluateAll((rows) => rows.map((row) => row.scrollHeight <= row.clientHeight));
    ok(heights.every(Boolean), 'no card is higher than its place');
  });

  for (const [format, millimetres] of [
    ['A4', 210],
    ['Letter', 215.9],
  ] as const) {
    await checks.check(`printed on ${format} it fits the width, with the rows that are shown`, async () => {
      const page = await pages.open(path, { scheme: 'dark' });
      await page.getByLabel('Why', { exact: true }).selectOption('unowned');
      const pdf = await page.pdf({ format });
      equal(pdf.subarray(0, 5).toString(), '%PDF-');
      const width = Math.floor(((millimetres - 28) / 25.4) * 96);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width, height: 1000 });
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      equal(await page.locator('.printed tbody tr').count(), totals.byStatus.unowned);
      equal(await page.locator('[role=grid]').isVisible(), false);
      equal(await page.locator('svg.chart').first().isVisible(), true);
      const [owners, folded] = [page.locator('.card').first(), page.locator('.card details tr').last()];
      equal(await folded.isVisible(), true);
      const [card, row] = [await owners.boundingBox(), await folded.boundingBox()];
      ok(card && row && row.y + row.height < card.y + card.height + 1, 'what is folded has its place');
      const colors = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
      equal(colors, ['rgb(255, 255, 255)', 'rgb(27, 31, 36)']);
    });
  }
  await pages.close();
};
