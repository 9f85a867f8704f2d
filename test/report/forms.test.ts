import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Severity } from '../../src/findings/finding.ts';
import { summarize } from '../../src/report/audit-summary.ts';
import { caveatsOf } from '../../src/report/caveats.ts';
import { securityHubLink } from '../../src/report/console-link.ts';
import { gapsIn, summarizeCoverage } from '../../src/report/coverage-summary.ts';
import { auditCsv, csvCell } from '../../src/report/csv/csv.ts';
import { findingsDoc } from '../../src/report/findings-doc.ts';
import { auditDocument, auditDocumentText } from '../../src/report/json/audit-document.ts';
import { auditMarkdown } from '../../src/report/markdown/markdown.ts';
import { markdownText } from '../../src/report/markdown/markdown-text.ts';
import { slackMessage } from '../../src/report/slack/slack-message.ts';
import { auditTable } from '../../src/report/text/audit-table.ts';
import { boundedList } from '../../src/report/text/bounded-list.ts';
import { ANSI } from '../../src/report/text/styler.ts';
import type { EvidenceSwitch } from '../../src/rightsize/evidence-switches.ts';
import { assess, NOW, use, verdict } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';
import { hostileAccount } from './hostile.ts';

test('docs/findings.md is what the catalogue says', () => {
  const path = new URL('../../docs/findings.md', import.meta.url);
  expect(readFileSync(path, 'utf8'), 'run: node scripts/generate-findings-doc.ts').toBe(findingsDoc());
});

describe('the JSON document', () => {
  const document = auditDocument(auditOf());
  test.each([
    ['some roles', auditOf()],
    ['no role', auditOf([], [])],
  ])('is the same in pieces, with %s', (_, result) => {
    expect([...auditDocumentText(result)].join('')).toBe(JSON.stringify(auditDocument(result)));
    expect([...auditDocumentText(result, 2)].join('')).toBe(JSON.stringify(auditDocument(result), null, 2));
  });
  test('has the shape of version 1', () => {
    expect(document).toMatchObject({
      version: 1,
      account: '123456789012',
      regions: ['us-east-1', 'eu-west-1'],
      startedAt: '2026-11-22T03:00:00Z',
      finishedAt: '2026-11-22T03:00:42Z',
    });
    expect(document.coverage[0]).toEqual({
      source: 'lookup',
      region: 'us-east-1',
      from: '2026-08-24T03:00:00Z',
      to: '2026-11-22T03:00:00Z',
      management: true,
      dataEvents: [],
      gaps: [],
    });
    expect(document.coverage[1]?.gaps).toEqual([{ from: '2026-08-24T03:00:00Z', to: '2026-11-02T03:00:00Z' }]);
    expect(Object.keys(document.findings[0] ?? {})).toEqual([
      'id',
      'rule',
      'severity',
      'title',
      'role',
      'families',
      'status',
      'actions',
      'firstSeen',
      'lastSeen',
    ]);
  });
  test('names the findings of each role, and their roles exist in it', () => {
    const open = document.findings.filter((finding) => finding.status === 'open');
    expect(document.roles.flatMap((role) => role.findings).sort()).toEqual(open.map((finding) => finding.id).sort());
    expect(document.findings.at(-1)?.status).toBe('resolved');
  });
  test('gives a role the ARN, with path, that IAM states', () => {
    const arn = 'arn:aws:iam::123456789012:role/svc/app' as const;
    const result = auditOf([assess('app', { role: { arn }, actions: [verdict('s3:PutObject', 'unused')] })], []);
    const [role] = auditDocument(result).roles;
    expect(role?.arn).toBe(arn);
    expect(role?.findings.length).toBeGreaterThan(0);
  });
  test('says of a role that it exists only where IAM said so', () => {
    const exists = Object.fromEntries(document.roles.map((role) => [role.arn.split('/').at(-1), role.exists]));
    expect(exists).toMatchObject({ billing: true, gone: false, theirs: undefined });
  });
  test('gives verdicts and times of actions, and both jobs as task then execution', () => {
    const role = document.roles.find(({ arn }) => arn.endsWith('my-app-task'));
    expect(role?.actions.find(({ verdict: is }) => is === 'used')).toEqual({
      action: 'sqs:SendMessage',
      verdict: 'used',
      lastUsed: '2026-11-21T03:00:00Z',
      because: 'because of used',
      resources: [],
      uses: 12,
      grantedBy: [0],
    });
    expect(role?.statements).toEqual([{ policy: 'inline policy app', index: 0 }]);
    expect(document.roles.find(({ arn }) => arn.endsWith('billing'))?.usedAs).toEqual(['task', 'execution']);
  });
  test('carries a recommended policy where there is one', () => {
    const result = auditOf([assess('r')], [], { recommendedPolicies: { [assess('r').inUse.arn]: { Version: 'x' } } });
    expect(auditDocument(result).roles[0]?.recommendedPolicy).toEqual({ Version: 'x' });
    expect(document.roles[0]).not.toHaveProperty('recommendedPolicy');
  });
});

