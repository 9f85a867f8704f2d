import { clip } from '../../../base/format.ts';
import { stripControlCharacters } from '../../../base/strip-control-characters.ts';
import { compareFindings } from '../../../findings/evaluate-rules.ts';
import { SEVERITIES } from '../../../findings/finding.ts';
import { arnOf } from '../../../findings/role-facts.ts';
import { countBySeverity, isCounted } from '../../../findings/severity.ts';
import { grantedActions, verdictGroups } from '../../../rightsize/fold-verdicts.ts';
import { isGrantedNearlyAll } from '../../../rightsize/granted-nearly-all.ts';
import { type RoleAssessment, VERDICTS } from '../../../rightsize/verdict.ts';
import type { AuditResult } from '../../audit-result.ts';
import { caveatsOf } from '../../caveats.ts';
import { securityHubLink } from '../../console-link.ts';
import { exceptionNotes } from '../../exception-notes.ts';
import { objectText } from '../../json/json-text.ts';
import { countedFindings, openFindings, suppressedFindings } from '../../open-findings.ts';
import { type RoleSummary, roleSummaries } from '../../role-summary.ts';
import { totalsOf } from '../../totals-of.ts';
import { createStringTable, pack, type StringTable } from '../packed-json.ts';
import type { PageData, PageRole } from '../page-data.ts';
import { actionGroups } from './action-groups.ts';
import { MAX_TEXT, type PageRun, pageFinding, roleDetail } from './role-detail.ts';
import { servicesOf } from './services-of.ts';

/**
 * The JSON text of a `PageData`, in pieces, role by role: all that the page shows of a run. What is not in it no reader of the page can see.
 * `beforeRole` is called before the work on each role, and may throw to end it.
 */
export function pageDataText(result: AuditResult, beforeRole: () => void = () => undefined): Generator<string> {
  const summaries = roleSummaries(result);
  const opened = new Set([...result.lifecycle.opened, ...result.lifecycle.reopened]);
  const run: PageRun = { opened, now: result.startedAt };
  const countedOf = (ids: ReadonlySet<string>): number =>
    countedFindings(result).filter(({ id }) => ids.has(id)).length;
  const table = createStringTable(actionNames(result.assessments));
  const listed: ReadonlySet<string> = new Set(result.assessments.map(arnOf));
  const others = { findings: result.findings.filter(({ roleArn }) => !listed.has(roleArn)).toSorted(compareFindings) };
  const securityHub = securityHubLink(result.partition, result.homeRegion);
  const members = {
    accountId: result.accountId,
    regions: result.regions,
    startedAt: result.startedAt,
    finishedAt: result.finishedAt,
    window: result.window,
    sources: result.settings.sources,
    ...(securityHub !== undefined && { securityHub }),
    ...(result.storedDocument !== undefined && { storedDocument: text(result.storedDocument) }),
    coverage: result.coverage,
    caveats: caveatsOf({ ...result, incomplete: [] }),
    incomplete: result.incomplete.map(({ what, why }) => ({ what: text(what), why: text(why) })),
    exceptions: exceptionNotes(result).map(text),
    changes: {
      known: result.lifecycle.knownComplete,
      ...(result.lifecycle.uncompared && { uncompared: true as const }),
      opened: countedOf(opened),
      worsened: countedOf(new Set(result.lifecycle.worsened)),
      resolved: result.lifecycle.resolvedFindings
        .filter(isCounted)
        .map(({ title, severity }) => ({ title: text(title), severity })),
    },
    accountFindings: {
      open: openFindings(others).map((finding) => pageFinding(finding, run)),
      suppressed: suppressedFindings(others).map((finding) => pageFinding(finding, run)),
    },
    services: servicesOf(result.assessments),
    leftOut: namesOf(summaries.filter(({ assessment }) => isGrantedNearlyAll(assessment))),
    history: [...result.history, totalsOf(result)],
    roles: pageRoles(summaries, { run, table, beforeRole, recommendations: result.recommendations }),
    // After the roles, whose texts are added to it while they are written.
    strings: table.strings,
  } satisfies Omit<PageData, 'roles'> & { readonly roles: Iterable<PageRole> };
  return objectText(Object.entries(members));
}

interface PageRoles {
  readonly run: PageRun;
  readonly table: StringTable;
  readonly beforeRole: () => void;
  readonly recommendations: AuditResult['recommendations'];
}

function* pageRoles(
  summaries: readonly RoleSummary[],
  { run, table, beforeRole, recommendations }: PageRoles,
): Generator<PageRole> {
  for (const summary of summaries) {
    beforeRole();
    const { assessment } = summary;
    yield {
      arn: stripControlCharacters(arnOf(assessment)),
      name: clip(summary.name, MAX_TEXT),
      state: assessment.lookup.kind,
      usedAs: [...new Set(assessment.inUse.uses.map((use) => use.job))].sort().reverse(),
      families: summary.families.map((family) => clip(family, MAX_TEXT)),
      severities: SEVERITIES.map((severity) => countBySeverity(summary.findings)[severity]),
      ...(summary.suppressed.length > 0 && { suppressed: summary.suppressed.length }),
      ...(summary.owner !== undefined && { owner: clip(summary.owner, MAX_TEXT) }),
      counts: VERDICTS.map((verdict) => summary.verdicts[verdict]),
      ...(assessment.lastSeen !== undefined && { lastSeen: assessment.lastSeen }),
      groups: actionGroups(verdictGroups(assessment), table),
      detail: pack(roleDetail(summary, run, recommendations[arnOf(assessment)]), table),
    };
  }
}

/** The actions of all roles, in order; many roles are granted the same. */
function actionNames(assessments: readonly RoleAssessment[]): readonly string[] {
  const granted = new Set([...new Set(assessments.map(grantedActions))].flat());
  return [...new Set([...granted].map(stripControlCharacters))].sort();
}

function namesOf(summaries: readonly RoleSummary[]): readonly string[] {
  return summaries.map(({ name }) => clip(name, MAX_TEXT));
}

function text(outside: string): string {
  return clip(stripControlCharacters(outside), MAX_TEXT);
}
