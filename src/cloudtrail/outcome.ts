import type { Call } from './call.ts';
import type { Outcome } from './observation.ts';

/**
 * Refusals by authorisation, lower case, without `Client.`/`Server.` in front. AWS services spell it in many ways
 * ("Common Errors" of each API reference; CloudTrail writes the short or the long one).
 */
const DENIED = new Set([
  'accessdenied',
  'accessdeniedexception',
  'accessdeniedfault',
  'accessdeniederror',
  'vpceaccessdenied',
  'unauthorizedoperation',
  'unauthorized',
  'unauthorizedexception',
  'unauthorizedaccess',
  'unauthorizedaccessexception',
  'unauthorizedrequestexception',
  'unauthorizedoperationexception',
  'authorizationerror',
  'authorizationerrorexception',
  'authorizationexception',
  'notauthorized',
  'notauthorizedexception',
  'notauthorizederror',
  'forbidden',
  'forbiddenexception',
  'explicitdeny',
  'implicitdeny',
  '403',
]);

/** Answers given before anybody looked at permissions, lower case: throttling, bad credentials, unreadable requests. */
const NOTHING = new Set([
  'throttling',
  'throttlingexception',
  'throttled',
  'throttledexception',
  'ec2throttledexception',
  'requestthrottled',
  'requestthrottledexception',
  'requestlimitexceeded',
  'toomanyrequests',
  'toomanyrequestsexception',
  'slowdown',
  'bandwidthlimitexceeded',
  'expiredtoken',
  'expiredtokenexception',
  'requestexpired',
  'requesttimetooskewed',
  'requestinthefuture',
  'invalidclienttokenid',
  'invalidaccesskeyid',
  'invalidtoken',
  'unrecognizedclientexception',
  'unrecognizedclient',
  'missingauthenticationtoken',
  'missingauthenticationtokenexception',
  'missingsecurityheader',
  'missingsecurityelement',
  'incompletesignature',
  'incompletesignatureexception',
  'invalidsignatureexception',
  'invalidsignature',
  'signaturedoesnotmatch',
  'authorizationheadermalformed',
  'optinrequired',
  'subscriptionrequiredexception',
  'notsignedup',
  'accountproblem',
  'malformedquerystring',
  'malformedhttprequestexception',
  'invalidaction',
  'invalidactionexception',
  'unknownoperationexception',
  'serializationexception',
]);

/** Cognito answers a wrong password with NotAuthorizedException: the IAM check came before it and was passed. */
const ANSWERS_NOT_AUTHORIZED_ITSELF = /^cognito-(idp|identity)\./;

/**
 * What an error code says of authorisation. A code that nobody listed came from behind the check: crediting a use too
 * many is safe, one too few is not.
 * No code is success.
 */
export function outcomeOf({
  errorCode,
  refusal,
  eventSource = '',
}: Partial<Pick<Call, 'errorCode' | 'refusal' | 'eventSource'>>): Outcome {
  if (errorCode === undefined) return 'used';
  const code = bareCode(errorCode);
  if (code === 'notauthorizedexception' && ANSWERS_NOT_AUTHORIZED_ITSELF.test(eventSource)) {
    return refusal?.says === 'refusedByIam' ? 'denied' : 'used';
  }
  if (DENIED.has(code)) return 'denied';
  if (code === 'authfailure') {
    return refusal?.says === 'badCredentials' ? 'nothing' : 'used';
  }
  return NOTHING.has(code) ? 'nothing' : 'used';
}

/** `Client.UnauthorizedOperation`, `com.amazonaws.x#AccessDeniedException:http://…` → the code itself, lower case. */
function bareCode(errorCode: string): string {
  return errorCode
    .slice(errorCode.lastIndexOf('#') + 1)
    .trim()
    .replace(/^(Client|Server|Sender|Receiver|AWS)\./i, '')
    .replace(/:.*/, '')
    .toLowerCase();
}
