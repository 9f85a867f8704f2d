import * as fc from 'fast-check';
import type { Incomplete } from '../../src/base/incomplete.ts';
import type { Region } from '../../src/base/region.ts';
import type { Exception } from '../../src/findings/exceptions/exception.ts';
import { type Finding, SEVERITIES } from '../../src/findings/finding.ts';
import type { FindingId } from '../../src/findings/finding-id.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { neverEnded } from '../../src/report/never-ended.ts';
import type { LastNotification } from '../../src/report/notification/last-notification.ts';
import { arnOf, DAY, NOW } from '../findings/fixtures.ts';
import { auditOf, exceptionNotes } from './audit-fixture.ts';
import { HOSTILE } from './hostile.ts';

/** Text as the world may send it: short, empty, endless, of characters that forms escape, hostile. */
export const outsideText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', HOSTILE, '&'.repeat(3_000), '<'.repeat(400), '🔴'.repeat(2_000), 'x'.repeat(10_000), '\ud800'),
);

const acceptance = fc.record({ reason: outsideText, writtenIn: outsideText, until: fc.constant(NOW + 9 * DAY) });

const finding = fc
  .record({
    title: outsideText,
    reason: outsideText,
    description: outsideText,
    severity: fc.constantFrom(...SEVERITIES),
    families: fc.array(outsideText, { maxLength: 5 }),
    owner: fc.option(outsideText, { nil: undefined }),
    status: fc.constantFrom('open', 'open', 'suppressed'),
    acceptance,
    remediation: outsideText,
  })
  .map(({ owner, remediation, acceptance: accepted, ...rest }) => ({
    ...rest,
    ...(owner !== undefined && { owner }),
    ...(rest.status === 'suppressed' && { acceptance: accepted }),
    remediation: { text: remediation, url: 'https://docs.aws.amazon.com/' },
  }));

const exception: fc.Arbitrary<Exception> = fc.record({
  role: outsideText,
  rules: fc.constant('all' as const),
  until: fc.constant(NOW - DAY),
  reason: outsideText,
  writtenIn: outsideText,
});

const incomplete: fc.Arbitrary<Incomplete> = fc.record(
  { what: outsideText, why: outsideText, tampered: fc.constant(true as const) },
  { requiredKeys: ['what', 'why'] },
);

const night = fc.record({
  daysAgo: fc.integer({ min: 1, max: 400 }),
  counts: fc.tuple(...SEVERITIES.map(() => fc.nat({ max: 5_000 }))),
});

function idOf(place: number | string): FindingId {
  return `ecs-role-auditor/aws/123456789012/finding-${place}/shared-role`;
}

/** Any result, whether an audit could come to it or not. */
export const arbitraryResult: fc.Arbitrary<AuditResult> = fc
  .record({
    findings: fc.array(finding, { maxLength: 40 }),
    changes: fc.array(fc.constantFrom('opened', 'reopened', 'worsened', 'suppressed', 'unchanged'), {
      minLength: 40,
      maxLength: 40,
    }),
    resolved: fc.array(finding, { maxLength: 15 }),
    incomplete: fc.array(incomplete, { maxLength: 12 }),
    expired: fc.array(exception, { maxLength: 8 }),
    ending: fc.array(exception, { maxLength: 8 }),
    nights: fc.array(night, { maxLength: 30 }),
    regions: fc.array(outsideText, { maxLength: 10 }),
    knownComplete: fc.boolean(),
    report: fc.option(outsideText, { nil: undefined }),
    stopped: fc.integer({ min: 0, max: 4 }),
  })
  .map((drawn) => {
    const base = auditOf();
    const [template] = base.findings;
    if (template === undefined) throw new Error('Cannot draw a result: the fixture has no finding');
    const findings = drawn.findings.map(
      (each, place): Finding => ({
        ...template,
        ...each,
        status: each.status as Finding['status'],
        id: idOf(place),
        roleArn: arnOf(`role-${place % 7}`),
      }),
    );
    const idsOf = (change: string) =>
      findings.filter((_, place) => drawn.changes[place] === change).map(({ id }) => id);
    const resolvedFindings = drawn.resolved.map(
      (each, place): Finding => ({ ...template, ...each, status: 'resolved', id: idOf(`gone-${place}`) }),
    );
    const died = { at: NOW - DAY, limit: 900_000, status: 'open' as const, memory: 1769 };
    const stopped = neverEnded(Array.from({ length: drawn.stopped }, () => died));
    return {
      ...base,
      findings,
      regions: drawn.regions as readonly string[] as readonly Region[],
      lifecycle: {
        ...base.lifecycle,
        findings,
        opened: idsOf('opened'),
        reopened: idsOf('reopened'),
        worsened: idsOf('worsened'),
        suppressed: idsOf('suppressed'),
        resolvedFindings,
        resolved: resolvedFindings.map(({ id }) => id),
        knownComplete: drawn.knownComplete,
      },
      incomplete: [...stopped, ...drawn.incomplete],
      neverEnded: stopped,
      exceptions: exceptionNotes({ expired: drawn.expired, ending: drawn.ending }),
      history: drawn.nights
        .map(({ daysAgo, counts }) => ({
          at: NOW - daysAgo * DAY,
          roles: 3,
          suppressed: 0,
          complete: true,
          findings: Object.fromEntries(SEVERITIES.map((severity, place) => [severity, counts[place] ?? 0])),
          verdicts: {},
        }))
        .sort((a, b) => a.at - b.at) as unknown as AuditResult['history'],
      ...(drawn.report !== undefined ? { reportLocation: drawn.report } : {}),
    };
  });

const findingsOf = (drawn: readonly (readonly [number, string])[]): ReadonlyMap<string, string> =>
  new Map(drawn.map(([place, severity]) => [idOf(place), severity]));

const someFindings = (most: number) =>
  fc.array(fc.tuple(fc.nat({ max: 45 }), fc.constantFrom(...SEVERITIES)), { maxLength: most }).map(findingsOf);

/** A last notification of findings that a result may have. */
export const arbitraryLastNotification: fc.Arbitrary<LastNotification | undefined> = fc.option(
  fc
    .record({
      daysAgo: fc.integer({ min: 1, max: 9 }),
      delivered: fc.boolean(),
      damaged: fc.boolean(),
      told: someFindings(40),
      unclear: fc.array(someFindings(5), { maxLength: 2 }),
      elsewhere: someFindings(5),
    })
    .map(({ daysAgo, delivered, damaged, told, unclear, elsewhere }) => {
      const at = NOW - daysAgo * DAY;
      return {
        ...(delivered && { at }),
        caveats: new Set<string>(),
        ...(damaged && { lostAt: at }),
        told: new Map([...told].map(([id, severity]) => [id, { at, severity }])),
        unclear: new Map(
          unclear.map((findings, place) => [`run ${place}`, { at, sent: at, status: 'unclear' as const, findings }]),
        ),
        elsewhere: new Set(elsewhere.keys()),
        findings: new Map(),
      };
    }),
  { nil: undefined },
);
