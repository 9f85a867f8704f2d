import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAGE_ASSETS, pageAssetsModule } from '../../scripts/page-assets.ts';
import { escapeInvisible } from '../../src/base/escape-invisible.ts';
import { renderAudit } from '../../src/cli/render-audit.ts';
import { SEVERITIES } from '../../src/findings/finding.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { escapeHtml } from '../../src/report/page/escape-html.ts';
import { htmlPage } from '../../src/report/page/html-page.ts';
import { createStringTable, fromSteps, pack, toSteps, unpack } from '../../src/report/page/packed-json.ts';
import type { PageData } from '../../src/report/page/page-data.ts';
import { policyText } from '../../src/report/page/read/policy-text.ts';
import {
  createRoleFinder,
  EVERY_ROLE,
  ownersOf,
  type RoleQuery,
  UNOWNED,
} from '../../src/report/page/read/role-query.ts';
import { detailOf, groupsOf } from '../../src/report/page/read/unpack-role.ts';
import { pageDataText } from '../../src/report/page/write/page-data-text.ts';
import { PLAIN } from '../../src/report/text/styler.ts';
import { totalsOf } from '../../src/report/totals-of.ts';
import { storeReport } from '../../src/stages/store-report.ts';
import { allow, assess, DAY, NOW, unreadable, use, verdict } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';
import { hostileAccount } from './hostile.ts';
import { largeAudit } from './large-audit.ts';
import { withAccepted } from './with-accepted.ts';

/** The data that the page's script would read. */
function dataIn(html: string): PageData {
  const [, base64 = ''] = /<script type="text\/plain" id="data">([A-Za-z0-9+/=]*)<\/script>/.exec(html) ?? [];
  return JSON.parse(inflateRawSync(Buffer.from(base64, 'base64')).toString()) as PageData;
}

function pageDataOf(result: AuditResult): PageData {
  return JSON.parse([...pageDataText(result)].join('')) as PageData;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

describe('packing', () => {
  test('unpack() gives back any JSON value that pack() took', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const table = createStringTable(['s3:GetObject']);
        const packed = JSON.parse(JSON.stringify(pack(value, table)));
        expect(JSON.stringify(unpack(packed, table.strings))).toBe(JSON.stringify(value));
      }),
    );
  });

  test('a key named __proto__ stays a key', () => {
    const table = createStringTable();
    const value = JSON.parse('{"__proto__":{"a":"b"}}') as unknown;
    expect(JSON.stringify(unpack(pack(value, table), table.strings))).toBe('{"__proto__":{"a":"b"}}');
  });

  test('a text that occurs twice is held once', () => {
    const table = createStringTable();
    pack({ a: ['x', 'y', 'x'], b: 'y' }, table);
    expect(table.strings).toEqual(['x', 'y']);
  });

  test('fromSteps() undoes toSteps()', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (numbers) => {
        const places = numbers.toSorted((a, b) => a - b);
        expect(fromSteps(toSteps(places))).toEqual(places);
      }),
    );
  });
});

describe('pageDataText()', () => {
  test('every action of every role comes back with its verdict, reason and grant', () => {
    const result = largeAudit(5, 60);
    const data = pageDataOf(result);
    for (const assessment of result.assessments) {
      const role = data.roles.find(({ arn }) => arn === assessment.inUse.arn);
      if (role === undefined) throw new Error('the role is missing');
      const told = groupsOf(data, role).flatMap(({ verdict: kind, because, grantedBy, actions }) =>
        actions.map((action) => `${action} ${kind} ${because.replace('the action', action)} ${grantedBy.join()}`),
      );
      const policy = assessment.actions[0]?.grantedBy[0]?.policy;
      expect(told.sort()).toEqual(
        assessment.actions
          .map((each) => `${each.action} ${each.verdict} ${each.because} statement 1 of ${policy}`)
          .sort(),
      );
    }
  });

  test('says of a role what is known of it', () => {
    const lost = unreadable('lost');
    const data = pageDataOf(auditOf([assess('app', { role: { policies: [allow('app', 's3:*')] } }), lost], []));
    const [app, other] = ['app', 'lost'].map((name) => data.roles.find((role) => role.name === name));
    if (app === undefined || other === undefined) throw new Error('a role is missing');
    expect(detailOf(data, app).policies).toEqual([
      {
        label: 'inline policy app',
        grants: true,
        document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      },
    ]);
    expect(other.state).toBe('unreadable');
    expect(detailOf(data, other).unread).toEqual(['AccessDenied on iam:GetRole']);
  });

  test('leaves roles granted nearly everything out of the services, by name', () => {
    const everything = Array.from({ length: 5_001 }, (_, place) => verdict(`ec2:Operation${place}`, 'unused'));
    const data = pageDataOf(
      auditOf([
        assess('admin', { actions: everything }),
        assess('app', { actions: [verdict('s3:GetObject', 'used'), verdict('s3:PutObject', 'unused')] }),
      ]),
    );
    expect(data.leftOut).toEqual(['admin']);
    expect(data.services).toEqual([{ service: 's3', counts: [1, 0, 1, 0, 0, 0] }]);
  });

  test('the trend ends with this night', () => {
    const result = auditOf();
    const before = { ...totalsOf(result), at: NOW - DAY };
    expect(pageDataOf({ ...result, history: [before] }).history.map(({ at }) => at)).toEqual([NOW - DAY, NOW]);
  });

  test('a role that should change carries its recommendation', () => {
    const role = assess('app', { actions: [verdict('s3:PutObject', 'unused')] });
    const because = 'Nothing is unused.';
    const result = auditOf([role], [], { recommendations: { [role.inUse.arn]: { kind: 'noChange', because } } });
    const data = pageDataOf(result);
    const [first] = data.roles;
    if (first === undefined) throw new Error('the role is missing');
    expect(detailOf(data, first).recommendation).toEqual({ kind: 'noChange', because });
  });
});

