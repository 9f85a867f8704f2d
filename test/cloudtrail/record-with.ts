/** A record of a task role's session, as ECS tasks leave them, with some fields changed. */
export function recordWith(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEID0000001:0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      arn: 'arn:aws:sts::123456789012:assumed-role/app-task/0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      accountId: '123456789012',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEID0000001',
          arn: 'arn:aws:iam::123456789012:role/svc/team/app-task',
          accountId: '123456789012',
          userName: 'app-task',
        },
        attributes: { creationDate: '2026-09-20T09:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-09-20T10:00:00Z',
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'GetItem',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '10.0.0.1',
    userAgent: 'aws-sdk-js/3',
    requestParameters: { tableName: 'orders' },
    responseElements: null,
    eventID: '11111111-2222-3333-4444-555555555555',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '123456789012',
    eventCategory: 'Data',
    ...changes,
  };
}
