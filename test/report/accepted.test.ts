import { describe, expect, test } from 'vitest';
import { grouped } from '../../src/base/format.ts';
import type { Region } from '../../src/base/region.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { summarize } from '../../src/report/audit-summary.ts';
import { auditCsv } from '../../src/report/csv/csv.ts';
import { auditDocument } from '../../src/report/json/audit-document.ts';
import { auditMarkdown } from '../../src/report/markdown/markdown.ts';
import { countedFindings } from '../../src/report/open-findings.ts';
import { auditTable } from '../../src/report/text/audit-table.ts';
import { totalsOf } from '../../src/report/totals-of.ts';
import { DAY, NOW } from '../findings/fixtures.ts';
import { auditOf, exceptionNotes } from './audit-fixture.ts';
import { HOSTILE, hostileAccount } from './hostile.ts';
import { largeAudit } from './large-audit.ts';
import { exceptionFor, withAccepted } from './with-accepted.ts';

const RESULT = withAccepted(auditOf());
const TITLE = 'admin-tool is granted every action on every resource';
const RAN_OUT = 'An exception expired on 2026-11-19, but what it accepted is still there';
const ENDS = 'An exception expires on 2026-11-27, in 5 days';

/** The audit, after a night with three more findings and one with as many as today. */
function withHistory(result: AuditResult): AuditResult {
  const today = totalsOf(result);
  const before = { ...today, at: NOW - 2 * DAY, findings: { ...today.findings, LOW: today.findings.LOW + 3 } };
  return { ...result, history: [before, { ...today, at: NOW - DAY }] };
}

describe('the summary', () => {
  test('says which exceptions expired or soon will', () => {
    expect(summarize(RESULT)).toMatchObject({
      expiredExceptions: [expect.stringContaining(RAN_OUT)],
      endingExceptions: [expect.stringContaining(ENDS)],
    });
  });

  test('names no more than ten, and says how many more there are', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      exceptionFor(`role-${index}`, { writtenIn: `exceptions[${index}] of auditor.yaml`, reason: 'x'.repeat(5_000) }),
    );
    const { expiredExceptions } = summarize({ ...RESULT, exceptions: exceptionNotes({ expired: many }) });
    expect(expiredExceptions).toHaveLength(11);
    expect(expiredExceptions.at(-1)).toBe('… and 190 more');
    expect(JSON.stringify(expiredExceptions).length).toBeLessThan(5_000);
  });
});

