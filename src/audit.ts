import type { AuditContext } from './audit-context.ts';
import type { AuditRequest } from './audit-request.ts';
import { rolesInUse } from './ecs/roles-in-use.ts';
import type { AuditResult } from './report/audit-result.ts';
import { neverEnded } from './report/never-ended.ts';
import { totalsOf } from './report/totals-of.ts';
import { openRunLedger } from './run-ledger/open-run-ledger.ts';
import type { OpenRunMarker } from './run-ledger/open-run-marker.ts';
import { assessWithFreshLook } from './stages/assess-with-fresh-look.ts';
import { checkIgnoredRegions } from './stages/check-ignored-regions.ts';
import { chooseRegions, isEveryRegion } from './stages/choose-regions.ts';
import { evaluateFindings } from './stages/evaluate-findings.ts';
import { beginRun, markedRun } from './stages/mark-run.ts';
import { narrowing, narrowRoles, refuseEmpty } from './stages/narrow-roles.ts';
import { type Notified, notify } from './stages/notify.ts';
import { publishFindings } from './stages/publish-findings.ts';
import { readInventory } from './stages/read-inventory.ts';
import { readOtherRoles } from './stages/read-other-roles.ts';
import { foundRoles, readRoles } from './stages/read-roles.ts';
import { readUsage } from './stages/read-usage.ts';
import { recommendPolicies } from './stages/recommend-policies.ts';
import { recordGrants } from './stages/record-grants.ts';
import { recordRun } from './stages/record-run.ts';
import { saveFindings } from './stages/save-findings.ts';
import { storeReport } from './stages/store-report.ts';

/**
 * One audit of one account, from its task definitions to what people are told. Throws for bugs alone: what cannot be read
 * or written is listed in the result. `begun`: the run's marker, where it was opened before.
 */
export function audit(context: AuditContext, request: AuditRequest, begun?: OpenRunMarker): Promise<AuditResult> {
  return markedRun(begun ?? beginRun(context, request), (run) => auditStages(context, request, run));
}

async function auditStages(context: AuditContext, request: AuditRequest, run: OpenRunMarker): Promise<Notified> {
  const { account, progress, clock, settings } = context;
  const startedAt = clock.now();
  const window = { from: startedAt - settings.lookback, to: startedAt };

  if (context.ledger !== undefined) progress.stage('reading the ledger');
  const keeps = !request.dryRun || request.keepLedger === true;
  const ledger = await openRunLedger(context, { window, keeps });

  progress.stage('reading the enabled Regions');
  const scope = await chooseRegions(context, request.regions ?? settings.regions);

  progress.stage('reading the task definitions');
  const inventory = await readInventory(context, scope.audited, ledger);
  const named = rolesInUse(inventory.regions, account);
  const inUse = narrowRoles(named.roles, request, settings.families);
  if (request.refuseEmpty) refuseEmpty(inUse, inventory, scope);

  progress.stage('reading the roles and their policies');
  const roles = await readRoles(context, inUse.roles);
  const others = await readOtherRoles(context, roles.lookups, inventory);
  const seenGrants = recordGrants(roles.lookups, ledger, startedAt);

  progress.stage('reading what the roles used');
  const asked = { accountId: account.accountId, regions: scope.watched, roles: foundRoles(roles.lookups), ...window };
  const usage = await readUsage(context, asked, ledger);

  progress.stage('judging every granted action');
  const regions = checkIgnoredRegions(scope, roles.lookups, usage, window.from);
  const assessed = await assessWithFreshLook(
    context,
    {
      regions,
      inventory,
      inUse: inUse.roles,
      lookups: roles.lookups,
      usage,
      seenGrants,
      tamperedAt: ledger.tamperedAt,
      evidenceNeeds: request.evidenceNeeds === true,
      now: startedAt,
    },
    { request: asked, ledger },
  );
  const { assessments } = assessed;
  const findings = await evaluateFindings(context, {
    assessments,
    switches: assessed.switches,
    usage,
    now: startedAt,
    everyUse: named.roles,
    others,
    ...(inUse.families && { families: inUse.families }),
    inventoryComplete: !inUse.narrowed && inventory.complete && isEveryRegion(regions),
    ledger,
  });

  progress.stage(context.sink === undefined || request.dryRun ? 'gathering the findings' : 'publishing the findings');
  const published = await publishFindings(context, request, findings.lifecycle);
  await saveFindings(context, findings.lifecycle, ledger);

  progress.stage('working out right-sized policies');
  const recommended = recommendPolicies(context, request.aim, {
    assessments,
    usage: usage.table,
    now: startedAt,
    known: findings.policies,
  });
  const read = [regions, inventory, { incomplete: named.problems }, inUse, roles, others, usage];
  const incomplete = [...read, assessed, recommended, findings, published].flatMap((stage) => stage.incomplete);
  const { lifecycle } = findings;
  const totals = totalsOf({ startedAt, assessments, findings: lifecycle.findings, lifecycle, incomplete });
  const history = recordRun(ledger, { request, regions, inUse }, totals);
  await ledger.commit();

  const kept = ledger.kept();
  const stopped = neverEnded(run.died.values());
  const result: AuditResult = {
    accountId: account.accountId,
    partition: account.partition,
    regions: regions.audited,
    homeRegion: context.homeRegion,
    startedAt,
    finishedAt: clock.now(),
    window,
    coverage: usage.coverage,
    unvalidated: usage.unvalidated,
    ignoredRegions: regions.ignored,
    sourceCaveats: [...(context.catalogCaveats ?? []), ...usage.caveats, ...assessed.caveats],
    ...narrowing(inUse, request),
    assessments,
    switches: assessed.switches,
    ...(assessed.evidence && { evidence: assessed.evidence }),
    findings: lifecycle.findings,
    parts: findings.parts,
    lifecycle,
    exceptions: findings.exceptions,
    recommendations: recommended.recommendations,
    recommendedPolicies: recommended.recommendedPolicies,
    settings,
    dryRun: request.dryRun,
    incomplete: [...stopped, ...incomplete, ...ledger.incomplete(), ...run.incomplete],
    neverEnded: stopped,
    history,
    ...(kept && { ledger: kept }),
  };

  progress.stage('putting the report together');
  const stored = await storeReport(context, request, result);
  return notify(context, request, stored, { ...run, findings: ledger.known.findings, onTold: ledger.tamperingTold });
}
