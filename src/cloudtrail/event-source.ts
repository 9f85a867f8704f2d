import type { ActionCatalog } from './action-catalog.ts';

/** One fact: the label in front of `.amazonaws.com` of an event source, the IAM prefixes behind it, and why they differ. */
type EventSourceRow = readonly [label: string, prefixes: Prefixes, reason: string];

/** IAM service prefixes, likeliest first. */
type Prefixes = readonly [string, ...string[]];

/**
 * Event sources whose label is not the IAM service prefix. Prefixes come in order of likelihood: the first that knows
 * the event's name wins; all are in doubt when none does.
 */
export const EVENT_SOURCES: readonly EventSourceRow[] = [
  ['monitoring', ['cloudwatch'], 'CloudWatch keeps its first endpoint name'],
  ['rdsdata', ['rds-data'], 'the RDS Data API drops the hyphen'],
  ['tagging', ['tag'], 'the Resource Groups Tagging API is tag in IAM'],
  ['email', ['ses'], 'SES keeps the endpoint name of its first API'],
  ['email-smtp', ['ses'], 'SES over SMTP'],
  ['streams.dynamodb', ['dynamodb'], 'DynamoDB Streams has its own endpoint and no prefix'],
  ['dynamodbstreams', ['dynamodb'], 'DynamoDB Streams has its own endpoint and no prefix'],
  ['appconfigdata', ['appconfig'], 'AppConfig data-plane endpoint'],
  ['runtime.lex', ['lex'], 'Lex run-time endpoint'],
  ['runtime-v2-lex', ['lex'], 'Lex V2 run-time endpoint'],
  ['models.lex', ['lex'], 'Lex model-building endpoint'],
  ['models-v2-lex', ['lex'], 'Lex V2 model-building endpoint'],
  ['lexv2', ['lex'], 'Lex V2 shares the prefix of Lex'],
  ['lexv2-models', ['lex'], 'Lex V2 shares the prefix of Lex'],
  ['runtime.sagemaker', ['sagemaker'], 'SageMaker run-time endpoint'],
  ['featurestore-runtime.sagemaker', ['sagemaker'], 'SageMaker Feature Store endpoint'],
  ['metrics.sagemaker', ['sagemaker'], 'SageMaker metrics endpoint'],
  ['edge.sagemaker', ['sagemaker'], 'SageMaker Edge endpoint'],
  ['sagemaker-runtime', ['sagemaker'], 'SageMaker run-time endpoint'],
  ['bedrock-runtime', ['bedrock'], 'Bedrock run-time endpoint'],
  ['bedrock-agent', ['bedrock'], 'Bedrock agents share the prefix of Bedrock'],
  ['bedrock-agent-runtime', ['bedrock'], 'Bedrock agents share the prefix of Bedrock'],
  ['bedrock-data-automation', ['bedrock'], 'Bedrock data automation shares the prefix of Bedrock'],
  ['agreement-marketplace', ['aws-marketplace'], 'AWS Marketplace agreements'],
  ['discovery-marketplace', ['aws-marketplace'], 'AWS Marketplace discovery'],
  ['catalog.marketplace', ['aws-marketplace'], 'AWS Marketplace catalog endpoint'],
  ['marketplacecatalog', ['aws-marketplace'], 'AWS Marketplace catalog'],
  ['reporting-marketplace', ['aws-marketplace'], 'AWS Marketplace reporting'],
  ['deployment-marketplace', ['aws-marketplace'], 'AWS Marketplace deployment'],
  ['metering-marketplace', ['aws-marketplace'], 'AWS Marketplace metering'],
  ['metering.marketplace', ['aws-marketplace'], 'AWS Marketplace metering endpoint'],
  ['marketplace-deployment', ['aws-marketplace'], 'AWS Marketplace deployment'],
  ['entitlement.marketplace', ['aws-marketplace'], 'AWS Marketplace entitlements'],
  [
    'aws-marketplace',
    ['aws-marketplace', 'aws-marketplace-management'],
    'several AWS Marketplace services log under it',
  ],
  ['management-marketplace', ['aws-marketplace-management'], 'AWS Marketplace management portal'],
  ['cloudcontrolapi', ['cloudformation'], 'Cloud Control API is authorised as CloudFormation'],
  ['chime-sdk-identity', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['chime-sdk-media-pipelines', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['chime-sdk-meetings', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['chime-sdk-messaging', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['chime-sdk-voice', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['servicecatalog-appregistry', ['servicecatalog'], 'AppRegistry shares the prefix of Service Catalog'],
  ['qconnect', ['wisdom'], 'Amazon Q in Connect was Connect Wisdom'],
  ['contact-lens', ['connect'], 'Contact Lens shares the prefix of Connect'],
  ['participant-connect', ['connect'], 'Connect participant API'],
  ['participant.connect', ['connect'], 'Connect participant API'],
  ['connectcampaigns', ['connect-campaigns'], 'outbound campaigns'],
  ['opensearchservice', ['es'], 'OpenSearch Service keeps the prefix of Elasticsearch Service'],
  ['opensearch', ['es', 'opensearch'], 'OpenSearch Service keeps the prefix of Elasticsearch Service'],
  ['opensearchserverless', ['aoss'], 'OpenSearch Serverless is aoss in IAM'],
  ['amazonmq', ['mq'], 'Amazon MQ is mq in IAM'],
  ['mturk-requester', ['mechanicalturk'], 'Mechanical Turk requester endpoint'],
  ['application-insights', ['applicationinsights'], 'the event source has a hyphen, the prefix none'],
  ['billingconsole', ['billing', 'aws-portal'], 'the Billing console'],
  ['taxconsole', ['tax'], 'tax settings in the Billing console'],
  ['migrationhub', ['mgh'], 'Migration Hub is mgh in IAM'],
  ['migrationhub-config', ['mgh'], 'Migration Hub home Region'],
  ['pinpoint', ['mobiletargeting'], 'Pinpoint is mobiletargeting in IAM'],
  ['sms-voice.pinpoint', ['sms-voice'], 'Pinpoint SMS and voice'],
  ['pinpoint-sms-voice', ['sms-voice'], 'Pinpoint SMS and voice'],
  ['pricelist', ['pricing'], 'AWS Price List'],
  ['api.pricing', ['pricing'], 'AWS Price List endpoint'],
  ['transcribestreaming', ['transcribe'], 'streaming transcription shares the prefix'],
  ['elasticloadbalancingv2', ['elasticloadbalancing'], 'both generations share the prefix'],
  [
    'autoscaling',
    ['autoscaling', 'application-autoscaling', 'autoscaling-plans'],
    'older records of its siblings share it',
  ],
  ['backupstorage', ['backup-storage'], 'the event source has no hyphen'],
  ['keyspaces', ['cassandra'], 'Amazon Keyspaces is cassandra in IAM'],
  ['cloudsearchdomain', ['cloudsearch'], 'CloudSearch document and search endpoint'],
  ['cognitoidentityprovider', ['cognito-idp'], 'Cognito user pools'],
  ['cost-explorer', ['ce'], 'Cost Explorer is ce in IAM'],
  ['costexplorer', ['ce'], 'Cost Explorer is ce in IAM'],
  ['data.iot', ['iot'], 'IoT data plane endpoint'],
  ['iotdata', ['iot'], 'IoT data plane'],
  ['data.jobs.iot', ['iotjobsdata'], 'IoT jobs data plane'],
  ['data.mediastore', ['mediastore'], 'MediaStore data plane'],
  ['eventbridge', ['events'], 'EventBridge is events in IAM'],
  ['eventbridgepipes', ['pipes'], 'EventBridge Pipes'],
  ['kinesisfirehose', ['firehose'], 'Firehose is firehose in IAM'],
  ['location', ['geo', 'geo-maps', 'geo-places', 'geo-routes'], 'Amazon Location Service is geo in IAM'],
  ['oidc', ['sso-oauth', 'sso'], 'IAM Identity Center OIDC endpoint'],
  ['portal.sso', ['sso'], 'IAM Identity Center portal endpoint'],
  ['sso', ['sso', 'sso-directory', 'identitystore'], 'IAM Identity Center services share the label'],
  ['sso-directory', ['sso-directory', 'identitystore'], 'identity store of IAM Identity Center'],
  ['identitystore', ['identitystore', 'identitystore-auth'], 'identity store and its sessions'],
  ['personalize-runtime', ['personalize'], 'Personalize run-time endpoint'],
  ['personalize-events', ['personalize'], 'Personalize events endpoint'],
  ['s3express', ['s3express'], 'directory buckets'],
  ['s3-control', ['s3', 's3express'], 'S3 Control shares the prefix of S3'],
  ['ssm', ['ssm', 'ssmmessages'], 'control channels of Session Manager and ECS Exec log as Systems Manager'],
  ['appstream2', ['appstream'], 'AppStream keeps the name of its second endpoint'],
  ['awsssoportal', ['sso'], 'IAM Identity Center portal'],
  ['bedrock-agentcore-control', ['bedrock-agentcore'], 'AgentCore control plane'],
  ['bedrock-data-automation-runtime', ['bedrock'], 'Bedrock data automation shares the prefix of Bedrock'],
  ['identity-chime', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['media-pipelines-chime', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['meetings-chime', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['messaging-chime', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['voice-chime', ['chime'], 'every Chime SDK API shares the prefix of Chime'],
  ['cloudhsmv2', ['cloudhsm'], 'CloudHSM keeps its prefix in version 2'],
  ['data-signer', ['signer'], 'Signer data plane endpoint'],
  ['emrserverless', ['emr-serverless'], 'the event source has no hyphen'],
  ['emrcontainers', ['emr-containers'], 'the event source has no hyphen'],
  ['forecastquery', ['forecast'], 'Forecast query endpoint'],
  ['ioteventsdata', ['iotevents'], 'IoT Events data plane'],
  ['iotsecuredtunneling', ['iot'], 'secure tunnels share the prefix of IoT'],
  ['iotsecuretunneling', ['iot'], 'secure tunnels share the prefix of IoT'],
  ['ivsrealtime', ['ivs'], 'IVS real-time endpoint'],
  ['cassandra-streams', ['cassandra'], 'Keyspaces streams share the prefix of Keyspaces'],
  ['mail-manager', ['ses'], 'Mail Manager shares the prefix of SES'],
  ['partnercentral-account', ['partnercentral'], 'Partner Central APIs share one prefix'],
  ['partnercentral-benefits', ['partnercentral'], 'Partner Central APIs share one prefix'],
  ['partnercentral-channel', ['partnercentral'], 'Partner Central APIs share one prefix'],
  ['partnercentral-selling', ['partnercentral'], 'Partner Central APIs share one prefix'],
  ['s3', ['s3', 's3express', 's3-object-lambda', 's3-outposts'], 'directory buckets and Object Lambda log as S3 too'],
  ['s3-object-lambda', ['s3-object-lambda', 's3'], 'S3 Object Lambda'],
  ['service-quotas', ['servicequotas'], 'Service Quotas has no hyphen in IAM'],
  ['stepfunctions', ['states'], 'Step Functions is states in IAM'],
  ['support-console', ['support-console', 'support'], 'AWS Support console'],
  ['ingest.timestream', ['timestream'], 'Timestream write endpoint'],
  ['query.timestream', ['timestream'], 'Timestream query endpoint'],
  ['timestreaminfluxdb', ['timestream-influxdb'], 'Timestream for InfluxDB'],
  ['waf', ['waf', 'waf-regional'], 'WAF Classic, global and Regional'],
  ['wafregional', ['waf-regional'], 'WAF Classic, Regional'],
  ['aps-workspaces', ['aps'], 'Amazon Managed Service for Prometheus data plane'],
  ['prometheus', ['aps'], 'Amazon Managed Service for Prometheus is aps in IAM'],
  ['api.ecr', ['ecr'], 'ECR endpoint name'],
  ['api.ecr-public', ['ecr-public'], 'ECR Public endpoint name'],
  [
    'resource-explorer',
    ['resource-explorer-2', 'resource-explorer'],
    'Resource Explorer is resource-explorer-2 in IAM',
  ],
  ['codestar-connections', ['codestar-connections', 'codeconnections'], 'renamed to CodeConnections'],
  ['codeconnections', ['codeconnections', 'codestar-connections'], 'renamed from CodeStar Connections'],
  ['codeguru', ['codeguru', 'codeguru-reviewer', 'codeguru-profiler'], 'the CodeGuru family'],
  ['q', ['q', 'qdeveloper'], 'Amazon Q Developer'],
];

/** Where services that share a label also share event names: a parameter that only the one takes. */
export const OWN_PARAMETERS: ReadonlyMap<string, RegExp> = new Map([
  ['autoscaling', /^autoScalingGroupNames?$/i],
  ['application-autoscaling', /^serviceNamespace$/i],
]);

const OWN_LABEL = new Map(EVENT_SOURCES.map(([label, prefixes]) => [label, prefixes]));
/** Some records name the Region in the source: `dynamodb.us-east-1.amazonaws.com`. */
const REGION_LABEL = /^[a-z]{2,4}(-[a-z]+)+-\d$/;
const DOMAIN = /\.(amazonaws\.com(\.cn)?|aws\.internal|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;

/**
 * The IAM service prefixes behind an event source (`monitoring.amazonaws.com` → `cloudwatch`), likeliest first. Never
 * empty: an unknown service is named by its label.
 */
export function prefixesOf(eventSource: string, catalog: Pick<ActionCatalog, 'hasService'>): Prefixes {
  const label = eventSource.toLowerCase().replace(DOMAIN, '');
  const listed = OWN_LABEL.get(label);
  if (listed !== undefined) return listed;
  for (const part of label.split('.').reverse()) {
    if (REGION_LABEL.test(part)) continue;
    if (catalog.hasService(part)) return [part];
  }
  const unhyphenated = label.replaceAll('-', '');
  return [catalog.hasService(unhyphenated) ? unhyphenated : label];
}

const ANY_SERVICE = { hasService: () => true };

/** The likeliest prefix behind an event source, without a catalogue: what facts are kept must not depend on one. */
export function recordPrefixOf(eventSource: string): string {
  return prefixesOf(eventSource, ANY_SERVICE)[0];
}

/** Services that log under another label than their prefix; every other one logs as `PREFIX.amazonaws.com`. */
const LABEL_OF_PREFIX = new Map([
  ['applicationinsights', 'application-insights'],
  ['aws-marketplace', 'marketplacecatalog'],
  ['aws-marketplace-management', 'management-marketplace'],
  ['cloudwatch', 'monitoring'],
  ['mechanicalturk', 'mturk-requester'],
  ['mgh', 'migrationhub'],
  ['mobiletargeting', 'pinpoint'],
  ['mq', 'amazonmq'],
  ['pricing', 'pricelist'],
  ['rds-data', 'rdsdata'],
  ['tag', 'tagging'],
  ['wisdom', 'qconnect'],
]);

/** The event source that a service's events carry: `cloudwatch` → `monitoring.amazonaws.com`. */
export function eventSourceOf(prefix: string): string {
  return `${LABEL_OF_PREFIX.get(prefix) ?? prefix}.amazonaws.com`;
}
