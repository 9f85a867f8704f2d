import { type AwsSecurityFinding, GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Incomplete } from '../../base/incomplete.ts';
import { productArn, toAsff } from '../../findings/asff/asff.ts';
import type { KnownFinding } from '../../findings/finding.ts';
import type { FindingId } from '../../findings/finding-id.ts';
import type { AccountIdentity, Clock, FindingsSink } from '../../ports.ts';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import { GET_FINDINGS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { GENERATORS, toKnownFinding } from './known-finding.ts';
import { importFindings } from './security-hub-import.ts';
import { isSwitchedOff, securityHubIncomplete } from './security-hub-incomplete.ts';
import { updateFindings } from './security-hub-update.ts';

export interface SecurityHubOptions extends AccountIdentity {
  readonly clock: Clock;
  /** Milliseconds before refused findings are sent again, doubled each time; default 1,000. */
  readonly retryDelay?: number;
}

/**
 * Security Hub CSPM in the session's Region, under the account's default product. The session's credentials must be
 * the audited account's own: Security Hub takes no findings about another.
 */
export function createSecurityHub(session: AwsSession, options: SecurityHubOptions): FindingsSink {
  const { accountId, partition, clock, retryDelay = 1_000 } = options;
  const product = productArn(partition, session.region, accountId);
  // Said when the findings were read, and not once more when they are written.
  let switchedOff = false;
  return {
    async known(ids) {
      const findings: KnownFinding[] = [];
      const incomplete: Incomplete[] = [];
      try {
        for await (const page of findingPages(session, product, accountId, ids)) {
          for (const finding of page) {
            // Not every endpoint that speaks this protocol filters.
            if (!isOwn(finding, product, accountId)) continue;
            const known = toKnownFinding(finding);
            if (known.ok) findings.push(known.value);
            else incomplete.push({ what: `finding ${finding.Id} of an earlier run`, why: known.problem });
          }
        }
      } catch (error) {
        const call = { action: 'securityhub:GetFindings', region: session.region };
        switchedOff = isSwitchedOff(error);
        const what = switchedOff
          ? 'Security Hub findings, of earlier runs and of this one'
          : 'findings of earlier runs';
        incomplete.push(securityHubIncomplete(what, error, call));
      }
      return { value: findings, incomplete };
    },

    async publish(findings) {
      if (switchedOff) return { imported: 0, incomplete: [] };
      const target = { region: session.region, now: clock.now() };
      const asff = findings.map((finding): AwsSecurityFinding => toAsff(finding, target));
      return importFindings(session, asff, retryDelay);
    },

    async mark(marks) {
      if (switchedOff) return { incomplete: [] };
      return { incomplete: await updateFindings(session, product, marks, retryDelay) };
    },
  };
}

function findingPages(
  session: AwsSession,
  product: string,
  accountId: string,
  ids?: readonly FindingId[],
): AsyncGenerator<readonly AwsSecurityFinding[]> {
  const limiter = session.rateLimiter(GET_FINDINGS);
  return pages((nextToken) =>
    callApi(
      () =>
        session.client(SecurityHubClient).send(
          new GetFindingsCommand({
            Filters: {
              ProductArn: [{ Value: product, Comparison: 'EQUALS' }],
              AwsAccountId: [{ Value: accountId, Comparison: 'EQUALS' }],
              GeneratorId: [{ Value: GENERATORS, Comparison: 'PREFIX' }],
              ...(ids && { Id: ids.map((id) => ({ Value: id, Comparison: 'EQUALS' as const })) }),
            },
            MaxResults: 100,
            NextToken: nextToken,
          }),
          abortOptions(session.signal),
        ),
      (answer): Page<AwsSecurityFinding> => ({
        items: requireField(answer.Findings, 'Findings'),
        next: answer.NextToken,
      }),
      limiter,
      session.signal,
    ),
  );
}

function isOwn(finding: AwsSecurityFinding, product: string, accountId: string): boolean {
  return (
    finding.ProductArn === product &&
    finding.AwsAccountId === accountId &&
    finding.GeneratorId?.startsWith(GENERATORS) === true
  );
}
