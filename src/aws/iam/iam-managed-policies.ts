import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient, type ManagedPolicyDetail } from '@aws-sdk/client-iam';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import type { EpochMs } from '../../base/time.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/** The default version of a managed policy, its document as IAM sends it (URL-encoded). */
export interface PolicyVersion {
  readonly versionId: string;
  readonly createdAt?: EpochMs;
  readonly document: string;
}

/** Managed policies of a run, each read once however many roles have it. */
export interface ManagedPolicies {
  /** Takes over what the bulk listing says of a policy; a policy without its default version is left to be asked for. */
  learn(detail: ManagedPolicyDetail): void;
  /** Throws `PolicyUnread` where IAM does not give it. */
  defaultVersion(arn: string): Promise<PolicyVersion>;
}

/** Names the call that failed; the reason is its `cause`. */
export class PolicyUnread extends Error {
  override readonly name = 'PolicyUnread';
  readonly action: string;

  constructor(action: string, cause: unknown) {
    super(`${action} failed`, { cause });
    this.action = action;
  }
}

export function openManagedPolicies(session: AwsSession, limiter: RateLimiter): ManagedPolicies {
  const versions = new Map<string, Promise<PolicyVersion>>();

  async function fetchVersion(arn: string): Promise<PolicyVersion> {
    let action = 'iam:GetPolicy';
    try {
      const versionId = await callApi(
        () => session.client(IAMClient).send(new GetPolicyCommand({ PolicyArn: arn }), abortOptions(session.signal)),
        (answer) => requireField(answer.Policy?.DefaultVersionId, 'Policy.DefaultVersionId'),
        limiter,
        session.signal,
      );
      action = 'iam:GetPolicyVersion';
      return await callApi(
        () => {
          const request = new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId });
          return session.client(IAMClient).send(request, abortOptions(session.signal));
        },
        (answer) => {
          const version = requireField(answer.PolicyVersion, 'PolicyVersion');
          return policyVersion(versionId, requireField(version.Document, 'PolicyVersion.Document'), version.CreateDate);
        },
        limiter,
        session.signal,
      );
    } catch (error) {
      throw new PolicyUnread(action, error);
    }
  }

  return {
    learn(detail) {
      const current = detail.PolicyVersionList?.find((version) => version.IsDefaultVersion === true);
      if (detail.Arn === undefined || current?.VersionId === undefined || current.Document === undefined) return;
      const version = policyVersion(current.VersionId, current.Document, current.CreateDate);
      versions.set(detail.Arn, Promise.resolve(version));
    },
    defaultVersion(arn) {
      const known = versions.get(arn) ?? fetchVersion(arn);
      versions.set(arn, known);
      return known;
    },
  };
}

function policyVersion(versionId: string, document: string, created: Date | undefined): PolicyVersion {
  return { versionId, document, ...(created === undefined ? {} : { createdAt: created.getTime() }) };
}
