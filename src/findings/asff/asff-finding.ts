/** The part of the AWS Security Finding Format that this program writes; assignable to the SDK's `AwsSecurityFinding`. */
export interface AsffFinding {
  readonly SchemaVersion: '2018-10-08';
  readonly Id: string;
  readonly ProductArn: string;
  readonly ProductName: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly FirstObservedAt: string;
  readonly LastObservedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string; readonly Url: string } };
  readonly ProductFields: Record<string, string>;
  readonly Resources: AsffResource[];
  readonly RelatedFindings?: { readonly ProductArn: string; readonly Id: string }[];
  readonly RecordState: 'ACTIVE' | 'ARCHIVED';
  readonly FindingProviderFields: {
    readonly Severity: {
      readonly Label: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
      readonly Original: string;
    };
    readonly Types: string[];
  };
}

/** A resource of a finding. */
export interface AsffResource {
  readonly Type: 'AwsIamRole' | 'AwsEcsTaskDefinition' | 'AwsAccount';
  readonly Id: string;
  readonly Partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly Region?: string;
  readonly Tags?: Record<string, string>;
  readonly Details?: {
    readonly AwsIamRole?: AsffRoleDetails;
    readonly AwsEcsTaskDefinition?: { readonly Family: string };
  };
}

/** `AwsIamRoleDetails`. */
export interface AsffRoleDetails {
  readonly AssumeRolePolicyDocument?: string;
  readonly AttachedManagedPolicies: { readonly PolicyName: string; readonly PolicyArn: string }[];
  readonly CreateDate: string;
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string; readonly PermissionsBoundaryType: string };
  readonly RoleId: string;
  readonly RoleName: string;
  readonly RolePolicyList: { readonly PolicyName: string }[];
  readonly Path: string;
}
