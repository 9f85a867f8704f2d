import { describe, expect, it } from 'vitest';
import { reasonForNoPermission } from '../../src/cloudtrail/no-permission.ts';

describe('reasonForNoPermission()', () => {
  it.each([
    [{ eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' }],
    [{ eventSource: 'signin.amazonaws.com', eventName: 'AnythingNew' }],
    [{ eventSource: 'lambda.amazonaws.com', eventName: 'LambdaESMDisabled' }],
    [{ eventSource: 'dynamodb.amazonaws.com', eventName: 'DescribeEndpoints' }],
    [{ eventSource: 'sts.amazonaws.com', eventName: 'GetCallerIdentity' }],
    [{ eventSource: 'ecr.amazonaws.com', eventName: 'PolicyExecutionEvent', eventType: 'AwsServiceEvent' }],
    [{ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', eventType: 'AwsCloudTrailInsight' }],
    [{ eventSource: 'x.amazonaws.com', eventName: 'UserAuthentication', eventType: 'AwsConsoleSignIn' }],
  ])('gives one for %j', (event) => {
    expect(reasonForNoPermission(event)).toMatch(/\w+ \w+/);
  });

  it.each([
    [{ eventSource: 'lambda.amazonaws.com', eventName: 'Invoke' }],
    [{ eventSource: 'dynamodb.amazonaws.com', eventName: 'DescribeTable' }],
    [{ eventSource: 'ecs.amazonaws.com', eventName: 'RunTask', eventType: 'AwsApiCall' }],
    [{ eventSource: 'ecs.amazonaws.com', eventName: 'RunTask', eventType: 'AwsConsoleAction' }],
  ])('gives none for %j', (event) => {
    expect(reasonForNoPermission(event)).toBeUndefined();
  });
});