test('the summary counts', () => {
  expect(summarize(auditOf())).toMatchObject({
    roles: 7,
    findings: { CRITICAL: 1, HIGH: 4, MEDIUM: 5, LOW: 3, INFORMATIONAL: 2 },
    verdicts: { used: 1, required: 1, unused: 2, unobservable: 2, undetermined: 0, blocked: 0 },
    opened: 15,
    resolved: 1,
    complete: true,
    report: 'https://reports.example/2026/11/22/audit.html',
  });
});

describe('coverage', () => {
  const window = { from: 0, to: 10 };
  test.each([
    [[], [window]],
    [[window], []],
    [[{ from: -5, to: 20 }], []],
    [
      [
        { from: 2, to: 4 },
        { from: 6, to: 9 },
      ],
      [
        { from: 0, to: 2 },
        { from: 4, to: 6 },
        { from: 9, to: 10 },
      ],
    ],
    [[{ from: 12, to: 14 }], [window]],
  ])('of %j leaves %j open', (ranges, gaps) => {
    expect(gapsIn(ranges, window)).toEqual(gaps);
  });
  test('of nothing is said to be nothing', () => {
    const nothing = { source: 'trail', region: 'r', management: [], excludedEventSources: [], dataEvents: {} } as const;
    expect(summarizeCoverage(nothing, window)).toMatchObject({ management: false, gaps: [{}] });
  });
  test('names Regions that no source watched throughout', () => {
    expect(caveatsOf(auditOf())[0]).toBe('Management events were not read for the full 90 days in eu-west-1.');
    expect(caveatsOf(auditOf([], [], { coverage: [], regions: ['us-east-1'] }))[0]).toContain('us-east-1');
  });
  test('says in one line what an evidence trail would decide, and names other switches', () => {
    const each = (resourceType: string): EvidenceSwitch => ({
      records: { kind: 'data', resourceTypes: [resourceType] },
      regions: ['us-east-1'],
      actions: [{ role: 'arn:aws:iam::123456789012:role/app', action: 's3:GetObject' }],
    });
    const kms = { ...each(''), records: { kind: 'management', service: 'kms' } } as const;
    const switches = [...['AWS::S3::Object', 'AWS::SQS::Queue', 'AWS::SNS::Topic'].map(each), kms];
    expect(caveatsOf(auditOf([], [], { switches })).filter((caveat) => /^(Record|Deploy) /.test(caveat))).toEqual([
      'Deploy the evidence trail to decide 3 actions of 1 role: ecs-role-auditor evidence plan prints it, with what it costs.',
      'Record management events of kms, which are left out, in us-east-1, to judge 1 action of 1 role.',
    ]);
  });
  test('names the two switches that would decide most, where nobody asked what trails record', () => {
    const each = (resourceType: string): EvidenceSwitch => ({
      records: { kind: 'data', resourceTypes: [resourceType] },
      regions: ['us-east-1'],
      trailsUnasked: true,
      actions: [{ role: 'arn:aws:iam::123456789012:role/app', action: 's3:GetObject' }],
    });
    const switches = ['AWS::S3::Object', 'AWS::SQS::Queue', 'AWS::SNS::Topic'].map(each);
    expect(caveatsOf(auditOf([], [], { switches })).filter((caveat) => /^(Read|Deploy) /.test(caveat))).toEqual([
      'Read (source auto) or record data events of AWS::S3::Object, of every resource, in us-east-1, to judge 1 action of 1 role.',
      'Read (source auto) or record data events of AWS::SQS::Queue, of every resource, in us-east-1, to judge 1 action of 1 role.',
    ]);
  });
  test.each([
    [30, 0],
    [90, 1],
  ])('makes no caveat of events that are %d minutes late: %d', (minutes, caveats) => {
    const management = [{ from: NOW - 90 * 86_400_000, to: NOW - minutes * 60_000 }];
    const coverage = [
      { source: 'lookup', region: 'us-east-1', management, excludedEventSources: [], dataEvents: {} } as const,
    ];
    expect(caveatsOf(auditOf([], [], { coverage, regions: ['us-east-1'] }))).toHaveLength(caveats);
  });
});

