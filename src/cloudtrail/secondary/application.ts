import type { SecondaryRow } from './secondary-row.ts';

const CONTENT =
  'version 2 authorises raw and template content as the operations of version 1, and records may hide the content';
const POLICIES_OF_ACCOUNT = 'an account policy acts on every log group';

/** Further checks of the calls that applications, agents and deployments make. */
export const APPLICATION_CHECKS: readonly SecondaryRow[] = [
  {
    events: ['secretsmanager:BatchGetSecretValue'],
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:ListSecrets'],
    reason: 'each secret is authorised by itself, and filters list',
  },
  {
    events: ['secretsmanager:CreateSecret'],
    actions: ['secretsmanager:ReplicateSecretToRegions'],
    parameter: /replica/i,
    reason: 'a secret may be created with replicas',
  },
  {
    events: ['secretsmanager:ValidateResourcePolicy'],
    actions: ['secretsmanager:PutResourcePolicy'],
    reason: 'validating is authorised as putting too',
  },
  {
    events: ['secretsmanager:PutResourcePolicy'],
    actions: ['secretsmanager:ValidateResourcePolicy'],
    parameter: /^blockPublicPolicy$/i,
    reason: 'blocking public policies validates',
  },
  {
    events: ['kms:CreateKey'],
    actions: ['kms:PutKeyPolicy', 'kms:TagResource'],
    reason: 'a key may be created with policy and tags, whose values CloudTrail leaves out',
  },
  {
    events: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    actions: ['lambda:GetLayerVersion'],
    parameter: /^layers$/i,
    reason: 'attaching a layer reads it',
  },
  {
    events: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    actions: ['lambda:PassCapacityProvider'],
    parameter: /capacityProvider/i,
    reason: 'names a capacity provider',
  },
  { events: ['lambda:InvokeAsync'], actions: ['lambda:InvokeFunction'], reason: 'documents name either permission' },
  {
    events: ['states:CreateStateMachine', 'states:UpdateStateMachine'],
    actions: ['states:PublishStateMachineVersion'],
    parameter: /^publish$/i,
    reason: 'publishes a version at once',
  },
  {
    events: ['ecr:CreateRepositoryCreationTemplate', 'ecr:UpdateRepositoryCreationTemplate'],
    actions: ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy'],
    reason: 'the template will do so on behalf of its author',
  },
  {
    events: ['ecs:CreateCapacityProvider', 'ecs:DeleteCapacityProvider', 'ecs:UpdateCapacityProvider'],
    actions: ['ecs:PutClusterCapacityProviders'],
    reason: 'the provider is tied to its cluster',
  },
  {
    events: ['ecs:CreateExpressGatewayService', 'ecs:UpdateExpressGatewayService'],
    actions: ['ecs:CreateCluster', 'ecs:RegisterTaskDefinition', 'ecs:TagResource'],
    reason: 'Express Mode makes cluster and task definition itself',
  },
  {
    events: ['logs:StartQuery', 'logs:ListLogGroups'],
    actions: ['logs:DescribeLogGroups'],
    reason: 'the log groups are looked up',
  },
  {
    events: ['logs:PutAccountPolicy'],
    actions: [
      'logs:PutDataProtectionPolicy',
      'logs:PutIndexPolicy',
      'logs:PutSubscriptionFilter',
      'logs:PutTransformer',
    ],
    reason: POLICIES_OF_ACCOUNT,
  },
  {
    events: ['logs:DeleteAccountPolicy'],
    actions: [
      'logs:DeleteDataProtectionPolicy',
      'logs:DeleteIndexPolicy',
      'logs:DeleteSubscriptionFilter',
      'logs:DeleteTransformer',
    ],
    reason: POLICIES_OF_ACCOUNT,
  },
  {
    events: ['ssm:CreateAssociation', 'ssm:UpdateAssociation', 'ssm:CreateAssociationBatch'],
    actions: ['ssm:SendCommand', 'ssm:StartAutomationExecution', 'ssm:CreateAssociation'],
    reason: 'the association runs its document on behalf of its author',
  },
  {
    events: ['ssm:CreateDocument', 'ssm:UpdateDocument'],
    actions: ['ssm:GetDocument'],
    reason: 'documents that it builds on are read',
  },
  {
    events: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    actions: ['sts:SetSourceIdentity'],
    parameter: /^sourceIdentity$/i,
    reason: 'sets a source identity',
  },
  {
    events: ['sts:AssumeRole'],
    actions: ['sts:SetContext'],
    parameter: /^providedContexts$/i,
    reason: 'hands on a context',
  },
  {
    events: ['ssm:GetParameter', 'ssm:GetParameters'],
    actions: ['kms:Decrypt', 'secretsmanager:GetSecretValue'],
    value: { facet: 'references', is: /^secret$/ },
    reason: 'the parameter stands for a secret, which is read with the permissions of the caller',
  },
  {
    events: ['ec2:RequestSpotInstances', 'ec2:RunInstances'],
    actions: ['ssm:GetParameters'],
    value: { facet: 'references', is: /^parameter$/ },
    reason: 'the id of the image stands in a parameter, which is read with the permissions of the caller',
  },
  {
    events: ['ecr-public:GetAuthorizationToken', 'codeartifact:GetAuthorizationToken'],
    actions: ['sts:GetServiceBearerToken'],
    always: true,
    reason: 'the token is one of STS ("GetServiceBearerToken")',
  },
  {
    events: ['lambda:InvokeFunctionUrl'],
    actions: ['lambda:InvokeFunction'],
    always: true,
    reason: 'function URLs ask for both permissions ("Control access to Lambda function URLs")',
  },
  {
    events: ['ses:SendEmail'],
    actions: ['ses:SendRawEmail'],
    parameter: /^(raw|attachments)$/i,
    unless: /^(simple|template|message)$/i,
    reason: CONTENT,
  },
  {
    events: ['ses:SendEmail'],
    actions: ['ses:SendTemplatedEmail'],
    parameter: /^template/i,
    unless: /^(simple|raw|message)$/i,
    reason: CONTENT,
  },
  {
    events: ['ses:SendBulkEmail'],
    actions: ['ses:SendBulkTemplatedEmail', 'ses:SendEmail', 'ses:SendRawEmail', 'ses:SendTemplatedEmail'],
    reason: CONTENT,
  },
];
