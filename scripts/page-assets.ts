import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = new URL('..', import.meta.url);

/** The module that holds the report page's script and style with their Content-Security-Policy hashes. */
export const PAGE_ASSETS = fileURLToPath(new URL('src/report/page/generated/page-assets.ts', ROOT));

/** Bundles `src/browser` into the text of that module. The same sources give the same text. */
export async function pageAssetsModule(): Promise<string> {
  const licence = readFileSync(new URL('node_modules/preact/LICENSE', ROOT), 'utf8');
  const [holder = ''] = /Copyright .*/.exec(licence) ?? [];
  const script = await bundled('src/browser/main.ts', `/*! With Preact. MIT licence. ${holder} */`);
  const style = await bundled('src/browser/page.css');
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new Error('Cannot embed src/browser: expected no text that ends a script or style element');
  }
  const assets = { script, scriptHash: sourceHash(script), style, styleHash: sourceHash(style) };
  return [
    '// Made by scripts/build-page.ts from src/browser. Not to be edited.',
    'export const pageAssets = {',
    ...Object.entries(assets).map(([name, text]) => `  ${name}: ${JSON.stringify(text)},`),
    '};',
    '',
  ].join('\n');
}

async function bundled(entry: string, banner = ''): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome125', 'firefox128', 'safari18'],
    charset: 'ascii',
    legalComments: 'inline',
    ...(banner !== '' && { banner: { js: banner } }),
    write: false,
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`Cannot bundle ${entry}: expected one file`);
  return file.text.trim();
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
