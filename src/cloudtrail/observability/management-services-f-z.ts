import { type ManagementRow, words } from './management-row.ts';

/** Services recorded as management events, firehose to xray. */
export const MANAGEMENT_SERVICES_F_TO_Z: readonly ManagementRow[] = [
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
      CallWithBearerToken CreateImportTask CreateLogDelivery CreateLookupTable CreateScheduledQuery
      DeleteAccountPolicy DeleteLogDelivery DeleteLookupTable DeleteSyslogConfiguration DescribeLookupTables
      FilterLogEvents GetLogDelivery GetLogEvents GetLookupTable GetStorageTierPolicy IntegrateWithDataset Link
      ListLogDeliveries ListLogGroups ListSyslogConfigurations PutAccountPolicy PutBearerTokenAuthentication
      PutLogEvents PutStorageTierPolicy PutSyslogConfiguration Unmask UpdateLogDelivery UpdateLookupTable
      UpdateScheduledQuery`),
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
      CreateBroker CreateConfiguration CreateUser DeleteBroker DeleteConfiguration DeleteUser DescribeBroker
      DescribeBrokerEngineTypes DescribeBrokerInstanceOptions DescribeConfiguration DescribeConfigurationRevision
      DescribeUser ListBrokers ListConfigurationRevisions ListConfigurations ListUsers Promote RebootBroker
      UpdateBroker UpdateConfiguration UpdateUser`),
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
  {
    service: 's3',
    unconfirmed: words(`
      AbortMultipartUpload AllowVendedLogDeliveryForResource BypassGovernanceRetention CreateStorageLensGroup
      DeleteObject DeleteObjectAnnotation DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionAnnotation
      DeleteObjectVersionTagging DeleteStorageLensGroup GetBucketMetadataTableConfiguration GetObject GetObjectAcl
      GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent
      GetObjectVersion GetObjectVersionAcl GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication
      GetObjectVersionAttributes GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent
      GetStorageLensGroup ListBucket ListBucketVersions ListMultipartUploadParts ListObjectAnnotations
      ListObjectVersionAnnotations ListStorageLensGroups ListTagsForResource ObjectOwnerOverrideToBucketOwner
      PauseReplication PutAccessPointPublicAccessBlock PutObject PutObjectAcl PutObjectAnnotation PutObjectLegalHold
      PutObjectRetention PutObjectTagging PutObjectVersionAcl PutObjectVersionAnnotation PutObjectVersionTagging
      ReplicateDelete ReplicateObject ReplicateObjectAnnotation ReplicateTags RestoreObject TagResource UntagResource
      UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
      UpdateObjectEncryption UpdateStorageLensGroup`),
    noOperation: words(`
      GetStorageLensDashboard InitiateReplication`),
  },
  {
    service: 'scheduler',
    only: words(`
      CreateSchedule CreateScheduleGroup DeleteScheduleGroup GetSchedule GetScheduleGroup ListScheduleGroups
      ListSchedules ListTagsForResource TagResource UntagResource UpdateSchedule`),
  },
  {
    service: 'secretsmanager',
    unconfirmed: words(`
      BatchGetSecretValue`),
  },
  {
    service: 'securityhub',
    unconfirmed: words(`
      AllowVendedLogDeliveryForResource BatchGetEnabledRegionsV2 CreateConnector DeleteConnector DescribeProductsV2
      DisableSecurityHubFeatureV2 EnableSecurityHubFeatureV2 EnableSecurityHubV2 GenerateRecommendedPolicyV2
      GetConnector GetCoverageStatisticsV2 GetFindingsTrendsV2 GetRecommendedPolicyV2 GetResourcesStatisticsV2
      GetResourcesTrendsV2 GetResourcesV2 GetUsageV2 ListAccountUsageV2 ListConnectors ListFreeTrialStatusesV2
      UpdateConnector`),
    noOperation: words(`
      BatchGetControlEvaluations ConnectorRegistrationsV2 GetControlFindingSummary GetFreeTrialEndDate
      GetFreeTrialUsage GetInsightFindingTrend GetUsage ListControlEvaluationSummaries SendFindingEvents
      SendInsightEvents`),
    checkedBeside: words(`
      DescribeStandardsControls UpdateStandardsControl`),
  },
  {
    service: 'servicediscovery',
    unconfirmed: words(`
      DiscoverInstances DiscoverInstancesRevision GetServiceAttributes`),
    noOperation: words(`
      DeleteResourcePolicy GetResourcePolicy PutResourcePolicy`),
  },
  {
    service: 'servicequotas',
  },
  {
    service: 'ses',
    unconfirmed: words(`
      ApplyTrackingConfigurationOverrides AssociateEmailIdentityCertificate CancelExportJob CreateExportJob
      DisassociateEmailIdentityCertificate GetAddressListImportJob GetExportJob GetReputationEntity
      ListEmailIdentityCertificates PutAccountPricingAttributes PutTenantSuppressionAttributes SendBulkEmail
      SendBulkTemplatedEmail SendEmail SendRawEmail SendTemplatedEmail StartAddressListImportJob
      StopAddressListImportJob UpdateConfigurationSet UpdateReputationEntityCustomerManagedStatus
      UpdateReputationEntityPolicy`),
    noOperation: words(`
      AllowVendedLogDeliveryForResource ReplicateEmailIdentityDkimSigningKey SendBounce`),
  },
  {
    service: 'signer',
    unconfirmed: words(`
      GetRevocationStatus`),
  },
  {
    service: 'sns',
    only: words(`
      AddPermission CheckIfPhoneNumberIsOptedOut ConfirmSubscription CreatePlatformApplication CreatePlatformEndpoint
      CreateSMSSandboxPhoneNumber CreateTopic DeleteEndpoint DeletePlatformApplication DeleteSMSSandboxPhoneNumber
      DeleteTopic GetDataProtectionPolicy GetEndpointAttributes GetPlatformApplicationAttributes GetSMSAttributes
      GetSMSSandboxAccountStatus GetSubscriptionAttributes GetTopicAttributes ListEndpointsByPlatformApplication
      ListOriginationNumbers ListPhoneNumbersOptedOut ListPlatformApplications ListSMSSandboxPhoneNumbers
      ListSubscriptions ListSubscriptionsByTopic ListTagsForResource ListTopics OptInPhoneNumber
      PutDataProtectionPolicy RemovePermission SetEndpointAttributes SetPlatformApplicationAttributes SetSMSAttributes
      SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource
      VerifySMSSandboxPhoneNumber`),
  },
  {
    service: 'sqs',
    unconfirmed: words(`
      ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues
      ListMessageMoveTasks ListQueueTags ListQueues ReceiveMessage SendMessage StartMessageMoveTask`),
  },
  {
    service: 'ssm',
    unconfirmed: words(`
      CreateCloudConnector DeleteCloudConnector ExecuteAPI GetCloudConnector ListCloudConnectors
      RequestManagedInstanceRoleToken StartAccessRequest StartExecutionPreview UpdateCloudConnector
      UpdateManagedInstancePublicKey ValidateCloudConnector`),
    noOperation: words(`
      DescribeDocumentParameters GetCalendar GetManifest ListInstanceAssociations PutCalendar
      PutConfigurePackageResult RegisterManagedInstance UpdateInstanceAssociationStatus UpdateInstanceInformation`),
  },
  {
    service: 'states',
    unconfirmed: words(`
      GetActivityTask RedriveExecution RevealSecrets StartSyncExecution TestState`),
    noOperation: words(`
      InvokeHTTPEndpoint`),
    checkedBeside: words(`
      DescribeExecution`),
  },
  {
    service: 'sts',
    unconfirmed: words(`
      AssumeRoot GetDelegatedAccessToken GetServiceBearerToken SetSourceIdentity TagGetWebIdentityToken TagSession`),
    noOperation: words(`
      AssumeRoleWithSAML AssumeRoleWithWebIdentity`),
  },
  {
    service: 'synthetics',
    checkedBeside: words(`
      ListTagsForResource`),
  },
  {
    service: 'tag',
    only: words(`
      DescribeReportCreation GetComplianceSummary GetResources StartReportCreation`),
  },
  {
    service: 'textract',
    unconfirmed: words(`
      ListTagsForResource TagResource UntagResource`),
  },
  {
    service: 'transcribe',
    unconfirmed: words(`
      GetMedicalScribeStream StartMedicalScribeStream`),
    noOperation: words(`
      StartCallAnalyticsStreamTranscription StartCallAnalyticsStreamTranscriptionWebSocket
      StartMedicalStreamTranscription StartMedicalStreamTranscriptionWebSocket StartStreamTranscription
      StartStreamTranscriptionWebSocket`),
  },
  {
    service: 'translate',
  },
  {
    service: 'wafv2',
    unconfirmed: words(`
      GetRevenueStatistics GetRevenueStatisticsSummary GetRevenueStatisticsTimeSeries GetTopPathStatisticsByTraffic
      ListSettlementRecords ValidateNetworkSecurityManagerRuleConfiguration
      ValidateNetworkSecurityManagerWebACLConfiguration`),
    noOperation: words(`
      DisassociateFirewallManager PutFirewallManagerRuleGroups`),
  },
  {
    service: 'xray',
    unconfirmed: words(`
      BatchGetTraceSummaryById BatchGetTraces CancelTraceRetrieval GetDistinctTraceGraphs GetIndexingRules
      GetRetrievedTracesGraph GetSamplingStatisticSummaries GetSamplingTargets GetServiceGraph
      GetTimeSeriesServiceStatistics GetTraceGraph GetTraceSegmentDestination GetTraceSummaries Link
      ListRetrievedTraces PutSpans PutSpansForIndexing PutTelemetryRecords PutTraceSegments StartTraceRetrieval
      UpdateIndexingRule UpdateTraceSegmentDestination`),
  },
];
