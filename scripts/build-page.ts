/** Bundles the script and style of the HTML report into `src/report/page/generated/page-assets.ts`, which reports embed. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PAGE_ASSETS, pageAssetsModule } from './page-assets.ts';

const text = await pageAssetsModule();
if (!existsSync(PAGE_ASSETS) || readFileSync(PAGE_ASSETS, 'utf8') !== text) {
  mkdirSync(dirname(PAGE_ASSETS), { recursive: true });
  const draft = `${PAGE_ASSETS}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, PAGE_ASSETS);
}
