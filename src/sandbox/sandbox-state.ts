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
  /** The webhook's path; absent for a message of the Web API. */
  readonly webhook?: string;
  /** The channel's id; absent for a message of a webhook. */
  readonly channel?: string;
  /** The message's own name within its channel, by which threads are begun. */
  readonly ts?: string;
  /** The message that it is a reply to. */
  readonly threadTs?: string;
  readonly text: string | undefined;
  readonly blocks: readonly JsonObject[];
}

/** A message that was published to an SNS topic. */
export interface TopicMessage {
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
}

/** What the audited account's services were made to hold while the sandbox ran. */
export interface SandboxState {
  /** Region → finding id → finding. */
  readonly findings: Map<string, Map<string, StoredFinding>>;
  readonly slackMessages: SlackMessage[];
  readonly topicMessages: TopicMessage[];
  /** `bucket/key` → object. */
  readonly objects: Map<string, StoredObject>;
  /** `bucket/key` of what CloudTrail delivered and somebody took away. */
  readonly removed: Set<string>;
  /** What was put into Parameter Store, by `REGION NAME`. */
  readonly parameters: Map<string, { readonly value: string; readonly version: number; readonly changedAt: number }>;
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
    topicMessages: [],
    objects: new Map(),
    removed: new Set(),
    parameters: new Map(),
    lastAccessedJobs: new Map(),
    athenaQueries: new Map(),
  };
}
