import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/cloudtrail/outcome.ts';
import { refusalIn } from '../../src/cloudtrail/refusal.ts';

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

/** The outcome of an error with this message. */
function outcomeWith(errorMessage: string, call: { readonly errorCode: string; readonly eventSource?: string }) {
  const refusal = refusalIn(errorMessage);
  return outcomeOf({ ...call, ...(refusal === undefined ? {} : { refusal }) });
}

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
    expect(outcomeWith('Incorrect username or password.', wrong)).toBe('used');
    expect(outcomeWith('User: x is not authorized to perform: cognito-idp:Y', wrong)).toBe('denied');
    expect(outcomeOf(wrong)).toBe('used');
    expect(outcomeOf({ ...wrong, errorCode: 'AccessDeniedException' })).toBe('denied');
    expect(outcomeOf({ ...wrong, errorCode: 'ThrottlingException' })).toBe('nothing');
    expect(outcomeOf({ ...wrong, eventSource: 'x.cognito-idp.amazonaws.com' })).toBe('denied');
  });

  it('reads the message of AuthFailure, which means two things', () => {
    const message = 'AWS was not able to validate the provided access credentials';
    expect(outcomeWith(message, { errorCode: 'Client.AuthFailure' })).toBe('nothing');
    expect(outcomeWith(message.replace('access ', ''), { errorCode: 'AuthFailure' })).toBe('nothing');
    expect(outcomeOf({ errorCode: 'AuthFailure' })).toBe('used');
    expect(outcomeWith('Not authorized for images: [ami-1]', { errorCode: 'Client.AuthFailure' })).toBe('used');
  });
});
