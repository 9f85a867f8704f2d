import { describe, expect, it } from 'vitest';
import { outcomeOf, refusedAction } from '../../src/cloudtrail/outcome.ts';

const DENIED = [
  'AccessDenied',
  'AccessDeniedException',
  'Client.UnauthorizedOperation',
  'UnauthorizedOperation',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'NotAuthorizedException',
  'UnauthorizedException',
  'Forbidden',
  'ForbiddenException',
  'VpceAccessDenied',
  'accessdenied',
  'com.amazon.coral.service#AccessDeniedException',
  'com.amazonaws.x#AccessDeniedException:http://internal.amazon.com/coral/',
  'AccessDeniedException: it said',
  'AccessDeniedException:',
  ' AccessDenied ',
  'Server.AccessDenied',
];

const USED = [
  'Client.DryRunOperation',
  'DryRunOperation',
  'NoSuchKey',
  'NoSuchBucket',
  'ConditionalCheckFailedException',
  'ResourceNotFoundException',
  'ValidationException',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'InternalServerError',
  'KMSAccessDeniedException',
  'SomethingNobodyHasHeardOf',
  'MyClient.AccessDenied',
  'AccessDeniedClient.',
];

const NOTHING = [
  'ThrottlingException',
  'Client.RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'MissingAuthenticationToken',
  'SerializationException',
  'OptInRequired',
];

describe('outcomeOf()', () => {
  it('takes a record without error code for a use', () => {
    expect(outcomeOf({})).toBe('used');
  });

  it.each(DENIED)('takes %s for a refusal', (errorCode) => {
    expect(outcomeOf({ errorCode })).toBe('denied');
  });

  it.each(USED)('takes %s for an answer from behind the check', (errorCode) => {
    expect(outcomeOf({ errorCode })).toBe('used');
  });

  it.each(NOTHING)('takes %s for no evidence', (errorCode) => {
    expect(outcomeOf({ errorCode })).toBe('nothing');
  });

  it('tells a wrong password in Cognito from a refusal by IAM', () => {
    const wrong = { errorCode: 'NotAuthorizedException', eventSource: 'cognito-idp.amazonaws.com' };
    expect(outcomeOf({ ...wrong, errorMessage: 'Incorrect username or password.' })).toBe('used');
    expect(outcomeOf({ ...wrong, errorMessage: 'User: x is not authorized to perform: cognito-idp:Y' })).toBe('denied');
    expect(outcomeOf(wrong)).toBe('used');
    expect(outcomeOf({ ...wrong, errorCode: 'AccessDeniedException' })).toBe('denied');
    expect(outcomeOf({ ...wrong, errorCode: 'ThrottlingException' })).toBe('nothing');
    expect(outcomeOf({ ...wrong, eventSource: 'x.cognito-idp.amazonaws.com' })).toBe('denied');
  });

  it('reads the message of AuthFailure, which means two things', () => {
    const message = 'AWS was not able to validate the provided access credentials';
    expect(outcomeOf({ errorCode: 'Client.AuthFailure', errorMessage: message })).toBe('nothing');
    expect(outcomeOf({ errorCode: 'AuthFailure', errorMessage: message.replace('access ', '') })).toBe('nothing');
    expect(outcomeOf({ errorCode: 'AuthFailure' })).toBe('used');
    expect(outcomeOf({ errorCode: 'Client.AuthFailure', errorMessage: 'Not authorized for images: [ami-1]' })).toBe(
      'used',
    );
  });
});

describe('refusedAction()', () => {
  it('finds the action that the message names', () => {
    const message = 'User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: iam:PassRole on resource: x';
    expect(refusedAction(message)).toBe('iam:PassRole');
  });

  it('finds none in another message', () => {
    expect(refusedAction('Access Denied')).toBeUndefined();
    expect(refusedAction(undefined)).toBeUndefined();
  });
});
