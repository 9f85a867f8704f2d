import { type ManagementRow, words } from './management-row.ts';

/** Services recorded as management events, dax to events. */
export const MANAGEMENT_SERVICES_D_TO_E: readonly ManagementRow[] = [
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
      GetAbacStatus RestoreTableFromAwsBackup RestoreTableToPointInTime StartAwsBackupJob UpdateAbacStatus
      UpdateGlobalTableVersion`),
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
      DescribeCapacityReservationCancellationQuotes DescribeIpamInternetRegistryAssociations
      DescribeIpamPoolAllocations DescribeSecondaryInterfaces DescribeSecondaryNetworks DescribeSecondarySubnets
      DetachImageWatermark DetachResourcesFromPlacementGroup DisableApplicationStatusCheckSuppression
      DisassociateApplicationStatusCheck EnableApplicationStatusCheckSuppression EnableIpamInternetRegistryAssociation
      GetCapacityManagerMonitoredTagKeys GetIpamDiscoveredRoutes GetIpamInternetRegistryAssociationAsns
      GetIpamInternetRegistryAssociationCidrs GetIpamRouteOriginAuthorizations GetIpamRouteProtectionFindings
      GetIpamRoutingPolicyRegistrationDeltas GetIpamRoutingPolicyRegistrations GetManagedResourceVisibility
      GetResourcePolicy ImportByoipCidrToIpam ModifyAccountVpcEncryptionControl ModifyApplicationStatusCheck
      ModifyIpamPoolAllocation ModifyIpamRoutingPolicyRegistration ModifyManagedResourceVisibility
      ModifyTransitGatewayPolicyTableEntry ModifyVpcEndpointPayerResponsibility PutResourcePolicy
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
      AllowVendedLogDeliveryForResource ContinueServiceDeployment CreateDaemon DeleteDaemon DeleteDaemonTaskDefinition
      DescribeDaemon DescribeDaemonDeployments DescribeDaemonRevisions DescribeDaemonTaskDefinition
      ListDaemonDeployments ListDaemonTaskDefinitions ListDaemons PutSystemLogEvents RegisterDaemonTaskDefinition
      StartTelemetrySession UpdateDaemon`),
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
      AttachDataSource CreateElasticsearchServiceRole CreateServiceRole DeregisterCapability
      DescribeDataSourceAttachment DescribeInsightDetails DetachDataSource ESCrossClusterGet ESHttpDelete ESHttpGet
      ESHttpHead ESHttpPatch ESHttpPost ESHttpPut GetCapability GetDefaultApplicationSetting GetIndex GetMigration
      InsightFeedback ListDataSourceAttachments ListElasticsearchInstanceTypeDetails ListInsights ListMigrations
      PutDefaultApplicationSetting RegisterCapability RollbackElasticsearchServiceSoftwareUpdate
      RollbackServiceSoftwareUpdate StartMigration`),
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
