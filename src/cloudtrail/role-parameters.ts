/** Services in whose parameters a role ARN names whom to act on, not whom to pass. */
const NEVER_PASS = new Set([
  'iam',
  'sts',
  'sso',
  'access-analyzer',
  'kms',
  'ram',
  'eks-auth',
  'resource-groups',
  'tag',
]);
const READS = /^(Get|List|Describe|Head|BatchGet|Search|Lookup|Simulate|Tag|Untag|Test|Validate|Check)/;
/** `roleArn`, `executionRoleArn`, `serviceRole`, `RoleARN`, `iamRoleArn`, `dataAccessRoleArns`, and API Gateway's `credentials`, SNS's `attributeValue` … */
const ROLE_NAME = /(role(_?arn)?s?|^credentials(arn)?|^attributeValue)$/i;

/** Whether a call passes the roles whose ARNs its parameters hold, if they hold any. */
export function mayPassRoles(prefix: string, eventName: string): boolean {
  return !NEVER_PASS.has(prefix) && !READS.test(eventName);
}

/** Whether a parameter of this name holds a role to be passed, if it holds the ARN of one. */
export function isRoleName(name: string): boolean {
  return ROLE_NAME.test(name);
}
