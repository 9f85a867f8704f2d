import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { lazy } from '../../src/base/lazy.ts';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine, if it has one. */
export const BROWSER = PROGRAMS.find((path) => existsSync(path));

/** A page open in a browser, with everything it complained of and asked for. */
export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught errors, dialogs. */
  readonly complaints: readonly string[];
  /** Requests for anything but the file itself. */
  readonly requests: readonly string[];
}

/** Opens HTML texts as files on disk, each as if in a browser with a fresh profile. */
export interface Opener {
  /** Waits until the report is drawn, unless `drawn` is false. */
  open(
    html: string,
    options?: BrowserContextOptions & { readonly hash?: string; readonly drawn?: boolean },
  ): Promise<OpenPage>;
  close(): Promise<void>;
}

export function createOpener(): Opener {
  const directory = mkdtempSync(join(tmpdir(), 'page-'));
  const browser = lazy(() => chromium.launch({ executablePath: BROWSER ?? '', args: ARGUMENTS }));
  let opened = 0;
  return {
    async open(html, { hash = '', drawn = true, ...options } = {}) {
      opened += 1;
      const file = join(directory, `report-${opened}.html`);
      writeFileSync(file, html);
      const context = await (await browser()).newContext({
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      });
      const page = await context.newPage();
      const { complaints, requests } = listenTo(page, pathToFileURL(file).href);
      await page.goto(pathToFileURL(file).href + hash);
      if (drawn) await page.locator('h1').waitFor();
      return { page, complaints, requests };
    },
    async close() {
      if (opened > 0) await (await browser()).close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listenTo(page: Page, address: string): Pick<OpenPage, 'complaints' | 'requests'> {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== address && !url.startsWith('data:')) requests.push(url);
  });
  return { complaints, requests };
}
