import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/cloudtrail/json.ts';
import { facetsOf } from '../../src/cloudtrail/parameter-facets.ts';
import { passesRole, rolesPassed } from '../../src/cloudtrail/pass-role.ts';

const ROLE = 'arn:aws:iam::123456789012:role/svc/r';

function passing(prefix: string, eventName: string, parameters: JsonObject | null | undefined) {
  return {
    passes: passesRole(prefix, eventName, facetsOf(prefix, eventName, parameters)),
    roles: rolesPassed(prefix, eventName, parameters),
  };
}

describe('passesRole() and rolesPassed()', () => {
  it.each([
    ['lambda', 'CreateFunction', { role: ROLE }],
    ['states', 'CreateStateMachine', { roleArn: ROLE }],
    ['ecs', 'RegisterTaskDefinition', { executionRoleArn: ROLE }],
    ['ecs', 'RunTask', { overrides: { taskRoleArn: ROLE } }],
    ['glue', 'CreateJob', { role: ROLE }],
    ['sagemaker', 'CreateModel', { executionRoleArn: ROLE }],
    ['firehose', 'CreateDeliveryStream', { extendedS3DestinationConfiguration: { roleARN: ROLE } }],
    ['codebuild', 'CreateProject', { serviceRole: ROLE }],
    ['apigateway', 'PutIntegration', { putIntegrationInput: { credentials: ROLE } }],
    ['sns', 'SetTopicAttributes', { attributeName: 'SQSSuccessFeedbackRoleArn', attributeValue: ROLE }],
    ['rds', 'AddRoleToDBCluster', { roleArn: ROLE }],
    ['comprehend', 'StartTopicsDetectionJob', { dataAccessRoleArn: ROLE }],
    ['s3', 'PutBucketReplication', { ReplicationConfiguration: { Role: ROLE } }],
    ['redshift', 'CreateCluster', { iamRoles: [ROLE] }],
  ])('%s %s passes the role in %j', (prefix, eventName, parameters) => {
    expect(passing(prefix, eventName, parameters)).toEqual({ passes: true, roles: [ROLE] });
  });

  it.each([
    ['ec2', 'RunInstances', { iamInstanceProfile: { name: 'p' } }],
    [
      'ec2',
      'AssociateIamInstanceProfile',
      { AssociateIamInstanceProfileRequest: { IamInstanceProfile: { Name: 'p' } } },
    ],
    ['autoscaling', 'CreateLaunchConfiguration', { iamInstanceProfile: 'p' }],
    ['elasticmapreduce', 'RunJobFlow', { jobFlowRole: 'EMR_EC2_DefaultRole' }],
    ['ecs', 'RegisterTaskDefinition', { taskRoleArn: 'short-name' }],
    ['ecs', 'RunTask', { taskDefinition: 'f' }],
    ['ecs', 'StartTask', {}],
    ['glue', 'CreateCrawler', { role: 'service-role/glue' }],
    ['anything', 'CreateAny', { omitted: true, reason: 'too large' }],
  ])('%s %s passes a role that %j does not give the ARN of', (prefix, eventName, parameters) => {
    expect(passing(prefix, eventName, parameters)).toEqual({ passes: true, roles: [] });
  });

  it.each([
    ['sts', 'AssumeRole', { roleArn: ROLE }],
    ['iam', 'AttachRolePolicy', { roleArn: ROLE }],
    ['kms', 'CreateGrant', { granteePrincipal: ROLE }],
    ['lambda', 'AddPermission', { principal: ROLE }],
    ['lambda', 'GetFunction', { role: ROLE }],
    ['ecs', 'DescribeTasks', { taskRoleArn: ROLE }],
    ['ecs', 'RegisterTaskDefinition', { family: 'f' }],
    ['lambda', 'CreateFunction', { role: 'not an ARN' }],
    ['lambda', 'CreateFunction', { description: ROLE }],
    ['lambda', 'CreateFunction', { role: 5 }],
    ['batch', 'RunTask', { jobName: 'j' }],
    ['ecs', 'RunTasks', { family: 'f' }],
    ['lambda', 'CreateFunction', null],
    ['lambda', 'CreateFunction', undefined],
    ['ec2', 'RunInstances', { iamInstanceProfile: {} }],
  ])('%s %s with %j passes none', (prefix, eventName, parameters) => {
    expect(passing(prefix, eventName, parameters)).toEqual({ passes: false, roles: [] });
  });

  it('keeps at most five roles', () => {
    const roles = Array.from({ length: 9 }, (_, at) => `${ROLE}${at}`);
    expect(rolesPassed('redshift', 'CreateCluster', { iamRoles: roles })).toHaveLength(5);
  });
});
