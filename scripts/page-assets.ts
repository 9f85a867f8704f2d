import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledLicences } from './bundled-licences.ts';

const ROOT = new URL('..', import.meta.url);

/** The module that holds the report page's script and style with their Content-Security-Policy hashes. */
export const PAGE_ASSETS = fileURLToPath(new URL('src/report/page/generated/page-assets.ts', ROOT));

/** Bundles `src/browser` into the text of that module. The same sources give the same text. */
export async function pageAssetsModule(): Promise<string> {
  const script = await bundled('src/browser/main.ts');
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

async function bundled(entry: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome125', 'firefox128', 'safari18'],
    charset: 'ascii',
    legalComments: 'inline',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`Cannot bundle ${entry}: expected one file`);
  const licences = bundledLicences(fileURLToPath(ROOT), metafile);
  const notices = licences.map(
    ({ name, version, licence }) => `/*! With ${name} ${version}.\n\n${licence.replaceAll('*/', '* /')} */`,
  );
  return [...notices, file.text.trim()].join('\n');
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