describe('accepted findings on the page', () => {
  const data = pageDataOf(withAccepted(auditOf()));
  const find = createRoleFinder(data);
  const names = (query: Partial<RoleQuery>) => find({ ...EVERY_ROLE, ...query }).map(({ name }) => name);

  test('are counted apart, and kept with their reason', () => {
    const role = data.roles.find(({ name }) => name === 'admin-tool');
    if (role === undefined) throw new Error('the role is missing');
    expect([role.suppressed, role.severities]).toEqual([3, [0, 0, 0, 0, 0]]);
    const detail = detailOf(data, role);
    expect(detail.findings).toEqual([]);
    expect(detail.suppressed.map(({ acceptance }) => acceptance?.writtenIn)).toEqual(
      Array.from({ length: 3 }, () => 'exceptions[0] of auditor.yaml'),
    );
    expect(data.history.at(-1)?.suppressed).toBe(3);
  });

  test('and owners can be asked for', () => {
    expect(ownersOf(data)).toEqual(['team money', 'team platform']);
    expect(names({ suppressed: true })).toEqual(['admin-tool']);
    expect(names({ owner: 'team money' })).toEqual(['billing']);
    expect(names({ text: 'team plat' })).toEqual(['admin-tool']);
    const nobodys = names({ owner: UNOWNED });
    expect(nobodys).toHaveLength(data.roles.length - 2);
    expect(nobodys).not.toContain('billing');
  });

  test('stand below the exceptions that somebody must see to', () => {
    expect(data.exceptions).toHaveLength(2);
    expect(data.caveats.join()).not.toContain('exception');
  });
});

describe('createRoleFinder()', () => {
  const data = pageDataOf(
    auditOf(
      [
        assess('Web', {
          uses: [use('task', 'storefront-api')],
          lastSeen: NOW - DAY,
          actions: [verdict('s3:GetObject', 'used'), verdict('s3:PutBucketPolicy', 'unused')],
        }),
        assess('batch', {
          uses: [use('execution', 'nightly')],
          lastSeen: NOW - 9 * DAY,
          actions: [verdict('sqs:SendMessage', 'unobservable'), verdict('apigateway:GET', 'unobservable')],
        }),
        assess('api', {
          uses: [use('task', 'api')],
          actions: [
            verdict('s3:GetObject', 'unused'),
            verdict('s3:PutObject', 'unused'),
            verdict('sqs:SendMessage', 'used'),
          ],
        }),
      ],
      [],
    ),
  );
  const find = createRoleFinder(data);
  const everyName = [...data.roles.map(({ name }) => name)];

  test.each<[string, Partial<RoleQuery>, readonly string[]]>([
    ['a part of a name, whatever its case', { text: 'WEB' }, ['Web']],
    ['a family', { text: 'nightly' }, ['batch']],
    ['an action', { text: 'sqs:send', order: 'name' }, ['api', 'batch']],
    ['words that must all occur', { text: 'api putobject' }, ['api']],
    ['nothing that is there', { text: 'no-such-thing' }, []],
    ['a verdict', { verdicts: new Set(['unobservable']) }, ['batch']],
    ['one of two verdicts', { verdicts: new Set(['unobservable', 'unused']), order: 'name' }, ['api', 'batch', 'Web']],
    ['a job', { usedAs: new Set(['execution']) }, ['batch']],
    ['most unused first', { order: 'unused' }, ['api', 'Web', 'batch']],
    ['most granted first', { order: 'granted' }, ['api', 'Web', 'batch']],
    ['never seen, then longest unseen first', { order: 'seen' }, ['api', 'batch', 'Web']],
    ['nothing in particular', {}, everyName],
    [
      'roles of that name, then of that family, and last those granted such an action',
      { text: 'api' },
      ['api', 'Web', 'batch'],
    ],
  ])('finds %s', (_, query, names) => {
    expect(find({ ...EVERY_ROLE, ...query }).map(({ name }) => name)).toEqual(names);
  });

  test('finds roles by the severity of any of their findings', () => {
    for (const [place, severity] of SEVERITIES.entries()) {
      const names = find({ ...EVERY_ROLE, severities: new Set([severity]) }).map(({ name }) => name);
      expect(names).toEqual(data.roles.filter((role) => (role.severities[place] ?? 0) > 0).map(({ name }) => name));
    }
  });
});

