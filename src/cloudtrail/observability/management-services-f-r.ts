import { type ManagementRow, words } from './management-row.ts';

/** Services recorded as management events, firehose to route53resolver. */
export const MANAGEMENT_SERVICES_F_TO_R: readonly ManagementRow[] = [
  {
    service: 'firehose',
    unconfirmed: words(`
      PutRecord PutRecordBatch`),
  },
  {
    service: 'fsx',
    unconfirmed: words(`
      BypassSnaplockEnterpriseRetention CopySnapshotAndUpdateVolume CreateAndAttachS3AccessPoint`),
    noOperation: words(`
      AssociateFileGateway DeleteResourcePolicy DescribeAssociatedFileGateways DisassociateFileGateway
      GetResourcePolicy ManageBackupPrincipalAssociations PutResourcePolicy`),
    checkedBeside: words(`
      CreateBackup CreateDataRepositoryAssociation DeleteDataRepositoryAssociation`),
  },
  {
    service: 'guardduty',
    unconfirmed: words(`
      CreateCustomDetectionRuleAssociation CreateCustomDetectionRuleOrgConfiguration CreateInvestigation
      DeleteCustomDetectionRuleAssociation DeleteCustomDetectionRuleOrgConfiguration GetCustomDetectionRule
      GetCustomDetectionRuleAssociation GetCustomDetectionRuleOrgConfiguration GetInvestigation
      ListCustomDetectionRuleAssociations ListCustomDetectionRuleOrgConfigurations ListCustomDetectionRules
      ListInvestigations SendObjectMalwareScan SendSecurityTelemetry UpdateCustomDetectionRuleAssociation
      UpdateCustomDetectionRuleOrgConfiguration`),
  },
  {
    service: 'iam',
    unconfirmed: words(`
      AcceptDelegationRequest AssociateDelegationRequest CreateDelegationRequest GetAccountProperties
      GetDelegationRequest GetHumanReadableSummary GetRoleTemplateVersion PassRole PutAccountProperties
      RejectDelegationRequest SendDelegationToken`),
    noOperation: words(`
      DeleteCloudFrontPublicKey DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
      EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions GetAccountEmailAddress
      GetAccountName GetCloudFrontPublicKey ListCloudFrontPublicKeys ListOrganizationsFeatures
      ListSTSRegionalEndpointsStatus SetSTSRegionalEndpointStatus UpdateAccountEmailAddress UpdateCloudFrontPublicKey
      UploadCloudFrontPublicKey`),
    checkedBeside: words(`
      DeleteServiceLinkedRole UpdateAccountName`),
  },
  {
    service: 'inspector2',
    unconfirmed: words(`
      BatchAssociateCodeSecurityScanConfiguration BatchDisassociateCodeSecurityScanConfiguration
      CreateCodeSecurityScanConfiguration CreateConnector DeleteCodeSecurityScanConfiguration DeleteConnector
      GetCodeSecurityScanConfiguration ListCodeSecurityScanConfigurationAssociations ListConnectorScanConfigurations
      ListConnectors UpdateCodeSecurityScanConfiguration UpdateConnector UpdateConnectorScanConfiguration`),
  },
  {
    service: 'kafka',
    unconfirmed: words(`
      CreateChannel CreateTopic DeleteChannel DeleteTopic DescribeChannel DescribeReplicator DescribeTopic
      DescribeTopicPartitions ListChannels ListTopics UpdateChannel UpdateTopic`),
    checkedBeside: words(`
      ListTagsForResource`),
  },
  {
    service: 'kinesis',
    unconfirmed: words(`
      AssociateStreamsWithChannel CreateChannel DeleteChannel DeleteResourcePolicy DescribeChannel GetRecords
      GetResourcePolicy GetShardIterator InjectApiError ListChannels ListTagsForResource PutRecord PutRecords
      PutResourcePolicy SubscribeToShard TagResource UntagResource UpdateChannel UpdateMaxRecordSize
      UpdateStreamRecordDistributionStrategy UpdateStreamWarmThroughput`),
  },
  {
    service: 'kms',
    unconfirmed: words(`
      GetKeyLastUsage ReEncryptFrom ReEncryptTo`),
    noOperation: words(`
      SynchronizeMultiRegionKey`),
  },
  {
    service: 'lambda',
    unconfirmed: words(`
      CheckpointDurableExecution ConnectMicrovm CreateCapacityProvider CreateMicrovmAuthToken CreateMicrovmImage
      CreateMicrovmShellAuthToken CreateNetworkConnector DeleteMicrovmImage DeleteMicrovmImageVersion
      DeleteNetworkConnector DeleteResourcePolicy GetDurableExecution GetDurableExecutionHistory
      GetDurableExecutionState GetMicrovm GetMicrovmImage GetMicrovmImageBuild GetMicrovmImageVersion
      GetNetworkConnector GetResourcePolicy InvokeAsync InvokeFunction InvokeFunctionUrl
      ListFunctionVersionsByCapacityProvider ListManagedMicrovmImageVersions ListManagedMicrovmImages
      ListMicrovmImageBuilds ListMicrovmImageVersions ListMicrovmImages ListMicrovms ListNetworkConnectors
      PassCapacityProvider PassNetworkConnector PutResourcePolicy ResumeMicrovm RunMicrovm
      SendDurableExecutionCallbackFailure SendDurableExecutionCallbackHeartbeat SendDurableExecutionCallbackSuccess
      StopDurableExecution SuspendMicrovm TerminateMicrovm UpdateFunctionCodeSigningConfig UpdateMicrovmImage
      UpdateMicrovmImageVersion UpdateNetworkConnector`),
    noOperation: words(`
      DisableReplication EnableReplication`),
    checkedBeside: words(`
      ListTags`),
  },
  {
    service: 'logs',
    unconfirmed: words(`
      CallWithBearerToken CreateImportTask CreateLogDelivery CreateLookupTable CreateScheduledQuery DeleteLogDelivery
      DeleteLookupTable DeleteSyslogConfiguration DescribeLookupTables GetLogDelivery GetLookupTable
      GetStorageTierPolicy IntegrateWithDataset Link ListLogDeliveries ListSyslogConfigurations
      PutBearerTokenAuthentication PutLogEvents PutStorageTierPolicy PutSyslogConfiguration Unmask UpdateLogDelivery
      UpdateLookupTable UpdateScheduledQuery`),
    noOperation: words(`
      DeletePipelineRule IntegrateWithS3Table ListEntitiesForLogGroup ListLogGroupsForEntity ProcessWithPipeline
      PutPipelineRule StartLiveTail StopLiveTail`),
  },
  {
    service: 'memorydb',
    unconfirmed: words(`
      Connect`),
    noOperation: words(`
      PauseMultiRegionClusterReplication`),
  },
  {
    service: 'mq',
    only: words(`
      CreateBroker CreateConfiguration CreateUser DeleteBroker DeleteUser DescribeBroker DescribeConfiguration
      DescribeConfigurationRevision DescribeUser ListBrokers ListConfigurationRevisions ListConfigurations ListUsers
      RebootBroker UpdateBroker UpdateConfiguration UpdateUser`),
  },
  {
    service: 'organizations',
    unconfirmed: words(`
      InviteOrganizationToTransferResponsibility ListEffectivePolicyValidationErrors`),
    checkedBeside: words(`
      LeaveOrganization ListAccounts`),
  },
  {
    service: 'pi',
    unconfirmed: words(`
      ListPerformanceAnalysisReportRecommendations ListTagsForResource TagResource UntagResource`),
    checkedBeside: words(`
      DescribeDimensionKeys GetDimensionKeyDetails GetResourceMetrics`),
  },
  {
    service: 'polly',
    unconfirmed: words(`
      StartSpeechSynthesisStream`),
  },
  {
    service: 'ram',
    unconfirmed: words(`
      ListSourceAssociations`),
  },
  {
    service: 'rds',
    unconfirmed: words(`
      CopyCustomDBEngineVersion CreateBlueGreenDeployment CreateDBShardGroup CreateIntegration
      CrossRegionCommunication DeleteCustomDBEngineVersion DeleteDBShardGroup DeleteIntegration DescribeDBShardGroups
      DisableHttpEndpoint EnableHttpEndpoint ModifyCustomDBEngineVersion ModifyDBShardGroup ModifyIntegration
      RebootDBShardGroup`),
    noOperation: words(`
      DescribeRecommendationGroups DescribeRecommendations DownloadCompleteDBLogFile ModifyRecommendation`),
    checkedBeside: words(`
      CreateTenantDatabase DeleteTenantDatabase`),
  },
  {
    service: 'redshift',
    unconfirmed: words(`
      AuthorizeInboundIntegration CancelQuerySession CreateClusterUser CreateInboundIntegration DeleteIntegration
      DescribeQuery DescribeSavedQueries DescribeTable ExecuteQuery FetchResults JoinGroup ListDatabases ListSchemas
      ListTables ModifyIntegration ViewQueriesFromConsole ViewQueriesInConsole`),
    noOperation: words(`
      CancelQuery CreateQev2IdcApplication CreateSavedQuery DeleteQev2IdcApplication DeleteSavedQueries
      DescribeAutonomicsDenylist DescribeQev2IdcApplications ListSavedQueries ModifyAutonomicsDenylist
      ModifyQev2IdcApplication ModifySavedQuery`),
    checkedBeside: words(`
      AssociateDataShareConsumer DeletePartner DeleteTags DeregisterNamespace PauseCluster RegisterNamespace
      ResizeCluster ResumeCluster`),
  },
  {
    service: 'redshift-data',
    unconfirmed: words(`
      GetStagingBucketLocation ListSessions`),
  },
  {
    service: 'rekognition',
    noOperation: words(`
      StartFaceLivenessSession`),
    checkedBeside: words(`
      CreateProjectVersion ListDatasetEntries`),
  },
  {
    service: 'resource-groups',
    noOperation: words(`
      AssociateResource DeleteGroupPolicy DisassociateResource GetGroupPolicy ListResourceTypes PutGroupPolicy`),
    checkedBeside: words(`
      CreateGroup DeleteGroup Tag`),
  },
  {
    service: 'route53',
    unconfirmed: words(`
      UpdateHostedZoneFeatures`),
    noOperation: words(`
      GetCheckerIpRanges GetGeoLocation ListGeoLocations`),
  },
  {
    service: 'route53resolver',
    unconfirmed: words(`
      CreateOutpostResolver ListFirewallRuleTypes PutResolverRulePolicy`),
  },
];
