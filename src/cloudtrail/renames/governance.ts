import type { AnyOfRow, RenameRow } from './rename-row.ts';

const VIEW = 'budgets has one permission for all reading';
const MODIFY = 'budgets has one permission for all changes';
const SECOND = 'the second version of the operation keeps the first permission';
const SINGLE = 'the batch form is authorised as the single one';
const LISTING = 'the permission says List where the operation says Describe';
const UPDATING = 'the permission says Update where the operation says Modify';
const DEFINITION = 'the definition is part of what is described';
const TAGGING_API = 'the Resource Groups Tagging API is tag in IAM';
const EXEMPTIONS = 'tax exemptions have one permission for reading';

/** Events of security, billing, migration and management services named otherwise than the permission. */
export const GOVERNANCE_RENAMES: readonly RenameRow[] = [
  ['access-analyzer:GetFindingV2', ['access-analyzer:GetFinding'], SECOND],
  ['access-analyzer:ListFindingsV2', ['access-analyzer:ListFindings'], SECOND],
  ['securityhub:BatchUpdateFindingsV2', ['securityhub:BatchUpdateFindings'], SECOND],
  ['securityhub:GetFindingsV2', ['securityhub:GetFindings'], SECOND],
  [
    'securityhub:GetFindingStatisticsV2',
    ['securityhub:GetAdhocInsightResults'],
    'statistics are an insight made on the spot',
  ],
  ['kms:ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo'], 'one permission on each of the two keys'],
  ['budgets:DescribeBudget', ['budgets:ViewBudget'], VIEW],
  ['budgets:DescribeBudgets', ['budgets:ViewBudget'], VIEW],
  ['budgets:DescribeBudgetNotificationsForAccount', ['budgets:ViewBudget'], VIEW],
  ['budgets:DescribeBudgetPerformanceHistory', ['budgets:ViewBudget'], VIEW],
  ['budgets:DescribeNotificationsForBudget', ['budgets:ViewBudget'], VIEW],
  ['budgets:DescribeSubscribersForNotification', ['budgets:ViewBudget'], VIEW],
  ['budgets:CreateBudget', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:UpdateBudget', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:DeleteBudget', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:CreateNotification', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:UpdateNotification', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:DeleteNotification', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:CreateSubscriber', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:UpdateSubscriber', ['budgets:ModifyBudget'], MODIFY],
  ['budgets:DeleteSubscriber', ['budgets:ModifyBudget'], MODIFY],
  ['aws-marketplace:BatchDescribeEntities', ['aws-marketplace:DescribeEntity'], SINGLE],
  [
    'bcm-pricing-calculator:BatchCreateBillScenarioCommitmentModification',
    ['bcm-pricing-calculator:CreateBillScenarioCommitmentModification'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchCreateBillScenarioUsageModification',
    ['bcm-pricing-calculator:CreateBillScenarioUsageModification'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchCreateWorkloadEstimateUsage',
    ['bcm-pricing-calculator:CreateWorkloadEstimateUsage'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchUpdateBillScenarioCommitmentModification',
    ['bcm-pricing-calculator:UpdateBillScenarioCommitmentModification'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchUpdateBillScenarioUsageModification',
    ['bcm-pricing-calculator:UpdateBillScenarioUsageModification'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchUpdateWorkloadEstimateUsage',
    ['bcm-pricing-calculator:UpdateWorkloadEstimateUsage'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchDeleteBillScenarioCommitmentModification',
    ['bcm-pricing-calculator:DeleteBillScenarioCommitmentModification'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchDeleteBillScenarioUsageModification',
    ['bcm-pricing-calculator:DeleteBillScenarioUsageModification'],
    SINGLE,
  ],
  [
    'bcm-pricing-calculator:BatchDeleteWorkloadEstimateUsage',
    ['bcm-pricing-calculator:DeleteWorkloadEstimateUsage'],
    SINGLE,
  ],
  ['cloudtrail:ListInsightsMetricData', ['cloudtrail:ListInsightsData'], 'insights data, as metrics'],
  ['detective:ListOrganizationAdminAccounts', ['detective:ListOrganizationAdminAccount'], 'the permission is singular'],
  ['resource-explorer-2:ListResources', ['resource-explorer-2:Search'], 'listing is searching without words'],
  ['dms:DescribeDataProviders', ['dms:ListDataProviders'], LISTING],
  ['dms:DescribeExtensionPackAssociations', ['dms:ListExtensionPacks'], LISTING],
  ['dms:DescribeInstanceProfiles', ['dms:ListInstanceProfiles'], LISTING],
  ['dms:DescribeMetadataModelAssessments', ['dms:ListMetadataModelAssessments'], LISTING],
  ['dms:DescribeMetadataModelConversions', ['dms:ListMetadataModelConversions'], LISTING],
  ['dms:DescribeMetadataModelExportsAsScript', ['dms:ListMetadataModelExports'], LISTING],
  ['dms:DescribeMetadataModelExportsToTarget', ['dms:ListMetadataModelExports'], LISTING],
  ['dms:DescribeMigrationProjects', ['dms:ListMigrationProjects'], LISTING],
  ['dms:ModifyConversionConfiguration', ['dms:UpdateConversionConfiguration'], UPDATING],
  ['dms:ModifyDataProvider', ['dms:UpdateDataProvider'], UPDATING],
  ['dms:ModifyInstanceProfile', ['dms:UpdateInstanceProfile'], UPDATING],
  ['dms:ModifyMigrationProject', ['dms:UpdateMigrationProject'], UPDATING],
  ['dms:StartExtensionPackAssociation', ['dms:AssociateExtensionPack'], 'the permission names the association'],
  ['dms:StartMetadataModelExportAsScript', ['dms:StartMetadataModelExportAsScripts'], 'the permission is plural'],
  ['quicksight:DescribeAnalysisDefinition', ['quicksight:DescribeAnalysis'], DEFINITION],
  ['quicksight:DescribeDashboardDefinition', ['quicksight:DescribeDashboard'], DEFINITION],
  ['quicksight:DescribeTemplateDefinition', ['quicksight:DescribeTemplate'], DEFINITION],
  ['verifiedpermissions:BatchIsAuthorized', ['verifiedpermissions:IsAuthorized'], SINGLE],
  ['verifiedpermissions:BatchIsAuthorizedWithToken', ['verifiedpermissions:IsAuthorizedWithToken'], SINGLE],
  ['verifiedpermissions:BatchGetPolicy', ['verifiedpermissions:GetPolicy'], SINGLE],
  ['tax:BatchGetTaxExemptions', ['tax:GetExemptions'], EXEMPTIONS],
  ['tax:GetTaxExemptionTypes', ['tax:GetExemptions'], EXEMPTIONS],
  ['tax:ListTaxExemptions', ['tax:GetExemptions'], EXEMPTIONS],
  ['tax:PutTaxExemption', ['tax:UpdateExemptions'], 'the permission leaves Tax out'],
  ['cloudfront:CreateDistributionWithTags', ['cloudfront:CreateDistribution'], 'tags come along with the creation'],
  ['cloudfront:CreateStreamingDistributionWithTags', ['cloudfront:CreateStreamingDistribution'], 'tags come along'],
  ['cloudfront:UpdateDistributionWithStagingConfig', ['cloudfront:UpdateDistribution'], 'promotion is an update'],
  ['connect:UpdateUserConfig', ['connect:UpdateUserPhoneConfig'], 'the permission keeps its first name'],
  ['iotfleetwise:BatchCreateVehicle', ['iotfleetwise:CreateVehicle'], SINGLE],
  ['iotfleetwise:BatchUpdateVehicle', ['iotfleetwise:UpdateVehicle'], SINGLE],
  ['mediaconnect:BatchGetRouterInput', ['mediaconnect:GetRouterInput'], SINGLE],
  ['mediaconnect:BatchGetRouterNetworkInterface', ['mediaconnect:GetRouterNetworkInterface'], SINGLE],
  ['mediaconnect:BatchGetRouterOutput', ['mediaconnect:GetRouterOutput'], SINGLE],
  ['lex:ListUtteranceAnalyticsData', ['lex:ListAggregatedUtterances'], 'analytics are aggregates of utterances'],
  ['lex:ListUtteranceMetrics', ['lex:ListAggregatedUtterances'], 'analytics are aggregates of utterances'],
  ['lex:CreateResourcePolicyStatement', ['lex:CreateResourcePolicy'], 'a statement is part of the policy'],
  ['lex:DeleteResourcePolicyStatement', ['lex:DeleteResourcePolicy'], 'a statement is part of the policy'],
  ['resource-groups:DescribeReportCreation', ['tag:DescribeReportCreation'], TAGGING_API],
  ['resource-groups:GetComplianceSummary', ['tag:GetComplianceSummary'], TAGGING_API],
  ['resource-groups:GetResources', ['tag:GetResources'], TAGGING_API],
  ['resource-groups:GetTagKeys', ['tag:GetTagKeys'], TAGGING_API],
  ['resource-groups:GetTagValues', ['tag:GetTagValues'], TAGGING_API],
  ['resource-groups:StartReportCreation', ['tag:StartReportCreation'], TAGGING_API],
  ['resource-groups:TagResources', ['tag:TagResources'], TAGGING_API],
  ['resource-groups:UntagResources', ['tag:UntagResources'], TAGGING_API],
  ['sso-oauth:CreateToken', ['sso-oauth:CreateTokenWithIAM'], 'the token endpoint with IAM authorisation'],
];

/** Events of the Resource Groups Tagging API that also reach into the services tagged are authorised there as well. */
export const GOVERNANCE_ANY_OF: readonly AnyOfRow[] = [
  [
    'waf-regional:DisassociateWebACL',
    ['elasticloadbalancing:SetWebAcl', 'apigateway:SetWebACL'],
    'authorised on the resource that the web ACL is taken from',
  ],
];
