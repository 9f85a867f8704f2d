import { type ManagementRow, words } from './management-row.ts';

/**
 * Services of which AWS reports no tracking, and whose CloudTrail page says that all calls, or these, are management events: only operations that AWS's
 * service reference lists by their own name.
 */
export const UNTRACKED_MANAGEMENT_SERVICES: readonly ManagementRow[] = [
  {
    service: 'bedrock',
    only: words(`
      GetFoundationModel GetGuardrail ListAgents ListFoundationModels ListGuardrails ListInferenceProfiles
      ListKnowledgeBases`),
  },
  {
    service: 'comprehend',
    only: words(`
      BatchDetectDominantLanguage BatchDetectEntities BatchDetectKeyPhrases BatchDetectSentiment BatchDetectSyntax
      ClassifyDocument CreateDocumentClassifier CreateEndpoint CreateEntityRecognizer DeleteDocumentClassifier
      DeleteEndpoint DeleteEntityRecognizer DescribeDocumentClassificationJob DescribeDocumentClassifier
      DescribeDominantLanguageDetectionJob DescribeEndpoint DescribeEntitiesDetectionJob DescribeEntityRecognizer
      DescribeKeyPhrasesDetectionJob DescribePiiEntitiesDetectionJob DescribeSentimentDetectionJob
      DescribeTopicsDetectionJob DetectDominantLanguage DetectEntities DetectKeyPhrases DetectPiiEntities
      DetectSentiment DetectSyntax ListDocumentClassificationJobs ListDocumentClassifiers
      ListDominantLanguageDetectionJobs ListEndpoints ListEntitiesDetectionJobs ListEntityRecognizers
      ListKeyPhrasesDetectionJobs ListPiiEntitiesDetectionJobs ListSentimentDetectionJobs ListTagsForResource
      ListTopicsDetectionJobs StartDocumentClassificationJob StartDominantLanguageDetectionJob
      StartEntitiesDetectionJob StartKeyPhrasesDetectionJob StartPiiEntitiesDetectionJob StartSentimentDetectionJob
      StartTopicsDetectionJob StopDominantLanguageDetectionJob StopEntitiesDetectionJob StopKeyPhrasesDetectionJob
      StopPiiEntitiesDetectionJob StopSentimentDetectionJob StopTrainingDocumentClassifier
      StopTrainingEntityRecognizer TagResource UntagResource UpdateEndpoint`),
  },
  {
    service: 'glue',
    only: words(`
      BatchDeleteConnection BatchDeleteTableVersion BatchGetBlueprints BatchGetCrawlers BatchGetCustomEntityTypes
      BatchGetDevEndpoints BatchGetJobs BatchGetTableOptimizer BatchGetTriggers BatchGetWorkflows BatchStopJobRun
      CancelDataQualityRuleRecommendationRun CancelDataQualityRulesetEvaluationRun CancelMLTaskRun CancelStatement
      CheckSchemaVersionValidity CreateBlueprint CreateCatalog CreateClassifier CreateColumnStatisticsTaskSettings
      CreateConnection CreateCrawler CreateCustomEntityType CreateDataQualityRuleset CreateDatabase CreateDevEndpoint
      CreateGlueIdentityCenterConfiguration CreateIntegration CreateIntegrationResourceProperty
      CreateIntegrationTableProperties CreateJob CreateMLTransform CreatePartition CreateRegistry CreateSchema
      CreateScript CreateSecurityConfiguration CreateSession CreateTable CreateTableOptimizer CreateTrigger
      CreateUsageProfile CreateUserDefinedFunction CreateWorkflow DeleteBlueprint DeleteCatalog DeleteClassifier
      DeleteColumnStatisticsTaskSettings DeleteConnection DeleteConnectionType DeleteCrawler DeleteCustomEntityType
      DeleteDataQualityRuleset DeleteDatabase DeleteDevEndpoint DeleteGlueIdentityCenterConfiguration
      DeleteIntegration DeleteIntegrationTableProperties DeleteJob DeleteMLTransform DeletePartition DeleteRegistry
      DeleteSchema DeleteSchemaVersions DeleteSecurityConfiguration DeleteSession DeleteTable DeleteTableOptimizer
      DeleteTableVersion DeleteTrigger DeleteUsageProfile DeleteUserDefinedFunction DeleteWorkflow
      DescribeConnectionType DescribeEntity DescribeInboundIntegrations DescribeIntegrations GetBlueprint
      GetBlueprintRun GetBlueprintRuns GetCatalog GetCatalogImportStatus GetCatalogs GetClassifier GetClassifiers
      GetColumnStatisticsTaskRun GetColumnStatisticsTaskRuns GetColumnStatisticsTaskSettings GetConnection
      GetConnections GetCrawler GetCrawlerMetrics GetCrawlers GetCustomEntityType GetDataCatalogEncryptionSettings
      GetDataQualityModel GetDataQualityModelResult GetDataQualityResult GetDataQualityRuleRecommendationRun
      GetDataQualityRuleset GetDataQualityRulesetEvaluationRun GetDatabase GetDatabases GetDataflowGraph
      GetDevEndpoint GetDevEndpoints GetEntityRecords GetGlueIdentityCenterConfiguration
      GetIntegrationResourceProperty GetIntegrationTableProperties GetJob GetJobBookmark GetJobRun GetJobRuns GetJobs
      GetMLTaskRun GetMLTaskRuns GetMLTransform GetMLTransforms GetMapping GetPartition GetPartitions GetPlan
      GetRegistry GetSchema GetSchemaByDefinition GetSchemaVersion GetSchemaVersionsDiff GetSecurityConfiguration
      GetSecurityConfigurations GetSession GetStatement GetTable GetTableOptimizer GetTableVersion GetTableVersions
      GetTables GetTags GetTrigger GetTriggers GetUsageProfile GetUserDefinedFunction GetUserDefinedFunctions
      GetWorkflow GetWorkflowRun GetWorkflowRunProperties GetWorkflowRuns ImportCatalogToGlue ListBlueprints
      ListColumnStatisticsTaskRuns ListConnectionTypes ListCrawlers ListCrawls ListCustomEntityTypes
      ListDataQualityResults ListDataQualityRuleRecommendationRuns ListDataQualityRulesetEvaluationRuns
      ListDataQualityRulesets ListDevEndpoints ListEntities ListJobs ListMLTransforms ListRegistries
      ListSchemaVersions ListSchemas ListSessions ListStatements ListTableOptimizerRuns ListTriggers ListUsageProfiles
      ListWorkflows ModifyIntegration PutDataCatalogEncryptionSettings PutDataQualityProfileAnnotation
      PutSchemaVersionMetadata PutWorkflowRunProperties QuerySchemaVersionMetadata RegisterConnectionType
      RegisterSchemaVersion RemoveSchemaVersionMetadata ResetJobBookmark ResumeWorkflowRun RunStatement SearchTables
      StartBlueprintRun StartColumnStatisticsTaskRun StartColumnStatisticsTaskRunSchedule StartCrawler
      StartCrawlerSchedule StartDataQualityRuleRecommendationRun StartDataQualityRulesetEvaluationRun
      StartExportLabelsTaskRun StartImportLabelsTaskRun StartJobRun StartMLEvaluationTaskRun
      StartMLLabelingSetGenerationTaskRun StartTrigger StartWorkflowRun StopColumnStatisticsTaskRun
      StopColumnStatisticsTaskRunSchedule StopCrawler StopCrawlerSchedule StopSession StopTrigger StopWorkflowRun
      TagResource TestConnection UntagResource UpdateBlueprint UpdateCatalog UpdateClassifier
      UpdateColumnStatisticsTaskSettings UpdateConnection UpdateCrawler UpdateCrawlerSchedule UpdateDataQualityRuleset
      UpdateDatabase UpdateDevEndpoint UpdateGlueIdentityCenterConfiguration UpdateIntegrationResourceProperty
      UpdateIntegrationTableProperties UpdateJob UpdateJobFromSourceControl UpdateMLTransform UpdatePartition
      UpdateRegistry UpdateSchema UpdateSourceControlFromJob UpdateTable UpdateTableOptimizer UpdateTrigger
      UpdateUsageProfile UpdateUserDefinedFunction UpdateWorkflow`),
  },
  {
    service: 'lakeformation',
    only: words(`
      BatchGrantPermissions BatchRevokePermissions CreateDataCellsFilter CreateLFTagExpression
      CreateLakeFormationIdentityCenterConfiguration CreateLakeFormationOptIn DeleteDataCellsFilter
      DeleteLFTagExpression DeleteLakeFormationIdentityCenterConfiguration DeleteLakeFormationOptIn
      DescribeLakeFormationIdentityCenterConfiguration GetDataCellsFilter GetDataLakePrincipal GetDataLakeSettings
      GetEffectivePermissionsForPath GetLFTagExpression GetQueryState GetQueryStatistics GetWorkUnits
      ListDataCellsFilter ListLFTagExpressions ListLakeFormationOptIns ListPermissions PutDataLakeSettings
      StartQueryPlanning UpdateDataCellsFilter UpdateLFTagExpression UpdateLakeFormationIdentityCenterConfiguration`),
  },
  {
    service: 'redshift-serverless',
    only: words(`
      ConvertRecoveryPointToSnapshot CreateCustomDomainAssociation CreateEndpointAccess CreateNamespace
      CreateReservation CreateScheduledAction CreateSnapshot CreateSnapshotCopyConfiguration CreateUsageLimit
      CreateWorkgroup DeleteCustomDomainAssociation DeleteEndpointAccess DeleteNamespace DeleteResourcePolicy
      DeleteScheduledAction DeleteSnapshot DeleteSnapshotCopyConfiguration DeleteUsageLimit DeleteWorkgroup
      GetCredentials GetCustomDomainAssociation GetEndpointAccess GetIdentityCenterAuthToken GetNamespace
      GetRecoveryPoint GetReservation GetReservationOffering GetResourcePolicy GetScheduledAction GetSnapshot
      GetTableRestoreStatus GetTrack GetUsageLimit GetWorkgroup ListCustomDomainAssociations ListEndpointAccess
      ListManagedWorkgroups ListNamespaces ListRecoveryPoints ListReservationOfferings ListReservations
      ListScheduledActions ListSnapshotCopyConfigurations ListSnapshots ListTableRestoreStatus ListTagsForResource
      ListTracks ListUsageLimits ListWorkgroups PutResourcePolicy RestoreFromRecoveryPoint RestoreFromSnapshot
      RestoreTableFromRecoveryPoint RestoreTableFromSnapshot TagResource UntagResource UpdateCustomDomainAssociation
      UpdateEndpointAccess UpdateNamespace UpdateScheduledAction UpdateSnapshot UpdateSnapshotCopyConfiguration
      UpdateUsageLimit UpdateWorkgroup`),
  },
];
