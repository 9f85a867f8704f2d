import { type ManagementRow, words } from './management-row.ts';

/** Services recorded as management events, s3 to xray. */
export const MANAGEMENT_SERVICES_S_TO_Z: readonly ManagementRow[] = [
  {
    service: 's3',
    unconfirmed: words(`
      AbortMultipartUpload AllowVendedLogDeliveryForResource BypassGovernanceRetention DeleteObject
      DeleteObjectAnnotation DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionAnnotation
      DeleteObjectVersionTagging GetObject GetObjectAcl GetObjectAnnotation GetObjectAttributes GetObjectTagging
      GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAnnotation
      GetObjectVersionAnnotationForReplication GetObjectVersionAttributes GetObjectVersionForReplication
      GetObjectVersionTagging GetObjectVersionTorrent ListBucket ListBucketVersions ListMultipartUploadParts
      ListObjectAnnotations ListObjectVersionAnnotations ObjectOwnerOverrideToBucketOwner PauseReplication
      PutAccessPointPublicAccessBlock PutObject PutObjectAcl PutObjectAnnotation PutObjectLegalHold PutObjectRetention
      PutObjectTagging PutObjectVersionAcl PutObjectVersionAnnotation PutObjectVersionTagging ReplicateDelete
      ReplicateObject ReplicateObjectAnnotation ReplicateTags RestoreObject UpdateObjectEncryption`),
    noOperation: words(`
      GetStorageLensDashboard InitiateReplication`),
    checkedBeside: words(`
      GetObjectLegalHold GetObjectRetention`),
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
      ListQueueTags ListQueues ReceiveMessage SendMessage`),
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