describe('accepted findings', () => {
  test('are in the JSON document with who accepted them until when', () => {
    const document = auditDocument(RESULT);
    const accepted = document.findings.filter(({ status }) => status === 'suppressed');
    expect(accepted).toContainEqual(
      expect.objectContaining({
        title: TITLE,
        owner: 'team platform',
        acceptance: {
          reason: 'replaced by a new service in January',
          until: '2027-01-31T00:00:00Z',
          writtenIn: 'exceptions[0] of auditor.yaml',
        },
      }),
    );
    expect(document.exceptions).toEqual({
      expired: [expect.objectContaining({ role: 'billing', rules: 'all', until: '2026-11-19T03:00:00Z' })],
      ending: [expect.objectContaining({ role: 'admin-tool', until: '2026-11-27T03:00:00Z' })],
      idle: [],
      ignoredTags: [],
    });
  });

  test('are not those whose tag may not accept them, which the document names by role and rule', () => {
    const ignored = { roleArn: 'arn:aws:iam::123456789012:role/admin-tool', tag: 'accept', problem: 'it is CRITICAL' };
    const tags = [ignored, { ...ignored, rule: 'administrator-access' }];
    const result = { ...RESULT, exceptions: exceptionNotes({ ignored: tags }) };
    const { roleArn: role, ...rest } = ignored;
    expect(auditDocument(result).exceptions.ignoredTags).toEqual([
      { role, ...rest },
      { role, ...rest, rule: 'administrator-access' },
    ]);
    const text = auditMarkdown(result);
    expect(text).toContain('The tag accept of admin-tool accepts nothing: it is CRITICAL.');
    expect(text).toContain('The tag accept of admin-tool does not accept administrator-access: it is CRITICAL.');
  });

  test('are counted and listed apart in Markdown, below what expired', () => {
    const text = auditMarkdown(RESULT);
    const accepted = RESULT.findings.filter(({ status }) => status === 'suppressed').length;
    expect(text).toContain(
      `${countedFindings(RESULT).length} open findings, plus 2 informational, ${accepted} suppressed.`,
    );
    expect(text).toContain('| CRITICAL | 0 |');
    const [, list = ''] = text.split('<details>');
    expect(list).toContain(
      `| CRITICAL | ${TITLE} | until 2027-01-31: replaced by a new service in January \\(exceptions\\[0\\] of auditor.yaml\\) |`,
    );
    expect(text.split('<details>')[0]).not.toContain(TITLE);
    expect(text.indexOf(RAN_OUT)).toBeGreaterThan(0);
    expect(text.indexOf(RAN_OUT)).toBeLessThan(text.indexOf('## Findings'));
    expect(text).toContain(ENDS);
    expect(text).toContain('| team money |');
  });

  test.each([60, 80, 100, 120, 160])('are listed apart in a terminal of %d columns, below what expired', (width) => {
    const text = auditTable(RESULT, { width });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    const words = text.replace(/\s+/g, ' ');
    expect(words).toMatch(/3 HIGH .* 3 suppressed/);
    expect(words).not.toMatch(/\d CRITICAL/);
    expect(words.indexOf('An exception expired')).toBeLessThan(words.indexOf('Severity Finding'));
    expect(words.indexOf('Suppressed')).toBeGreaterThan(words.indexOf('Severity Finding'));
    if (width >= 100) expect(words).toContain('team money');
  });

  test('leave their role its place in the CSV, with a column of their own', () => {
    const rows = [...auditCsv(RESULT)].join('').trimEnd().split('\r\n');
    const row = rows.find((line) => line.includes('role/admin-tool'));
    expect(rows[0]?.endsWith('because,owner,suppressed')).toBe(true);
    expect(row).toContain('team platform,');
    expect(row).toContain('administrator-access until 2027-01-31: replaced by a new service in January');
    expect(row?.split(',')[5]).toBe('');
  });

  test('let no hostile reason or owner become markup or a terminal code', () => {
    const accepted = withAccepted(auditOf());
    const findings = accepted.findings.map((finding) => ({
      ...finding,
      owner: HOSTILE,
      ...(finding.acceptance && { acceptance: { reason: HOSTILE, writtenIn: HOSTILE } }),
    }));
    const result = { ...accepted, findings };
    expect(auditMarkdown(result)).not.toMatch(/<script|@everyone|\]\(http:\/\/evil|http:\/\/evil/);
    const table = auditTable(result, { width: 120 });
    expect([...table].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });
});

describe('the trend', () => {
  const result = withHistory(auditOf());

  test('is one line of the table and of the Markdown', () => {
    expect(auditTable(result, { width: 100 })).toContain('13 open, unchanged since last night');
    expect(auditMarkdown(result)).toContain('13 open findings (unchanged since last night) █▁▁, plus 2 informational.');
    expect(auditTable(auditOf(), { width: 100 })).not.toContain(' open,');
  });

  test('ends in the JSON document with this run', () => {
    const { history } = auditDocument(result);
    expect(history.map(({ startedAt }) => startedAt)).toEqual([
      '2026-11-20T03:00:00Z',
      '2026-11-21T03:00:00Z',
      '2026-11-22T03:00:00Z',
    ]);
    expect(history.at(-1)).toMatchObject({
      roles: 7,
      suppressed: 0,
      complete: true,
      findings: { CRITICAL: 1, LOW: 3 },
      verdicts: { unused: 2 },
    });
    expect(history[0]?.findings.LOW).toBe(6);
  });
});

describe('Markdown of a large account', () => {
  const many = largeAudit(2_000, 20);
  const incomplete = Array.from({ length: 2_000 }, (_, place) => ({ what: `Thing ${place}`, why: HOSTILE }));

  test.each<[string, AuditResult]>([
    ['thousands of findings and gaps', { ...many, incomplete }],
    ['thousands of suppressed findings', withAccepted(largeAudit(2_000, 5), '')],
    ['hostile names', withAccepted({ ...auditOf(hostileAccount(), []), incomplete })],
    [
      'many Regions',
      { ...many, regions: Array.from({ length: 500 }, (): Region => `${'r'.repeat(249)}-${'r'.repeat(248)}-1`) },
    ],
  ])('fits into a comment of GitHub’s: %s', (_, result) => {
    const accepted = {
      ...result,
      findings: result.findings.map((finding, place) =>
        place % 2 === 0 ? finding : { ...finding, status: 'suppressed' as const },
      ),
    };
    expect(auditMarkdown(accepted).length).toBeLessThan(65_536);
  });

  test('counts what it leaves out', () => {
    const text = auditMarkdown(many);
    const rows = text.split('\n').filter((line) => /^\| (CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL) \| .*AWS/.test(line));
    expect(text).toContain(`\n\n… and ${grouped(many.findings.length - rows.length)} more\n\n## Roles`);
  });
});
