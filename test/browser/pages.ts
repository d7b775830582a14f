import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { renderPage } from '../../lambdas/domain/report/page/render-page.ts';

/** How a page is looked at. */
type Look = {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
};

/** Writes pages, opens them, and hears what the browser complains of. */
export class Pages {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  readonly #contexts: BrowserContext[] = [];
  /** Errors in the console, and requests for anything but the page. */
  readonly complaints: string[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Writes the page of a report and returns its path. */
  write(name: string, ...given: Parameters<typeof renderPage>): string {
    const path = join(this.#folder, `${name}.html`);
    writeFileSync(path, [...renderPage(...given)].join(''));
    return path;
  }

  async open(path: string, { width = 1440, scheme = 'light' }: Look = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      permissions: ['clipboard-read', 'clipboard-write'],
      acceptDownloads: true,
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('dialog', (dialog) => this.complaints.push(`a dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      const url = request.url();
      if (url !== `file://${path}` && !/^(data|blob):/.test(url)) this.complaints.push(`a request: ${url}`);
    });
    await page.goto(`file://${path}`);
    await page.locator('.row').first().waitFor();
    return page;
  }

  /** Closes all pages but not the browser. */
  async close(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  end(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
