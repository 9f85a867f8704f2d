import { type ManagementRow, words } from './management-row.ts';

/** Services recorded as management events, access-analyzer to config. */
export const MANAGEMENT_SERVICES_A_TO_C: readonly ManagementRow[] = [
  {
    service: 'access-analyzer',
    unconfirmed: words(`
      CreateServiceLinkedAnalyzer DeleteServiceLinkedAnalyzer`),
  },
  {
    service: 'account',
    unconfirmed: words(`
      GetPrimaryEmailUpdateStatus`),
    noOperation: words(`
      CloseAccount`),
  },
  {
    service: 'acm',
    unconfirmed: words(`
      CreateAcmeDomainValidation CreateAcmeEndpoint CreateAcmeExternalAccountBinding DeleteAcmeDomainValidation
      DeleteAcmeEndpoint DeleteAcmeExternalAccountBinding DescribeAcmeAccount DescribeAcmeDomainValidation
      DescribeAcmeEndpoint DescribeAcmeExternalAccountBinding GetAcmeExternalAccountBindingCredentials
      ListAcmeAccounts ListAcmeDomainValidations ListAcmeEndpoints ListAcmeExternalAccountBindings
      ListCertificateDomainValidations ListTagsForResource RevokeAcmeAccount RevokeAcmeExternalAccountBinding
      RevokeCertificate SearchCertificates TagResource UntagResource UpdateAcmeDomainValidation UpdateAcmeEndpoint
      UpdateCertificate`),
  },
  {
    service: 'apigateway',
    only: words(`
      GET POST PUT PATCH DELETE`),
  },
  {
    service: 'appconfig',
    unconfirmed: words(`
      CreateExperimentDefinition DeleteExperimentDefinition GetExperimentDefinition GetExperimentRun
      GetLatestConfiguration ListExperimentDefinitions ListExperimentRunEvents ListExperimentRuns
      StartConfigurationSession StartExperimentRun StopExperimentRun UpdateExperimentDefinition UpdateExperimentRun`),
  },
  {
    service: 'application-autoscaling',
    only: words(`
      DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget DescribeScalableTargets
      DescribeScalingActivities DescribeScalingPolicies DescribeScheduledActions GetPredictiveScalingForecast
      ListTagsForResource PutScalingPolicy PutScheduledAction RegisterScalableTarget TagResource UntagResource`),
  },
  {
    service: 'appmesh',
    noOperation: words(`
      DeleteMeshPolicy GetMeshPolicy PutMeshPolicy StreamAggregatedResources`),
  },
  {
    service: 'athena',
    unconfirmed: words(`
      CancelQueryExecution GetCatalogs GetExecutionEngine GetExecutionEngines GetNamespace GetNamespaces
      GetQueryExecutions GetTable GetTables RunQuery`),
    noOperation: words(`
      GetQueryResultsStream`),
    checkedBeside: words(`
      ListTagsForResource`),
  },
  {
    service: 'autoscaling',
    unconfirmed: words(`
      DescribeAccountSettings LaunchInstances PutAccountSetting`),
  },
  {
    service: 'backup',
    unconfirmed: words(`
      AssociateBackupVaultMpaApprovalTeam CopyFromBackupVault CopyIntoBackupVault
      DisassociateBackupVaultMpaApprovalTeam GetPITRMalwareScanResults GetRecoveryPointIndexDetails
      ListBackupAccessPoints ListBackupAccessPointsByRecoveryPoint ListBackupAccessPointsByResource
      ListProtectedResourcesByBackupVault RevokeRestoreAccessBackupVault SearchRecoveryPoint StartScanJob
      UpdateRecoveryPointIndexSettings`),
    noOperation: words(`
      CreateBackupAccessPoint DeleteBackupAccessPoint DeleteBackupVaultSharingPolicy DescribeBackupAccessPoint
      GetBackupVaultSharingPolicy ListIndexedRecoveryPointsForSearch PutBackupVaultSharingPolicy`),
  },
  {
    service: 'batch',
    unconfirmed: words(`
      CreateQuotaShare DeleteQuotaShare DescribeQuotaShare ListQuotaShares SetCapacityTags UpdateQuotaShare
      UpdateServiceJob`),
  },
  {
    service: 'cloudformation',
    unconfirmed: words(`
      ActivateOrganizationsAccess ActivateType CancelResourceRequest CreateResource CreateStackRefactor
      CreateUploadBucket DeactivateOrganizationsAccess DeleteResource DescribeStackRefactor ExecuteStackRefactor
      GetResource GetResourceRequestStatus ListAllHookResults ListResourceRequests ListResources
      ListStackRefactorActions TagResource UntagResource UpdateResource`),
    checkedBeside: words(`
      ListStacks`),
  },
  {
    service: 'cloudfront',
    unconfirmed: words(`
      CreateAnycastIpList CreateInvalidationForDistributionTenant CreateStreamingDistribution
      CreateStreamingDistributionWithTags CreateVpcOrigin DeleteResourcePolicy DescribeConnectionFunction
      GetConnectionFunction GetConnectionGroup GetConnectionGroupByRoutingEndpoint GetDistributionTenant
      GetDistributionTenantByDomain GetManagedCertificateDetails GetResourcePolicy GetTrustStore
      ListDistributionsByConnectionFunction ListDistributionsByTrustStore ListDomainConflicts ListVpcOrigins
      PutResourcePolicy UpdateDistributionWithStagingConfig UpdateDomainAssociation UpdateStreamingDistribution
      UpdateVpcOrigin VerifyDnsConfiguration`),
    noOperation: words(`
      AllowVendedLogDeliveryForResource CreateSavingsPlan GetSavingsPlan ListDistributionsByLambdaFunction
      ListRateCards ListSavingsPlans ListUsages UpdateSavingsPlan`),
    checkedBeside: words(`
      CreateConnectionGroup CreateDistribution GetDistribution GetVpcOrigin UpdateDistribution
      UpdateDistributionTenant`),
  },
  {
    service: 'cloudtrail',
    unconfirmed: words(`
      EnableFederation`),
    noOperation: words(`
      CreateServiceLinkedChannel DeleteServiceLinkedChannel GenerateQueryResultsSummary GetEventDataStoreData
      GetServiceLinkedChannel ListServiceLinkedChannels UpdateServiceLinkedChannel`),
    checkedBeside: words(`
      LookupEvents StartDashboardRefresh StartQuery`),
  },
  {
    service: 'cloudwatch',
    only: words(`
      DeleteAlarms DeleteAnomalyDetector DeleteDashboards DeleteInsightRules DeleteMetricStream DescribeAlarmHistory
      DescribeAlarms DescribeAlarmsForMetric DescribeAnomalyDetectors DescribeInsightRules DisableAlarmActions
      DisableInsightRules EnableAlarmActions EnableInsightRules GetDashboard GetInsightRuleReport GetMetricStatistics
      GetMetricStream ListDashboards ListManagedInsightRules ListMetricStreams PutAnomalyDetector PutCompositeAlarm
      PutDashboard PutInsightRule PutManagedInsightRules PutMetricAlarm PutMetricStream SetAlarmState
      StartMetricStreams StopMetricStreams`),
  },
  {
    service: 'codedeploy',
    checkedBeside: words(`
      CreateCloudFormationDeployment`),
  },
  {
    service: 'codepipeline',
    unconfirmed: words(`
      ListDeployActionExecutionTargets`),
    checkedBeside: words(`
      UntagResource`),
  },
  {
    service: 'cognito-identity',
    unconfirmed: words(`
      GetCredentialsForIdentity GetId GetIdentityPoolAnalytics GetIdentityPoolDailyAnalytics
      GetIdentityProviderDailyAnalytics GetOpenIdToken GetOpenIdTokenForDeveloperIdentity UnlinkIdentity`),
    checkedBeside: words(`
      UntagResource`),
  },
  {
    service: 'cognito-idp',
    unconfirmed: words(`
      AddUserPoolClientSecret AdminDeleteSoftwareToken AdminGetUserAuthFactors AssociateWebACL CreateUserPoolReplica
      DeleteUserPoolClientSecret DeleteUserPoolReplica DisassociateWebACL GetProvisionedLimit
      GetTokensFromRefreshToken GetWebACLForResource ListResourcesForWebACL ListUserPoolClientSecrets
      ListUserPoolReplicas UpdateManagedLoginBranding UpdateProvisionedLimit UpdateUserPoolReplica`),
    checkedBeside: words(`
      UntagResource`),
  },
  {
    service: 'config',
    unconfirmed: words(`
      AssociateResourceTypes DeleteConnector DeleteServiceLinkedConfigurationRecorder DisassociateResourceTypes
      GetConnector ListConnectors PutConnector PutServiceLinkedConfigurationRecorder
      PutThirdPartyServiceLinkedConfigurationRecorder`),
  },
];
