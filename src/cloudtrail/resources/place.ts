/** Where a call went: what fills in the parts of an ARN that a bare name lacks. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** An ARN as it is; a bare name as the resource of a service in the call's Region and account. */
export function arnOrName(text: string, service: string, resourcePrefix: string, place: Place): string {
  if (text.startsWith('arn:')) return text;
  return `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resourcePrefix}${text}`;
}
