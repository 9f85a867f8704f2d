import type { AwsSession } from '../../src/aws/client/session.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import type { PersonsChanges } from './hub.ts';

/** Who may assume a role: ECS tasks of this account, ECS tasks of whoever, one other account too, everyone too. */
export type Trust = 'own tasks' | 'any tasks' | 'another account' | 'everyone';

/** A role of one policy, as the story tells it. */
export interface StoryRole {
  readonly name: string;
  readonly trust: Trust;
  /** The statements of its one inline policy. */
  readonly grants: readonly JsonObject[];
}

/** An AWS account behind an endpoint, and what can happen to it between two nights. */
export interface World {
  readonly accountId: string;
  readonly endpoint: string;
  /** Of the home Region. */
  readonly session: AwsSession;
  /** Bucket of the reports, the ledger and the configuration. */
  readonly bucket: string;
  /** Name of the secret with the webhook's URL. */
  readonly webhookSecret: string;
  /** Makes a role, or changes it into this. */
  putRole(role: StoryRole): Promise<void>;
  /** Registers a revision of a family whose task role has that name, whether there is such a role or not. */
  deploy(family: string, region: string, roleName: string): Promise<void>;
  /** Makes every revision of a family INACTIVE. */
  retire(family: string, region: string): Promise<void>;
  /** What a person sets on a finding in Security Hub. */
  mark(role: string, rule: string, changes: PersonsChanges): Promise<void>;
  /** Lets calls go wrong until `mend`. */
  spoil(rule: FaultRule): void;
  mend(): void;
  /** Every message that reached Slack so far. */
  readonly messages: readonly SlackMessage[];
  close(): Promise<void>;
}

/** The home Region, and the other one. */
export const HOME = 'us-east-1';
export const ABROAD = 'eu-west-1';
