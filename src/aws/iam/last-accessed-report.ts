import type { GetServiceLastAccessedDetailsResponse, ServiceLastAccessed } from '@aws-sdk/client-iam';
import type { Attempt, RoleLastAccessed } from '../../evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../iam/action.ts';
import { MalformedAnswer } from '../client/aws-error.ts';
import { requireField } from '../client/call-api.ts';

/** What a report says. */
export type AccessReport = Pick<RoleLastAccessed, 'services' | 'actions'>;

/** One answer about a job. */
export interface AccessReportPage {
  readonly done: boolean;
  readonly services: readonly ServiceLastAccessed[];
  readonly next: string | undefined;
}

/** Reads an answer of GetServiceLastAccessedDetails. Throws for a job that failed. */
export function toReportPage(answer: GetServiceLastAccessedDetailsResponse): AccessReportPage {
  const status = requireField(answer.JobStatus, 'JobStatus');
  switch (status) {
    case 'IN_PROGRESS':
      return { done: false, services: [], next: undefined };
    case 'FAILED':
      throw new Error(`the job failed: ${answer.Error?.Message ?? 'IAM does not say why'}`);
    case 'COMPLETED':
      break;
    default:
      throw new MalformedAnswer(`"JobStatus" is "${String(status)}"`);
  }
  if (answer.JobType !== 'ACTION_LEVEL') throw new MalformedAnswer('"JobType" is not "ACTION_LEVEL"');
  const services = requireField(answer.ServicesLastAccessed, 'ServicesLastAccessed');
  const next = answer.IsTruncated === true ? requireField(answer.Marker, 'Marker') : undefined;
  return { done: true, services, next };
}

/** Brings the pages of one report together. */
export function joinPages(pages: readonly AccessReportPage[]): AccessReport {
  const services = new Map<string, Attempt | undefined>();
  const actions = new Map<string, Attempt & { readonly action: Action }>();
  for (const service of pages.flatMap((page) => page.services)) {
    const prefix = requireField(service.ServiceNamespace, 'ServiceNamespace').toLowerCase();
    services.set(prefix, attempt(service.LastAuthenticated, service.LastAuthenticatedRegion));
    for (const tracked of service.TrackedActionsLastAccessed ?? []) {
      const found = attempt(tracked.LastAccessedTime, tracked.LastAccessedRegion);
      if (found === undefined) continue;
      const action: Action = `${prefix}:${requireField(tracked.ActionName, 'ActionName')}`;
      actions.set(action.toLowerCase(), { ...found, action });
    }
  }
  return { services, actions };
}

function attempt(at: Date | undefined, region: string | undefined): Attempt | undefined {
  if (at === undefined) return undefined;
  return { at: at.getTime(), ...(region === undefined ? {} : { region }) };
}
