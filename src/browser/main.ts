/** Shows the report: reads the run that the page holds as compressed JSON and draws it. */
import { h, render } from 'preact';
import type { PageData } from '../report/page/page-data.ts';
import { App } from './app.ts';
import { decompressJson } from './decompress.ts';

const root = document.getElementById('report');
if (root === null) throw new Error('Cannot show the report: expected an element with the id report');
decompressJson(document.getElementById('data')?.textContent ?? '').then(
  (data) => {
    root.replaceChildren();
    render(h(App, { data: data as PageData }), root);
  },
  (error: unknown) => {
    root.textContent = `Cannot show the report: ${String(error)}. The file may be cut off.`;
  },
);
