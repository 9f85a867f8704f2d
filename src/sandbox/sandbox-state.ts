import type { JsonObject } from './wire/json.ts';

/** A finding as Security Hub holds it. */
export type StoredFinding = JsonObject;

/** An S3 object. */
export interface StoredObject {
  readonly body: Buffer;
  /** In double quotes, as S3 writes it. */
  readonly etag: string;
  readonly lastModified: number;
  /** The headers that S3 keeps with the object: content type and encoding, metadata, checksums. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A message that reached a Slack channel. */
export interface SlackMessage {
  /** The webhook's path. */
  readonly webhook: string;
  readonly text: string | undefined;
  readonly blocks: readonly JsonObject[];
}

/** What the audited account's services were made to hold while the sandbox ran. */
export interface SandboxState {
  /** Region → finding id → finding. */
  readonly findings: Map<string, Map<string, StoredFinding>>;
  readonly slackMessages: SlackMessage[];
  /** `bucket/key` → object. */
  readonly objects: Map<string, StoredObject>;
  /** Jobs of last-accessed data, by id: whose they are, and how often they were looked at. */
  readonly lastAccessedJobs: Map<string, { readonly roleArn: string; readonly granularity: string; looks: number }>;
  /** Athena's queries, by id. */
  readonly athenaQueries: Map<string, { readonly sql: string; looks: number; stopped: boolean }>;
}

/** The state of a sandbox that was just started. */
export function emptyState(): SandboxState {
  return {
    findings: new Map(),
    slackMessages: [],
    objects: new Map(),
    lastAccessedJobs: new Map(),
    athenaQueries: new Map(),
  };
}
