import { counted } from '../../base/format.ts';
import type { AuditResult } from '../audit-result.ts';
import { countedFindings } from '../open-findings.ts';
import { escapeHtml } from './escape-html.ts';
import { pageAssets } from './generated/page-assets.ts';
import { titleOf } from './page-title.ts';
import { compressText } from './write/compress.ts';
import { pageDataText } from './write/page-data-text.ts';

/**
 * The report as one HTML file that loads nothing else: the run as compressed JSON (`pageDataText`), and the script and style
 * that show it (`src/browser`, bundled). Its Content-Security-Policy allows that script alone, whatever names and policies of
 * the account hold. `beforeRole` is called before the work on each role, and may throw to end it.
 */
export function htmlPage(result: AuditResult, beforeRole?: () => void): string {
  const { script, scriptHash, style, styleHash } = pageAssets;
  const policy = [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    `style-src '${styleHash}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(titleOf(result.accountId))}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="report"><p class="waiting">${escapeHtml(inShort(result))}</p></div>
<noscript><p>This page needs JavaScript to show them; the JSON report beside it holds the same data.</p></noscript>
<script type="text/plain" id="data">${compressText(pageDataText(result, beforeRole))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function inShort(result: AuditResult): string {
  const { accountId, assessments } = result;
  const findings = counted(countedFindings(result).length, 'open finding');
  return `Account ${accountId}: ${findings} on ${counted(assessments.length, 'role')} of ECS task definitions. Drawing them takes a moment.`;
}
