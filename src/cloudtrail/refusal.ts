/** What the message of an error says of authorisation, beside its code. */
export interface Refusal {
  /** The action that was refused, as the message spells it. */
  readonly action?: string;
  /** `refusedByIam`: the message is IAM's. `badCredentials`: the caller could not be told. */
  readonly says?: 'refusedByIam' | 'badCredentials';
}

/** Spelled with any quotes, or none, and with the service in capitals: `` `ses:SendRawEmail' ``, `SNS:TagResource`. */
const NAMED_ACTION = /not authorized to perform:?\s*[`'"]?([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128})/;
/** "Access to KMS is not allowed": Secrets Manager and others, refused by the key behind what they were asked for. */
const REFUSED_BY_KMS = /\baccess to kms is not allowed\b/i;
const REFUSED_BY_IAM =
  /\bis not authorized to perform\b|\bwith an explicit deny\b|\bno identity-based policy allows\b/i;
const BAD_CREDENTIALS = /validate the provided (access )?(credentials|security token)/i;

/** The facts of an error message; `undefined` where it says nothing of authorisation. */
export function refusalIn(errorMessage: string | undefined): Refusal | undefined {
  if (errorMessage === undefined) return undefined;
  const action = refusedAction(errorMessage);
  const says = REFUSED_BY_IAM.test(errorMessage)
    ? 'refusedByIam'
    : BAD_CREDENTIALS.test(errorMessage)
      ? 'badCredentials'
      : undefined;
  if (action === undefined && says === undefined) return undefined;
  return { ...(action === undefined ? {} : { action }), ...(says === undefined ? {} : { says }) };
}

/** The action that a refusal names ("… is not authorized to perform: iam:PassRole on …"), as written. */
export function refusedAction(errorMessage: string | undefined): string | undefined {
  if (errorMessage === undefined) return undefined;
  return NAMED_ACTION.exec(errorMessage)?.[1] ?? (REFUSED_BY_KMS.test(errorMessage) ? 'kms:Decrypt' : undefined);
}
