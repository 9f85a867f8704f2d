import { clip } from '../base/format.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { compareSeverity } from '../findings/severity.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { countedFindings } from '../report/open-findings.ts';

/** What the owner of roles is told of one account. */
export interface OwnerNews {
  /** Absent for findings without an owner. */
  readonly owner?: string;
  /** Open findings, those of severity INFORMATIONAL apart. */
  readonly open: number;
  /** Those of them that are new. */
  readonly opened: number;
  /** The new ones, worst first, at most three. */
  readonly first: readonly { readonly severity: Severity; readonly title: string }[];
}

/** Owners and findings of an account that are kept, so that all accounts are together of some megabytes at most. */
const MOST_OWNERS = 10;
const MOST_FINDINGS = 3;
const LINE = 120;

/**
 * What is new to each owner, the worst first: open findings first seen since people were told of the account, whichever run saw them, so that one
 * that died, or whose message was refused, takes nothing away; and those that came back.
 *
 * @param since when that was; absent: never
 */
export function ownerNews(result: AuditResult, since: number | undefined): readonly OwnerNews[] {
  const back = new Set<string>(result.lifecycle.reopened);
  const isNew = ({ id, firstSeen }: Finding): boolean => since === undefined || firstSeen > since || back.has(id);
  const open = countedFindings(result);
  return [...Map.groupBy(open, ({ owner }) => owner)]
    .flatMap(([owner, findings]): OwnerNews[] => {
      const fresh = findings.filter(isNew).sort((a, b) => compareSeverity(a.severity, b.severity));
      if (fresh.length === 0) return [];
      const first = fresh
        .slice(0, MOST_FINDINGS)
        .map(({ severity, title }) => ({ severity, title: clip(title, LINE) }));
      return [
        {
          ...(owner !== undefined && { owner: clip(owner, LINE) }),
          open: findings.length,
          opened: fresh.length,
          first,
        },
      ];
    })
    .sort(compareNews)
    .slice(0, MOST_OWNERS);
}

/** Those with the worst news first, what has no owner last. */
export function compareNews(a: Pick<OwnerNews, 'owner' | 'first'>, b: Pick<OwnerNews, 'owner' | 'first'>): number {
  const ownerless = ({ owner }: Pick<OwnerNews, 'owner'>): number => Number(owner === undefined);
  const worst = ({ first }: Pick<OwnerNews, 'first'>): Severity => first[0]?.severity ?? 'INFORMATIONAL';
  return ownerless(a) - ownerless(b) || compareSeverity(worst(a), worst(b));
}
