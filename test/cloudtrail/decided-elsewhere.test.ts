import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApiEvent, actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { eventSourceOf } from '../../src/cloudtrail/event-source.ts';
import type { JsonObject } from '../../src/cloudtrail/json.ts';
import { SECONDARY_ROWS } from '../../src/cloudtrail/secondary-actions.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

const catalog = await loadCatalog();

function eventOf(event: string, requestParameters: JsonObject): ApiEvent {
  const [prefix = '', eventName = ''] = event.split(':');
  return { eventSource: eventSourceOf(prefix), eventName, requestParameters };
}

function credited(event: string, requestParameters: JsonObject): readonly string[] {
  return actionsOf(eventOf(event, requestParameters), catalog).actions.map(({ action }) => action);
}

describe('a check that another resource decides', () => {
  it.each<readonly [string, JsonObject, readonly string[]]>([
    ['ec2:RunInstances', { launchTemplate: { launchTemplateId: 'lt-1' } }, ['ec2:CreateTags', 'iam:PassRole']],
    ['ec2:RunInstances', { launchTemplate: { launchTemplateName: 'web' } }, ['ec2:CreateTags', 'iam:PassRole']],
    ['ec2:RequestSpotFleet', { spotFleetRequestConfig: { targetCapacity: 1 } }, ['ec2:CreateTags', 'iam:PassRole']],
    ['ec2:CreateFleet', { launchTemplateConfigs: [{ version: '1' }] }, ['ec2:CreateTags', 'ec2:RunInstances']],
    ['ec2:CreateSnapshot', { volumeId: 'v', CopyTagsFromSource: 'volume' }, ['ec2:CreateTags']],
    ['ec2:CreateSnapshots', { CreateSnapshotsRequest: { CopyTagsFromSource: 'volume' } }, ['ec2:CreateTags']],
    ['ec2:CopyImage', { sourceImageId: 'ami-1', copyImageTags: true }, ['ec2:CreateTags']],
    [
      'autoscaling:CreateAutoScalingGroup',
      { autoScalingGroupName: 'g', launchTemplate: { launchTemplateName: 't' } },
      ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole'],
    ],
    ['autoscaling:StartInstanceRefresh', { autoScalingGroupName: 'g' }, ['ec2:RunInstances', 'ec2:CreateTags']],
    ['rds:DeleteDBInstance', { dBInstanceIdentifier: 'd', skipFinalSnapshot: true }, ['rds:AddTagsToResource']],
    ['rds:DeleteDBCluster', { dBClusterIdentifier: 'd' }, ['rds:AddTagsToResource']],
    ['rds:StopDBInstance', { dBInstanceIdentifier: 'd' }, ['rds:AddTagsToResource']],
    ['rds:ModifyDBInstance', { dBInstanceIdentifier: 'd' }, ['rds:AddTagsToResource']],
    ['rds:PromoteReadReplica', { dBInstanceIdentifier: 'd' }, ['rds:AddTagsToResource']],
    ['ecr:BatchGetImage', { repositoryName: 'hub/nginx' }, ['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage']],
    ['s3:CopyObject', { bucketName: 'b', key: 'k' }, ['s3:GetObjectTagging', 's3:PutObjectTagging']],
    ['dynamodb:UpdateTable', { tableName: 't' }, ['dynamodb:TagResource']],
    ['ses:SendEmail', { destination: 'hidden' }, ['ses:SendEmail', 'ses:SendRawEmail', 'ses:SendTemplatedEmail']],
    ['ses:SendEmail', { content: { raw: { data: 'hidden' } } }, ['ses:SendEmail', 'ses:SendRawEmail']],
    ['ses:SendEmail', { content: { simple: { subject: 'x', attachments: ['x'] } } }, ['ses:SendRawEmail']],
    ['ses:SendEmail', { content: 'hidden' }, ['ses:SendRawEmail', 'ses:SendTemplatedEmail']],
    ['ses:SendEmail', { content: { template: { templateName: 't' } } }, ['ses:SendTemplatedEmail']],
    ['ses:SendBulkEmail', { bulkEmailEntries: ['hidden'] }, ['ses:SendBulkTemplatedEmail', 'ses:SendRawEmail']],
    ['lambda:InvokeFunctionUrl', { functionName: 'f' }, ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']],
    ['codeartifact:GetAuthorizationToken', {}, ['sts:GetServiceBearerToken']],
  ])('%s with %j may need %j', (event, parameters, expected) => {
    expect(credited(event, parameters)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<readonly [string, JsonObject, string]>([
    ['ec2:RunInstances', { instancesSet: { items: [{ imageId: 'ami-1' }] } }, 'ec2:CreateTags'],
    [
      'ec2:CreateSnapshots',
      { CreateSnapshotsRequest: { InstanceSpecification: { InstanceId: 'i-1' } } },
      'ec2:CreateTags',
    ],
    ['ec2:CopyImage', { sourceImageId: 'ami-1', copyImageTags: false }, 'ec2:CreateTags'],
    ['autoscaling:UpdateAutoScalingGroup', { autoScalingGroupName: 'g', desiredCapacity: 2 }, 'ec2:RunInstances'],
    ['rds:DescribeDBInstances', { dBInstanceIdentifier: 'd' }, 'rds:AddTagsToResource'],
    ['rds:StartDBInstance', { dBInstanceIdentifier: 'd' }, 'rds:AddTagsToResource'],
    ['ecr:PutImage', { repositoryName: 'r', imageTag: 'v1' }, 'ecr:CreateRepository'],
    ['s3:PutObject', { bucketName: 'b', key: 'k' }, 's3:GetObjectTagging'],
    ['ses:SendEmail', { destination: 'hidden' }, 'ses:SendBounce'],
    ['ses:SendEmail', { content: { simple: { subject: 'hidden' } } }, 'ses:SendRawEmail'],
    ['ses:SendEmail', { content: { simple: { subject: 'hidden' } } }, 'ses:SendTemplatedEmail'],
    ['ses:SendEmail', { source: 'a', message: { subject: 'hidden' } }, 'ses:SendRawEmail'],
    ['ses:SendEmail', { content: { template: { templateName: 't' } } }, 'ses:SendRawEmail'],
    ['ses:SendRawEmail', { destinations: 'hidden' }, 'ses:SendEmail'],
    ['lambda:Invoke', { functionName: 'f' }, 'lambda:InvokeFunctionUrl'],
  ])('%s with %j does not need %s', (event, parameters, action) => {
    expect(credited(event, parameters)).not.toContain(action);
  });
});

describe('tags on creation', () => {
  it.each([
    'tags',
    'Tags',
    'tag',
    'tagSet',
    'TagList',
    'TagsList',
    'tagSpecificationSet',
    'TagSpecifications',
    'HostedZoneTags',
    'tagsToAdd',
    'resourceTags',
    'userTags',
    'jobTags',
    'defaultTags',
    'recoveryPointTags',
    'copyTagsToSnapshot',
    'CopyTagsFromSource',
    'copyImageTags',
    'propagateTags',
    'enableECSManagedTags',
  ])('may stand under %s', (name) => {
    expect(credited('ecs:CreateCluster', { [name]: { a: 'b' } })).toContain('ecs:TagResource');
  });

  it.each(['stage', 'stages', 'imageTag', 'imageTagMutability', 'percentage', 'stagingTable', 'advantages'])(
    'do not stand under %s',
    (name) => {
      expect(credited('ecs:CreateCluster', { [name]: 'x' })).not.toContain('ecs:TagResource');
    },
  );

  it.each([
    ['iam:CreateRole', 'iam:TagRole'],
    ['iam:CreateUser', 'iam:TagUser'],
    ['iam:CreatePolicy', 'iam:TagPolicy'],
    ['iam:CreateInstanceProfile', 'iam:TagInstanceProfile'],
    ['iam:CreateVirtualMFADevice', 'iam:TagMFADevice'],
    ['iam:CreateOpenIDConnectProvider', 'iam:TagOpenIDConnectProvider'],
    ['iam:CreateSAMLProvider', 'iam:TagSAMLProvider'],
    ['iam:UploadServerCertificate', 'iam:TagServerCertificate'],
    ['sts:AssumeRole', 'sts:TagSession'],
    ['sts:GetFederationToken', 'sts:TagSession'],
    ['sts:GetWebIdentityToken', 'sts:TagGetWebIdentityToken'],
  ])('%s asks for %s alone', (event, action) => {
    const parameters = [{ tags: [{ key: 'a' }] }, { omitted: true, reason: 'too large' }];
    for (const given of parameters) {
      expect(credited(event, given).filter((each) => /:Tag/.test(each))).toEqual([action]);
    }
  });
});

describe('a further parameter', () => {
  /** Values of these decide between actions; nothing else may take an action away. */
  const DECIDING = /^(serviceNamespace|autoScalingGroupNames?|simple|raw|template|message)$/i;
  const events = [...new Set(SECONDARY_ROWS.flatMap((row) => row.events))].filter(
    (event) => !/^dynamodb:(Transact|.*Statement|ExecuteTransaction)/.test(event),
  );
  const name = fc
    .oneof(
      fc.constantFrom('tags', 'launchTemplate', 'x-amz-acl', 'versionId', 'roleArn', 'omitted', 'reason', 'content'),
      fc.string(),
    )
    .filter((one) => !DECIDING.test(one));

  it('never makes an action uncredited', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.dictionary(name, fc.jsonValue(), { maxKeys: 4 }),
        name,
        fc.jsonValue(),
        (event, parameters, key, value) => {
          if (key in parameters) return;
          const before = credited(event, parameters);
          const after = credited(event, { ...parameters, [key]: value });
          expect(after).toEqual(expect.arrayContaining([...before]));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
