import type { SendFailure } from '../send-with-retry.ts';

/** What an operator can do about Slack's errors that are met most, those of webhooks and of the Web API. */
const REMEDIES: Readonly<Record<string, string>> = {
  // "Sending messages using incoming webhooks", Slack: handling errors.
  no_service: 'the webhook was removed or switched off; make a new one and store its URL',
  no_service_id: 'the URL is not whole; store that of the webhook again',
  no_active_hooks: 'the webhook was removed or switched off; make a new one and store its URL',
  invalid_token: 'the webhook was revoked, or its URL is not whole; make a new one and store its URL',
  no_team: 'the webhook is of no workspace; make a new one and store its URL',
  team_disabled: 'the workspace of the webhook was closed; make one in another and store its URL',
  user_not_found: 'whoever made the webhook has left; make a new one and store its URL',
  action_prohibited: 'an administrator of the workspace restricts the webhook; ask for leave, or make another',
  posting_to_general_channel_denied: 'only some may post to #general; make a webhook for another channel',
  channel_is_archived: 'unarchive the channel, or make a webhook for another and store its URL',
  // "chat.postMessage", Slack: errors.
  channel_not_found: 'give the id of a channel that the app can see, such as C0123456789',
  not_in_channel: 'invite the app to the channel',
  is_archived: 'unarchive the channel, or choose another',
  restricted_action:
    'an administrator of the workspace restricts who may post there; ask for leave, or choose another channel',
  invalid_auth: 'store a valid bot token',
  not_authed: 'store a valid bot token',
  account_inactive: 'store a valid bot token',
  token_revoked: 'store a valid bot token',
  token_expired: 'store a valid bot token',
  missing_scope: 'give the app the scope chat:write',
};

/** A sentence without a full stop: what Slack said, and what would mend it. */
export function withRemedy(said: string, word: string | undefined): string {
  const remedy = word === undefined || !Object.hasOwn(REMEDIES, word) ? undefined : REMEDIES[word];
  return remedy === undefined ? said : `${said}: ${remedy}`;
}

/** Slack's own word for what is wrong (`invalid_blocks`); anything longer is not Slack's and is not repeated. */
export function slackWord(text: string): string | undefined {
  return /^[a-z_]{1,60}$/.exec(text.trim())?.[0];
}

/** Errors with which a connection fails before it is there: nothing was sent. Of Node.js ("Common system errors"), its TLS, and undici. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The failure of a request without an answer: where a connection was there, the message may have arrived all the same. */
export function failureWithoutAnswer(error: unknown): SendFailure {
  return wasConnected(error)
    ? { why: 'No answer from Slack, so the message may or may not have arrived', kind: 'unclear' }
    : { why: 'No connection to Slack', kind: 'retry' };
}

function wasConnected(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && NOT_CONNECTED.has(String(cause.code))) return false;
  }
  return true;
}

/** Status codes of a gateway that knows nothing of what became of the request behind it. */
const GATEWAY_GAVE_UP = 504;

/** The failure that an HTTP status states, where its answer says no more. */
export function failureOfStatus(status: number): SendFailure['kind'] {
  if (status === GATEWAY_GAVE_UP) return 'unclear';
  return status === 429 || status >= 500 ? 'retry' : 'refused';
}

/** Words with which Slack refuses the form of a message, and would take its text. */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'invalid_attachments']);

/** Whether Slack refused blocks, so that plain text may be shown in their place. */
export function refusesBlocks(word: string | undefined): word is string {
  return word !== undefined && BAD_BLOCKS.has(word);
}
