import { type ManagementRow, words } from './management-row.ts';

/** Services recorded as management events, access-analyzer to events. */
export const MANAGEMENT_SERVICES_A_TO_E: readonly ManagementRow[] = [
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
  {
    service: 'dax',
    unconfirmed: words(`
      BatchGetItem BatchWriteItem ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem`),
  },
  {
    service: 'docdb-elastic',
    checkedBeside: words(`
      CreateCluster CreateClusterSnapshot`),
  },
  {
    service: 'dynamodb',
    unconfirmed: words(`
      BatchGetItem BatchWriteItem ConditionCheckItem CreateGlobalTableWitness CreateTableReplica
      DeleteGlobalTableWitness DeleteItem DeleteResourcePolicy DeleteTableReplica GetItem GetRecords GetShardIterator
      InjectError PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate PutItem PutResourcePolicy Query Scan
      SearchVectors UpdateItem`),
    noOperation: words(`
      DescribeReservedCapacity DescribeReservedCapacityOfferings GetAbacStatus PurchaseReservedCapacityOfferings
      RestoreTableFromAwsBackup RestoreTableToPointInTime StartAwsBackupJob UpdateAbacStatus UpdateGlobalTableVersion`),
    checkedBeside: words(`
      AssociateTableReplica ReadDataForReplication ReplicateSettings WriteDataForReplication`),
  },
  {
    service: 'ec2',
    unconfirmed: words(`
      AcceptTransitGatewayClientVpnAttachment AssociateApplicationStatusCheck AttachImageWatermark
      AttachResourcesToPlacementGroup BatchModifyIpamRoutingPolicyRegistrations CreateApplicationStatusCheck
      CreateCapacityReservationCancellationQuote CreateIpamInternetRegistryAssociation
      CreateIpamRoutingPolicyRegistration CreateSecondaryNetwork CreateSecondarySubnet
      CreateTransitGatewayPolicyTableEntry DeleteApplicationStatusCheck DeleteIpamInternetRegistryAssociation
      DeleteIpamRoutingPolicyRegistration DeleteResourcePolicy DeleteSecondaryNetwork DeleteSecondarySubnet
      DeleteTransitGatewayClientVpnAttachment DeleteTransitGatewayPolicyTableEntry DescribeAccountVpcEncryptionControl
      DescribeApplicationStatus DescribeApplicationStatusCheckAssociations DescribeApplicationStatusChecks
      DescribeCapacityBlockOfferings DescribeCapacityReservationCancellationQuotes
      DescribeIpamInternetRegistryAssociations DescribeIpamPoolAllocations DescribeSecondaryInterfaces
      DescribeSecondaryNetworks DescribeSecondarySubnets DetachImageWatermark DetachResourcesFromPlacementGroup
      DisableApplicationStatusCheckSuppression DisassociateApplicationStatusCheck
      EnableApplicationStatusCheckSuppression EnableIpamInternetRegistryAssociation GetCapacityManagerMonitoredTagKeys
      GetIpamDiscoveredRoutes GetIpamInternetRegistryAssociationAsns GetIpamInternetRegistryAssociationCidrs
      GetIpamRouteOriginAuthorizations GetIpamRouteProtectionFindings GetIpamRoutingPolicyRegistrationDeltas
      GetIpamRoutingPolicyRegistrations GetManagedResourceVisibility GetResourcePolicy ImportByoipCidrToIpam
      ModifyAccountVpcEncryptionControl ModifyApplicationStatusCheck ModifyIpamPoolAllocation
      ModifyIpamRoutingPolicyRegistration ModifyManagedResourceVisibility ModifyTransitGatewayPolicyTableEntry
      ModifyVpcEndpointPayerResponsibility PurchaseCapacityBlock PutResourcePolicy
      RejectTransitGatewayClientVpnAttachment ReplaceImageInstanceTypeSpecification
      UpdateCapacityManagerMonitoredTagKeys ValidateSecurityGroupQuotasForInterface`),
    noOperation: words(`
      AssociateVerifiedAccessInstanceWebAcl AttachApplianceToNatGateway CreateCoipPoolPermission
      CreateLocalGatewayRouteTablePermission CreateOdbNetworkPeering DeleteCoipPoolPermission
      DeleteLocalGatewayRouteTablePermission DeleteOdbNetworkPeering DescribeElasticGpus
      DescribeLocalGatewayRouteTablePermissions DescribeMovingAddresses
      DescribeVerifiedAccessInstanceWebAclAssociations DetachApplianceFromNatGateway
      DisassociateVerifiedAccessInstanceWebAcl GetVerifiedAccessInstanceWebAcl InjectApiError InjectVolumeIOLatency
      ModifyOdbNetworkPeering MoveAddressToVpc PauseVolumeIO RestoreAddressToClassic SendSpotInstanceInterruptions`),
  },
  {
    service: 'ecr',
    unconfirmed: words(`
      DeregisterPullTimeUpdateExclusion DescribeImageSigningStatus PutSigningConfiguration
      RegisterPullTimeUpdateExclusion UpdateImageStorageClass`),
    noOperation: words(`
      GetImageCopyStatus ReplicateImage`),
    checkedBeside: words(`
      BatchImportUpstreamImage CreateRepository TagResource`),
  },
  {
    service: 'ecr-public',
  },
  {
    service: 'ecs',
    unconfirmed: words(`
      AllowVendedLogDeliveryForResource ContinueServiceDeployment CreateDaemon CreateExpressGatewayService
      DeleteDaemon DeleteDaemonTaskDefinition DescribeDaemon DescribeDaemonDeployments DescribeDaemonRevisions
      DescribeDaemonTaskDefinition ListDaemonDeployments ListDaemonTaskDefinitions ListDaemons PutSystemLogEvents
      RegisterDaemonTaskDefinition StartTelemetrySession UpdateDaemon`),
    noOperation: words(`
      Poll`),
  },
  {
    service: 'eks',
    unconfirmed: words(`
      ActivateCertificateAuthority CancelUpdate CreateCapability CreateCertificateAuthority
      CreatePodIdentityAssociation DeleteCertificateAuthority DescribeCertificateAuthority ListCertificateAuthorities
      ListDashboardData ListDashboardResources MutateViaKubernetesApi`),
    noOperation: words(`
      AccessKubernetesApi`),
  },
  {
    service: 'elasticache',
    unconfirmed: words(`
      Connect`),
    noOperation: words(`
      InterruptClusterAzPower`),
  },
  {
    service: 'elasticfilesystem',
    unconfirmed: words(`
      Backup ClientMount ClientRootAccess ClientWrite ReplicationRead ReplicationWrite Restore`),
  },
  {
    service: 'elasticloadbalancing',
    unconfirmed: words(`
      ModifyListenerAttributes SetWebAcl`),
    noOperation: words(`
      AllowVendedLogDeliveryForResource`),
    checkedBeside: words(`
      CreateWebACLAssociation DeleteWebACLAssociation DescribeWebACLAssociation GetLoadBalancerWebACL`),
  },
  {
    service: 'es',
    unconfirmed: words(`
      AddDataSource AddDirectQueryDataSource AssociatePackages AttachDataSource CancelDomainConfigChange
      CreateApplication CreateElasticsearchServiceRole CreateServiceRole DeleteApplication DeleteDataSource
      DeleteDirectQueryDataSource DeregisterCapability DescribeDataSourceAttachment DescribeInsightDetails
      DetachDataSource ESCrossClusterGet ESHttpDelete ESHttpGet ESHttpHead ESHttpPatch ESHttpPost ESHttpPut
      GetApplication GetCapability GetDefaultApplicationSetting GetDirectQueryDataSource GetIndex GetMigration
      InsightFeedback ListApplications ListDataSourceAttachments ListDirectQueryDataSources ListDomainMaintenances
      ListElasticsearchInstanceTypeDetails ListInsights ListMigrations PutDefaultApplicationSetting RegisterCapability
      RollbackElasticsearchServiceSoftwareUpdate RollbackServiceSoftwareUpdate StartMigration UpdateApplication
      UpdateDirectQueryDataSource`),
    checkedBeside: words(`
      AcceptInboundConnection AcceptInboundCrossClusterSearchConnection CancelElasticsearchServiceSoftwareUpdate
      CancelServiceSoftwareUpdate CreateDomain CreateElasticsearchDomain CreateOutboundConnection
      CreateOutboundCrossClusterSearchConnection DeleteDomain DeleteElasticsearchDomain DeleteOutboundConnection
      DeleteOutboundCrossClusterSearchConnection DescribeDomain DescribeDomainConfig DescribeDomains
      DescribeElasticsearchDomain DescribeElasticsearchDomainConfig DescribeElasticsearchDomains
      DescribeElasticsearchInstanceTypeLimits DescribeInboundConnections DescribeInboundCrossClusterSearchConnections
      DescribeInstanceTypeLimits DescribeOutboundConnections DescribeOutboundCrossClusterSearchConnections
      DescribeReservedElasticsearchInstanceOfferings DescribeReservedElasticsearchInstances
      DescribeReservedInstanceOfferings DescribeReservedInstances GetCompatibleElasticsearchVersions
      GetCompatibleVersions ListElasticsearchVersions ListVersions PurchaseReservedElasticsearchInstanceOffering
      PurchaseReservedInstanceOffering RejectInboundConnection RejectInboundCrossClusterSearchConnection
      StartElasticsearchServiceSoftwareUpdate StartServiceSoftwareUpdate UpdateDomainConfig
      UpdateElasticsearchDomainConfig UpgradeDomain UpgradeElasticsearchDomain`),
  },
  {
    service: 'events',
    unconfirmed: words(`
      CreateEventSource CreateSubscriber DeleteEventSource DeleteResourcePolicy DeleteSubscriber DescribeSubscriber
      GetResourcePolicy InvokeApiDestination ListResourcePolicies ListSubscribers PutEvents PutPartnerEvents
      PutRawEvents PutResourcePolicy RetrieveConnectionCredentials RevokeResource UpdateEventSource UpdateSubscriber`),
    noOperation: words(`
      AllowVendedLogDeliveryForResource`),
  },
];
