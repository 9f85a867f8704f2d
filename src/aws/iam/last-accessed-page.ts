import type { GetServiceLastAccessedDetailsResponse, ServiceLastAccessed } from '@aws-sdk/client-iam';
import { defined } from '../../base/defined.ts';
import type { Attempt } from '../../evidence/last-accessed/role-last-accessed.ts';
import type { ReportPage, ServiceAccess } from '../../sources/last-accessed/last-accessed-calls.ts';
import { MalformedAnswer } from '../client/aws-error.ts';
import { requireField } from '../client/call-api.ts';

/**
 * Reads an answer of GetServiceLastAccessedDetails.
 *
 * @throws {Error} when the job failed
 * @throws {MalformedAnswer} when the answer is none of a job's
 */
export function toReportPage(answer: GetServiceLastAccessedDetailsResponse): ReportPage {
  const status = requireField(answer.JobStatus, 'JobStatus');
  switch (status) {
    case 'IN_PROGRESS':
      return { done: false };
    case 'FAILED':
      throw new Error(`the job failed: ${answer.Error?.Message ?? 'IAM does not say why'}`);
    case 'COMPLETED':
      break;
    default:
      throw new MalformedAnswer(`"JobStatus" is "${String(status)}"`);
  }
  if (answer.JobType !== 'ACTION_LEVEL') throw new MalformedAnswer('"JobType" is not "ACTION_LEVEL"');
  const services = requireField(answer.ServicesLastAccessed, 'ServicesLastAccessed').map(toServiceAccess);
  return { done: true, services, ...(answer.IsTruncated === true && { next: requireField(answer.Marker, 'Marker') }) };
}

function toServiceAccess(service: ServiceLastAccessed): ServiceAccess {
  const prefix = requireField(service.ServiceNamespace, 'ServiceNamespace').toLowerCase();
  const attempt = toAttempt(service.LastAuthenticated, service.LastAuthenticatedRegion);
  const actions = (service.TrackedActionsLastAccessed ?? []).flatMap((tracked): ServiceAccess['actions'] => {
    const found = toAttempt(tracked.LastAccessedTime, tracked.LastAccessedRegion);
    return found === undefined
      ? []
      : [{ ...found, action: `${prefix}:${requireField(tracked.ActionName, 'ActionName')}` }];
  });
  return { prefix, actions, ...(attempt && { attempt }) };
}

function toAttempt(at: Date | undefined, region: string | undefined): Attempt | undefined {
  return at === undefined ? undefined : defined({ at: at.getTime(), region });
}