describe('the terminal table', () => {
  test.each([60, 80, 100, 120, 160])('keeps within %d columns', (width) => {
    for (const result of [auditOf(), auditOf(hostileAccount(), [])]) {
      // Only a single word longer than the line may stick out of the notes below the tables.
      for (const line of auditTable(result, { width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });
  test('shows findings worst first and the verdicts of each role', () => {
    const text = auditTable(auditOf(), { width: 120 });
    expect(text).toContain('1 CRITICAL  4 HIGH  5 MEDIUM  3 LOW  2 INFORMATIONAL');
    expect(text.indexOf('CRITICAL ')).toBeLessThan(text.indexOf('HIGH  '));
    expect(text).toMatch(/my-app-task +task +1 +0 +2 +1 +0 +0/);
    expect(text).toMatch(/billing +both/);
    expect(text).toMatch(/theirs +task +– +– +– +– +– +–/);
  });
  test('gives rows to what is LOW or worse, and counts the rest by rule; further up or down where that is asked for', () => {
    const rest = (shownFrom?: Severity) =>
      auditTable(auditOf(), { width: 160, ...(shownFrom && { shownFrom }) })
        .split('\n')
        .filter((line) => line.startsWith('and below '));
    expect(rest()).toEqual([expect.stringMatching(/^and below LOW: 2 evidence-gap$/)]);
    expect(rest('HIGH')).toEqual([expect.stringMatching(/^and below HIGH: 1 [a-z-]+, /)]);
    expect(rest('INFORMATIONAL')).toEqual([]);
    expect(auditTable(auditOf(), { width: 160 })).not.toMatch(/^ ?INFORMATIONAL /m);
  });
  test('says so where no Region was audited', () => {
    const text = auditTable(auditOf([], [], { regions: [] }), { width: 120 });
    expect(text).toContain('0 roles in no Region\n');
    expect(JSON.stringify(slackMessage(auditOf(undefined, [], { regions: [] })))).toMatch(/\d roles in no Region/);
  });
  test('colours only what the styler colours', () => {
    const esc = String.fromCharCode(27);
    expect(auditTable(auditOf(), { width: 120 })).not.toContain(esc);
    expect(auditTable(auditOf(), { width: 120, styler: ANSI })).toContain(`${esc}[1;31mCRITICAL${esc}[0m`);
  });
  test('lets no terminal code of a name through', () => {
    const text = auditTable(auditOf(hostileAccount(), []), { width: 120 });
    expect([...text].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });
  test('says so when there are no findings', () => {
    const none = { ...auditOf([assess('a', {})], []), findings: [] };
    expect(auditTable(none, { width: 80 })).toContain('No findings.');
    expect(auditTable(auditOf([], []), { width: 80 })).toContain('there was nothing to audit');
  });
});

describe('Markdown', () => {
  test('has a row for every finding and role', () => {
    const text = auditMarkdown(auditOf());
    expect(text).toContain('| CRITICAL | admin-tool is granted every action on every resource | admin-tool |');
    expect(text).toContain('| my-app-task | my-app | 1 | 0 | 2 | 1 | 0 | 0 |');
    expect(text).toContain('| theirs | partner | – | – | – | – | – | – |');
    expect(text).toContain('## What this audit could not see');
  });
  test('lets no name become markup, a mention, a link or another cell', () => {
    const text = auditMarkdown(auditOf(hostileAccount(), []));
    expect(text).not.toMatch(/<script|@everyone|\]\(http:\/\/evil|http:\/\/evil/);
    const rows = text.split('\n').filter((line) => /^\| (CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL) \| .*AWS/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });
  test.each([
    ['a|b', 'a\\|b'],
    ['<b>', '&lt;b&gt;'],
    ['s3:Get*', 's3:Get\\*'],
    ['http://x', 'http&#58;//x'],
    ['see WWW.evil.example', 'see WWW&#46;evil.example'],
    ['www-1.x', 'www-1.x'],
    ['team@all', 'team@&#8203;all'],
    ['no. #1', 'no. #&#8203;1'],
    ['two\nlines', 'two lines'],
  ])('%j is written %s', (text, written) => {
    expect(markdownText(text)).toBe(written);
  });
});

test('Slack makes nothing of a name by itself', () => {
  const { blocks } = slackMessage(auditOf(hostileAccount(), []));
  const texts = JSON.stringify(blocks).match(/"type":"mrkdwn"/g) ?? [];
  expect(texts.length).toBeGreaterThan(0);
  expect(JSON.stringify(blocks).match(/"verbatim":true/g)).toHaveLength(texts.length);
});

describe('CSV', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '|calc', '%x', '＝1+1', '＠x'])(
    '%j is no formula',
    (text) => {
      expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );
  test('has as many columns in every row, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = csvCell(text);
        expect(cell).not.toMatch(/[\r\n]/);
        if (/[",]/.test(cell)) expect(cell).toMatch(/^"(?:[^"]|"")*"$/);
      }),
    );
  });
  test('has one row for what has one verdict for one reason, cut where a cell would be too long', () => {
    const many = Array.from({ length: 3_000 }, (_, place) => verdict(`s3:Get${'x'.repeat(10)}${place}`, 'unused'));
    const used = verdict('s3:GetObject', 'used', { lastUsed: NOW });
    const [, ...rows] = [...auditCsv(auditOf([assess('a', { actions: [used, ...many] })], []))]
      .join('')
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','));
    expect(rows.map((row) => row[9])).toEqual(['used', 'unused', 'unused']);
    expect(rows.reduce((sum, row) => sum + Number(row[7]), 0)).toBe(3_001);
    for (const row of rows) expect(row[8]?.length).toBeLessThan(32_767);
    expect(rows.flatMap((row) => row[8]?.split(' '))).toEqual([used, ...many].map(({ action }) => action));
  });
  test('has one row for each granted action on demand, and one for a role without any', () => {
    const result = auditOf(
      [
        assess('a', {
          actions: [verdict('s3:GetObject', 'used', { lastUsed: NOW }), verdict('s3:PutObject', 'unused')],
        }),
        assess('b', { uses: [use('execution', 'x'), use('task', 'y')], lastSeen: NOW }),
      ],
      [],
    );
    const rows = [...auditCsv(result, { rowPerAction: true })].join('').trimEnd().split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows).toContainEqual(expect.stringContaining('s3:GetObject,used,2026-11-22T03:00:00Z,because of used'));
    expect(rows).toContainEqual(expect.stringContaining('task execution,x y,'));
  });
});