describe('escaping', () => {
  test('escapeHtml() leaves no character that markup is made of', () => {
    expect(escapeHtml(`<a href="x" b='y'>&`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
  });

  test('a policy shows the characters that would reorder it, and still says the same', () => {
    const document = { Statement: [{ Sid: '\u202egnp.exe\u200b\u0007', Action: 's3:Get*' }] };
    const text = policyText(document);
    expect(text).toContain(String.raw`\u202egnp.exe\u200b\u0007`);
    expect(JSON.parse(text)).toEqual(document);
    expect(escapeInvisible('plain é 日本')).toBe('plain é 日本');
  });
});

describe('htmlPage()', () => {
  test('lets its own script and style run and nothing else', () => {
    const html = htmlPage(auditOf());
    const [, script = ''] = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(html) ?? [];
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src '${hashOf(script)}'`);
    expect(policy).toContain(`style-src '${hashOf(style)}'`);
    expect(policy).not.toContain('unsafe');
  });

  test('is one of the forms of `audit --format`', () => {
    const rendering = { styler: PLAIN, width: 80 };
    expect([...renderAudit(auditOf(), 'html', rendering)]).toEqual([htmlPage(auditOf())]);
  });

  test('asks for nothing outside itself', () => {
    expect(htmlPage(auditOf())).not.toMatch(/<(?:link|script|img|iframe)[^>]*(?:src|href)="(?!data:,)/);
  });

  test('hostile names and policies stay data', () => {
    const html = htmlPage(auditOf(hostileAccount(), []));
    expect(html.match(/<script/g)?.length).toBe(2);
    expect(html).not.toContain('<script>alert');
    expect(dataIn(html).roles.length).toBe(2);
  });

  test('holds the embedded script of today’s sources', async () => {
    expect(readFileSync(PAGE_ASSETS, 'utf8'), 'stale: run npm run prepare').toBe(await pageAssetsModule());
  });

  test('2,000 roles with 200 actions each stay below 10 MB', () => {
    const html = htmlPage(largeAudit(2_000, 200));
    expect(Buffer.byteLength(html)).toBeLessThan(10_000_000);
    expect(dataIn(html).roles.length).toBe(2_000);
  });
});

describe('storeReport()', () => {
  type Context = Parameters<typeof storeReport>[0];
  type Put = NonNullable<Context['reports']>['put'];
  const store = (put: Put, dryRun = false): Promise<AuditResult> =>
    storeReport({ reports: { put, place: 's3://reports/' } } as Context, { dryRun }, auditOf());

  test('keeps the page and the JSON side by side, and tells of the page', async () => {
    const kept = new Map<string, string>();
    const result = await store(async ({ key, contentType }) => {
      kept.set(key, contentType);
      return { value: `s3://reports/${key}`, incomplete: [] };
    });
    const key = '2026/11/22/audit-123456789012-030000Z';
    expect([...kept]).toEqual([
      [`${key}.html`, 'text/html; charset=utf-8'],
      [`${key}.json.gz`, 'application/gzip'],
    ]);
    expect(result.reportLocation).toBe(`s3://reports/${key}.html`);
  });

  test('tells of the JSON where the page could not be kept', async () => {
    const result = await store(async ({ key }) => {
      if (key.endsWith('.html')) throw new Error('no room');
      return { value: key, incomplete: [] };
    });
    expect(result.reportLocation).toMatch(/\.json\.gz$/);
    expect(result.incomplete).toEqual([{ what: 'Report as a page', why: 'no room' }]);
  });

  test('keeps nothing in a dry run', async () => {
    const result = await store(() => Promise.reject(new Error('asked')), true);
    expect(result.incomplete).toEqual([]);
  });
});
