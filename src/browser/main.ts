/** Shows the report: reads the run that the page holds as JSON and draws it. */
import { h, render } from 'preact';
import type { PageData } from '../report/page/page-data.ts';
import { App } from './app.ts';

const root = document.getElementById('report');
const json = document.getElementById('data')?.textContent;
if (root === null || json === undefined || json === null) {
  throw new Error('Cannot show the report: expected elements with the ids report and data');
}
render(h(App, { data: JSON.parse(json) as PageData }), root);