describe('the Security Hub link', () => {
  test.each([
    [
      'aws',
      'us-east-1',
      'https://us-east-1.console.aws.amazon.com/securityhub/home?region=us-east-1#/findings?search=',
    ],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
    ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
  ])('goes to the console of partition %s', (partition, region, start) => {
    const link = securityHubLink(partition, region) ?? '';
    expect(link.startsWith(start)).toBe(true);
    const search = decodeURIComponent(new URL(link).hash.split('search=')[1] ?? '');
    expect(decodeURIComponent(search)).toContain('GeneratorId=\\operator\\:PREFIX\\:ecs-role-auditor/');
  });
  test('is absent where no console is known', () => {
    expect(securityHubLink('aws-iso', 'us-iso-east-1')).toBeUndefined();
  });
});

test('boundedList never exceeds its length and accounts for every line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30, unit: fc.constantFrom('a', 'b') })),
      fc.integer({ min: 40, max: 300 }),
      (lines, max) => {
        const list = boundedList(lines, max);
        expect(list.length).toBeLessThanOrEqual(max);
        const more = Number(/… and (\d+) more$/.exec(list)?.[1] ?? 0);
        const kept = list === '' && lines.length !== 1 ? lines.length : list.split('\n').length - (more > 0 ? 1 : 0);
        if (lines.every((line) => line !== '')) expect(lines.length === 0 ? 0 : kept + more).toBe(lines.length);
      },
    ),
  );
});
