import type { Rule } from './rule.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const ECS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide';

/** The catalogue: every rule in the order in which it is documented. Security Hub, Slack, reports and docs read it. */
export const RULES = [
  {
    id: 'unused-permissions',
    title: 'Role is granted permissions that it does not use',
    why: 'Whoever takes over a container holds every permission of its task role. A permission that nothing uses serves only them.',
    severity:
      'By the most that could be done with one of the unused actions: CRITICAL where the role could give itself more permissions, HIGH for permissions management and for secrets, MEDIUM for writing (and for actions whose access level is not known), LOW for reading, INFORMATIONAL for listing. One step milder where every statement names resources.',
    remediation:
      'Remove the unused actions from the statements that grant them, and replace AWS managed policies, which cannot be edited, with one of your own: `ecs-role-auditor policy ROLE --as diff` shows the change. Deploy to one environment first, and watch for AccessDenied.',
    page: {
      title: 'Refine permissions in AWS using last accessed information',
      url: `${IAM}/access_policies_last-accessed.html`,
    },
    evidence:
      'Every policy of the role; events of every enabled Region for at least the minimum watched time; role and grant older than the minimum age; every task definition that names the role.',
    notApplicable:
      'The role has administrator access (a rule of its own), does not exist, or belongs to another account.',
    classifier: 'Unused Permission',
  },
  {
    id: 'administrator-access',
    title: 'Role is granted every action on every resource',
    why: 'A container with administrator access makes any fault in the application a fault of the whole account.',
    severity: 'CRITICAL; HIGH where a permissions boundary is set, because it may take some of it away.',
    remediation: 'Replace the statement with one that grants the actions this role was seen to use.',
    page: { title: 'Security best practices in IAM', url: `${IAM}/best-practices.html` },
    evidence: 'Every policy of the role.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Administrator Access',
  },
  {
    id: 'application-permissions-on-execution-role',
    title: 'Execution role carries permissions that only an application would use',
    why: 'The ECS agent uses the execution role to start the task; containers never receive its credentials. Application permissions belong on the task role: on the execution role they do not help the application and only widen what the agent may do.',
    severity:
      'MEDIUM; HIGH where a task definition of the same family has no task role, or its task role was refused one of these actions: then the application does not work.',
    remediation:
      'Move these permissions to the task role (taskRoleArn) of the task definition and remove them from the execution role.',
    page: { title: 'Amazon ECS task IAM role', url: `${ECS}/task-iam-roles.html` },
    evidence: 'Every policy of the role, and every task definition that names it.',
    notApplicable:
      'The role is also a task role, has administrator access, does not exist, or belongs to another account.',
    classifier: 'Role Confusion',
  },
  {
    id: 'denied-at-runtime',
    title: 'Calls made with the role were denied',
    why: 'The application or the ECS agent asked for something and was refused: a fault waiting to be noticed, or somebody probing.',
    severity: 'MEDIUM; LOW where the role is granted all of the refused actions today.',
    remediation: 'Grant the action on the resource where the call is meant, or remove the call.',
    page: {
      title: 'Troubleshoot access denied error messages',
      url: `${IAM}/troubleshoot_access-denied.html`,
    },
    evidence: 'CloudTrail events with an authorization error; for their absence, events of every enabled Region.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Denied Calls',
  },
  {
    id: 'execution-role-missing-permission',
    title: 'Execution role lacks a permission that the task definition needs',
    why: 'The ECS agent needs it to start the container. Without it the task stops before the application runs: at the next deployment, or at the next replacement of a failed task.',
    severity: 'HIGH.',
    remediation: 'Add the statement to a policy of the execution role.',
    page: { title: 'Amazon ECS task execution IAM role', url: `${ECS}/task_execution_IAM_role.html` },
    evidence: 'The task definition, and every policy of the role with its permissions boundary.',
    notApplicable: 'The role is no execution role, does not exist, or belongs to another account.',
    classifier: 'Missing Permission',
  },
  {
    id: 'same-role-for-both',
    title: 'One role is both task role and execution role',
    why: 'The application then holds what only the ECS agent should: reading the secrets of its task definition, pulling images. And the two needs can no longer be told apart in CloudTrail.',
    severity: 'MEDIUM.',
    remediation: 'Give the task definition two roles: one for the ECS agent, one for the application.',
    page: { title: 'Best practices for IAM roles in Amazon ECS', url: `${ECS}/security-iam-roles.html` },
    evidence: 'For its absence, every task definition of every enabled Region.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Shared Role',
  },
  {
    id: 'missing-role',
    title: 'Task definition names a role that does not exist',
    why: 'ECS cannot start a task with it. Whoever may create a role of that name decides what the next task is allowed to do.',
    severity: 'HIGH.',
    remediation: 'Register a revision that names an existing role, and deregister the revisions listed here.',
    page: { title: 'IAM roles for Amazon ECS', url: `${ECS}/ecs-iam-role-overview.html` },
    evidence: "IAM's own statement that no such role exists.",
    notApplicable: 'The role belongs to another account, whose IAM the audit does not read.',
    classifier: 'Missing Role',
  },
  {
    id: 'foreign-role',
    title: 'Task definition names a role of another account',
    why: 'A role can be passed to ECS only within its own account, so a task cannot start with it; and nobody here sees what it grants.',
    severity: 'MEDIUM.',
    remediation:
      'Name a role of this account. Where the application needs the other account, let its task role assume a role there.',
    page: {
      title: 'Grant a user permissions to pass a role to an AWS service',
      url: `${IAM}/id_roles_use_passrole.html`,
    },
    evidence: 'The ARN in the task definition.',
    notApplicable: 'Never.',
    classifier: 'Foreign Role',
  },
  {
    id: 'unused-role',
    title: 'Role was not assumed in the watched window',
    why: 'Task definitions name the role, yet nothing assumed it. It still gives all its permissions to whoever may pass it.',
    severity: 'LOW; MEDIUM where the role could manage permissions or read secrets.',
    remediation: 'Deregister the task definitions that name it if they are no longer run, then delete the role.',
    page: { title: 'Delete roles or instance profiles', url: `${IAM}/id_roles_manage_delete.html` },
    evidence:
      "Events of every enabled Region, AssumeRole among them, for at least the minimum watched time; the role older than the window; IAM's own last-used date.",
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Unused Role',
  },
  {
    id: 'evidence-gap',
    title: 'Some permissions of the role cannot be judged',
    why: 'What nothing watches is never called unused. Here is what stands in the way, and the switch that changes it.',
    severity: 'INFORMATIONAL.',
    remediation:
      'Turn on the CloudTrail data events named in the finding, or wait until the role was watched long enough.',
    page: {
      title: 'Logging data events',
      url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
    },
    evidence: 'None: it reports the lack of it.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Evidence Gap',
  },
  {
    id: 'trust-missing-ecs',
    title: 'Trust policy does not let ECS tasks assume the role',
    why: 'ECS cannot assume the role, so no task can start with it.',
    severity: 'HIGH.',
    remediation:
      'Allow sts:AssumeRole for the service principal ecs-tasks.amazonaws.com in the trust policy, with aws:SourceAccount as a condition.',
    page: { title: 'Amazon ECS task IAM role', url: `${ECS}/task-iam-roles.html` },
    evidence: 'The trust policy.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Trust Policy',
  },
  {
    id: 'trust-without-source-condition',
    title: 'Trust policy does not say on whose behalf ECS may assume the role',
    why: 'Without aws:SourceAccount or aws:SourceArn, ECS could be led to assume the role on behalf of another account (the confused deputy).',
    severity: 'LOW.',
    remediation:
      'Add the condition StringEquals aws:SourceAccount (this account) and ArnLike aws:SourceArn (arn:PARTITION:ecs:REGION:ACCOUNT:*) to the statement that trusts ecs-tasks.amazonaws.com.',
    page: { title: 'The confused deputy problem', url: `${IAM}/confused-deputy.html` },
    evidence: 'The trust policy.',
    notApplicable: 'The trust policy does not trust ECS tasks; the role does not exist, or belongs to another account.',
    classifier: 'Trust Policy',
  },
  {
    id: 'broad-managed-policy',
    title: 'Role carries AWS managed policies made for everybody',
    why: 'An AWS managed policy names no resource of yours, and AWS may add actions to it at any time.',
    severity:
      'MEDIUM where the policy can write or read secrets everywhere, LOW where it only reads, INFORMATIONAL for AmazonECSTaskExecutionRolePolicy alone.',
    remediation: 'Replace the managed policy with one that names the actions in use and their resources.',
    page: { title: 'Managed policies and inline policies', url: `${IAM}/access_policies_managed-vs-inline.html` },
    evidence: 'The names of all attached policies.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Broad Managed Policy',
  },
  {
    id: 'unused-service',
    title: 'Role is granted a service that it never uses',
    why: 'A whole service that nothing uses is the easiest permission to take away, and the one nobody misses.',
    severity: 'LOW. What could be done with the actions is weighed by unused-permissions.',
    remediation: 'Remove the statements about the service.',
    page: {
      title: 'Refine permissions in AWS using last accessed information',
      url: `${IAM}/access_policies_last-accessed.html`,
    },
    evidence: 'As unused-permissions, for every granted action of the service.',
    notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
    classifier: 'Unused Permission',
  },
  {
    id: 'wildcard-service',
    title: 'Role is granted every action of a service',
    why: 'A wildcard over a service grants deletion along with reading, and whatever AWS adds to the service tomorrow.',
    severity: 'MEDIUM; LOW where the statements name resources or have conditions.',
    remediation: 'Replace the wildcard with the actions that the application calls.',
    page: { title: 'Security best practices in IAM', url: `${IAM}/best-practices.html` },
    evidence: 'Every policy of the role.',
    notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
    classifier: 'Wildcard Permission',
  },
  {
    id: 'wildcard-resource',
    title: 'Role is granted sensitive actions on every resource',
    why: 'An action that hands out secrets or changes permissions reaches every secret and every policy of the account.',
    severity:
      'One step milder than the impact of the worst action: HIGH for escalation, MEDIUM for permissions and secrets.',
    remediation: 'Name the resources that the actions are meant for.',
    page: { title: 'IAM JSON policy elements: Resource', url: `${IAM}/reference_policies_elements_resource.html` },
    evidence: 'Every policy of the role, and the catalogue of actions with their resource types.',
    notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
    classifier: 'Wildcard Permission',
  },
  {
    id: 'privilege-escalation',
    title: 'Role can escalate its privileges',
    why: 'With these actions together, whoever takes over a container can act with permissions that the role was never meant to have.',
    severity:
      'CRITICAL where the actions are granted on every resource, HIGH where they name resources; one step milder where some of them are in use.',
    remediation:
      'Remove the actions that complete the combination, or name the roles and resources they are meant for.',
    page: {
      title: 'Grant a user permissions to pass a role to an AWS service',
      url: `${IAM}/id_roles_use_passrole.html`,
    },
    evidence: 'Every policy of the role.',
    notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
    classifier: 'Privilege Escalation',
  },
  {
    id: 'secrets-beyond-declared',
    title: 'Execution role can read secrets that no task definition names',
    why: 'The ECS agent fetches only what task definitions declare. What it may read beyond that serves whoever can register a task definition.',
    severity: 'MEDIUM for every secret of the account, LOW where the statements name some.',
    remediation: 'Name in the statement the secrets and parameters that the task definitions declare.',
    page: { title: 'Amazon ECS task execution IAM role', url: `${ECS}/task_execution_IAM_role.html` },
    evidence: 'Every policy of the role, and every task definition of every Region.',
    notApplicable:
      'The role is also a task role, has administrator access, does not exist, or belongs to another account.',
    classifier: 'Excessive Reach',
  },
  {
    id: 'infrastructure-permissions-on-task-role',
    title: 'Task role carries permissions that only the ECS agent would use',
    why: 'The agent pulls images, fetches secrets and writes logs with the execution role. On the task role these permissions do nothing but widen what the container may do.',
    severity: 'LOW.',
    remediation: 'Remove them from the task role; the execution role is where they belong.',
    page: { title: 'Amazon ECS task execution IAM role', url: `${ECS}/task_execution_IAM_role.html` },
    evidence: 'As unused-permissions.',
    notApplicable:
      'The role is also an execution role, has administrator access, does not exist, or belongs to another account.',
    classifier: 'Role Confusion',
  },
  {
    id: 'shared-role',
    title: 'Several task-definition families share a role',
    why: 'Each family then holds what all of them need, and what one uses keeps it granted to all.',
    severity: 'LOW for a task role, INFORMATIONAL for an execution role.',
    remediation: 'Give each family, or each group of families with the same needs, a role of its own.',
    page: { title: 'Amazon ECS task IAM role', url: `${ECS}/task-iam-roles.html` },
    evidence:
      'The task definitions; for its absence, those of every Region. What each family used is told from sessions that bear the id of a running task, or of one that RunTask or StartTask was seen to start.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Shared Role',
  },
  {
    id: 'trust-too-wide',
    title: 'Principals other than ECS tasks may assume the role',
    why: 'Whoever may assume the role gets all that the task is granted, and their use mixes with the task’s.',
    severity:
      'CRITICAL for everyone, HIGH for another account, MEDIUM for all of this account and for federated users, LOW for a role of this account and for another service; one step milder under conditions.',
    remediation: 'Remove the other principals from the trust policy, or give them a role of their own.',
    page: { title: 'AWS JSON policy elements: Principal', url: `${IAM}/reference_policies_elements_principal.html` },
    evidence: 'The trust policy.',
    notApplicable: 'The role does not exist, or belongs to another account.',
    classifier: 'Trust Policy',
  },
] as const satisfies readonly Rule[];

/** The id of a rule of the catalogue. */
export type RuleId = (typeof RULES)[number]['id'];

/** A rule by its id; `undefined` for ids of rules that the catalogue no longer has. */
export function ruleOf(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
