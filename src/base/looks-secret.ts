const SECRETS: readonly RegExp[] = [
  /hooks\.slack(-gov)?\.com\//i,
  /\bxox[a-z]-|\bxapp-/i,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/,
  /-----BEGIN/,
  // A name and password before the host.
  /:\/\/[^/\s?#]*:[^/\s?#]*@/,
  /[?&#](\w*token|\w*secret|\w*key|sig|signature|password|x-amz-signature)=/i,
];

/** Whether a text holds what opens something: a webhook, a token, a key, a password in a URL. Such a text is never repeated. */
export function looksSecret(text: string): boolean {
  return SECRETS.some((secret) => secret.test(text));
}
