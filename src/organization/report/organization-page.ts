import { SEVERITIES } from '../../findings/finding.ts';
import { escapeHtml } from '../../report/page/escape-html.ts';
import type { AccountOutcome } from '../account-outcome.ts';
import type { OrganizationSummary } from '../organization-summary.ts';
import { accountNote, accountTitle, STANDING_WORDS, shown } from './account-words.ts';
import { changeSentences, standingLine, totalsLine } from './summary-words.ts';

/** Where the page of an account is, seen from the page of the organization; undefined where there is none. */
export type AccountLink = (outcome: AccountOutcome) => string | undefined;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
fieldset { border: 0; padding: 0; margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .4rem 1rem; }
.CRITICAL { color: #c0182b; font-weight: 600; } .HIGH { color: #c2570c; font-weight: 600; }
body:has(#only-grave:checked) tr:not(.grave, .head),
body:has(#only-open:checked) tr:not(.open, .head),
body:has(#only-partly:checked) tr:not(.partly, .head),
body:has(#only-not:checked) tr:not(.notAudited, .head),
body:has(#only-skipped:checked) tr:not(.skipped, .head) { display: none; }
`;

const FILTERS = [
  ['only-all', 'All'],
  ['only-grave', 'With CRITICAL or HIGH findings'],
  ['only-open', 'With open findings'],
  ['only-partly', 'Audited in part'],
  ['only-not', 'Not audited'],
  ['only-skipped', 'Left out'],
] as const;

/**
 * The summary as one HTML file that loads nothing and runs no script: accounts that can be filtered, each with a link to its own
 * page, worst roles, and what changed.
 */
export function organizationPage(summary: OrganizationSummary, linkOf: AccountLink): string {
  const title = escapeHtml(standingLine(summary));
  const filters = FILTERS.map(
    ([id, label], place) =>
      `<label><input type="radio" name="filter" id="${id}"${place === 0 ? ' checked' : ''}> ${label}</label>`,
  );
  const worst = summary.worst.map(
    (role) =>
      `<tr><td class="${role.severity}">${role.severity}</td><td>${escapeHtml(
        accountTitle({ id: role.accountId as `${number}`, name: role.accountName ?? '' }),
      )}</td><td>${escapeHtml(shown(role.name))}</td><td>${escapeHtml(shown(role.title))}</td></tr>`,
  );
  const lost = summary.incomplete.map(({ what, why }) => `<li>${escapeHtml(shown(`${what}: ${why}`, 400))}</li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>${escapeHtml(totalsLine(summary))}. Run ${escapeHtml(
    shown(summary.run),
  )}, ${escapeHtml(summary.startedAt)} to ${escapeHtml(summary.finishedAt)}.</p>
<h2>What changed</h2>
<ul>${changeSentences(summary)
    .map((line) => `<li>${escapeHtml(line)}</li>`)
    .join('')}</ul>
<h2>Worst roles</h2>
<table><thead><tr class="head"><th>Severity</th><th>Account</th><th>Role</th><th>Finding</th></tr></thead><tbody class="roles">
${worst.map((row) => row.replace('<tr>', '<tr class="head">')).join('\n')}
</tbody></table>
<h2>Accounts</h2>
<fieldset><legend>Show</legend>${filters.join('')}</fieldset>
<table><thead><tr class="head"><th>Account</th><th>Unit</th><th>Standing</th><th class="n">Roles</th>${SEVERITIES.map(
    (severity) => `<th class="n">${severity}</th>`,
  ).join('')}<th class="n">New</th><th class="n">Resolved</th><th>Watched since</th><th>Note</th></tr></thead><tbody>
${summary.accounts.map((outcome) => accountRow(outcome, linkOf(outcome))).join('\n')}
</tbody></table>
${lost.length === 0 ? '' : `<h2>What of the organization could not be read</h2><ul>${lost.join('')}</ul>`}
</body>
</html>
`;
}

function accountRow(outcome: AccountOutcome, link: string | undefined): string {
  const { account, standing, totals } = outcome;
  const title = escapeHtml(accountTitle(account));
  const named = link === undefined ? title : `<a href="${escapeHtml(link)}">${title}</a>`;
  const grave = (totals?.findings.CRITICAL ?? 0) + (totals?.findings.HIGH ?? 0) > 0;
  const open = SEVERITIES.some((severity) => (totals?.findings[severity] ?? 0) > 0);
  const number = (count: number | undefined): string => `<td class="n">${count ?? ''}</td>`;
  const cells = [
    `<td>${named}</td><td>${escapeHtml(shown(account.ou ?? ''))}</td><td>${STANDING_WORDS[standing]}</td>`,
    number(totals?.roles),
    ...SEVERITIES.map((severity) => number(totals?.findings[severity])),
    number(totals && totals.opened + totals.reopened),
    number(totals?.resolved),
    `<td>${escapeHtml(totals?.watchedSince?.slice(0, 10) ?? '')}</td><td>${escapeHtml(accountNote(outcome))}</td>`,
  ];
  const classes = [standing, ...(grave ? ['grave'] : []), ...(open ? ['open'] : [])];
  return `<tr class="${classes.join(' ')}">${cells.join('')}</tr>`;
}
