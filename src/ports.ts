import type { AccountId } from './base/account-id.ts';
import type { Incomplete, PartialResult } from './base/incomplete.ts';
import type { Region } from './base/region.ts';
import type { TrailDelivery } from './cloudtrail/trail-settings/trail.ts';
import type { RegionInventory, TaskHost, TaskRoleOverride } from './ecs/inventory.ts';
import type { RoleInUse } from './ecs/role-use.ts';
import type { TaskDefinition } from './ecs/task-definition.ts';
import type { TaskDefinitionArn } from './ecs/task-definition-arn.ts';
import type { TrailKnowledge } from './evidence/coverage-by-settings.ts';
import type { SourceName } from './evidence/source-name.ts';
import type { UsageOutcome, UsageReceiver, UsageRequest } from './evidence/usage.ts';
import type { CallVolumes } from './evidence-trail/call-volumes.ts';
import type { Finding, KnownFinding, WorkflowMark } from './findings/finding.ts';
import type { FindingId } from './findings/finding-id.ts';
import type { RoleArn } from './iam/arn.ts';
import type { RoleLookup } from './iam/role.ts';
import type { NotifierMessage } from './report/notification/notifier-message.ts';

/** The account that one audit is about. Nothing assumes that it is the account the program runs in. */
export interface AccountIdentity {
  readonly accountId: AccountId;
  readonly partition: string;
}

/** Says whose account the credentials open. */
export interface IdentityReader {
  identity(): Promise<AccountIdentity>;
}

/** Lists the Regions enabled for the account. Throws nothing: a denied call is an incomplete reading of none. */
export interface RegionDirectory {
  enabledRegions(): Promise<PartialResult<readonly Region[]>>;
}

/** Told about progress on long work; a no-op in quiet runs. */
export interface Progress {
  stage(name: string): void;
  advance(done: number, total: number | undefined, unit: string): void;
}

/** Reads the task definitions of a Region; of revisions that are known already, only whether they are still ACTIVE. */
export interface TaskDefinitionReader {
  read(region: Region, revisions?: KnownRevisions): Promise<RegionInventory>;
}

/** Task-definition revisions of earlier runs. A revision never changes, its status and tags apart. */
export interface KnownRevisions {
  get(taskDefinitionArn: TaskDefinitionArn): TaskDefinition | undefined;
  /** Told of each revision that was described. */
  described(definition: TaskDefinition): void;
}

/** Reads roles, in the account's own IAM, in as few calls as can be. */
export interface RoleReader {
  /** One lookup per ARN asked, in the same order. */
  read(roles: readonly RoleArn[]): Promise<PartialResult<readonly RoleLookup[]>>;
}

/** Reads the roles of the instances that containers run on. Never rejects. */
export interface InstanceRoleReader {
  /** By the ARN of the container instance; those without an instance profile are left out. */
  read(region: Region, hosts: readonly TaskHost[]): Promise<PartialResult<ReadonlyMap<string, RoleArn>>>;
}

/** A witness of use: LookupEvents, trail files, Athena, IAM last-accessed data. */
export interface UsageSource {
  readonly name: SourceName;
  read(request: UsageRequest, receiver: UsageReceiver): Promise<UsageOutcome>;
}

/** Reads what the trails of the account are, and were, set to record. */
export interface TrailReader {
  read(regions: readonly Region[]): Promise<PartialResult<readonly TrailKnowledge[]>>;
  /** Where they deliver, which is known sooner; without those that cannot be read, of which `read` tells. Never rejects. */
  deliveries(regions: readonly Region[]): Promise<readonly TrailDelivery[]>;
}

/** Reads how many calls a month CloudWatch counts, by data-event resource type, over Regions. Never rejects. */
export interface CallVolumeReader {
  read(types: readonly string[], regions: readonly Region[]): Promise<PartialResult<CallVolumes>>;
}

/** Keeps documents from run to run, each as a whole; several runs may write at once. Every method throws what it cannot do. */
export interface LedgerStore {
  /**
   * Undefined where there is none of that name; `ForgedDocument` only where a store can tell. Throws where not all of a document
   * arrives: a part of one is told from a changed one by nobody else.
   */
  read(name: string): Promise<StoredBytes | ForgedDocument | undefined>;
  /**
   * Writes where the document still is of this version (`undefined`: where there is none), and gives the new version;
   * `lostRace` where another run was first.
   */
  write(name: string, bytes: Uint8Array, version: string | undefined): Promise<string | 'lostRace'>;
  /** The names of the documents that begin with `prefix`, in any order. */
  list(prefix: string): Promise<readonly string[]>;
  /** Keeps bytes under a name of their own beside the documents, and says where. */
  setAside(name: string, bytes: Uint8Array): Promise<string>;
  /** Where a document is, for people. */
  address(name: string): string;
}

export interface StoredBytes {
  readonly bytes: Uint8Array;
  /** Tells states of a document apart; opaque. */
  readonly version: string;
}

/** What is stored under a name where this program wrote something else last. */
export interface ForgedDocument {
  /** How that is known, as a clause without a full stop: `it is gone`. */
  readonly forged: string;
  /** What is there; absent where nothing is. */
  readonly found?: StoredBytes;
}

/** Tells a ledger that this program wrote from one that somebody else changed or put back. Every method throws what it cannot do. */
export interface LedgerAuthenticator {
  /** The message authentication code, in base64, of a text of at most 4,096 bytes. */
  macOf(message: string): Promise<string>;
  /** Whether a code is the message's. Expects the base64 of 32 bytes. */
  verify(message: string, mac: string): Promise<boolean>;
  readonly anchor: LedgerAnchor;
}

/** A short text, kept where those cannot write who may write the ledger's documents. */
export interface LedgerAnchor {
  /** For people: `parameter "/ecs-role-auditor/ledger"`. */
  readonly name: string;
  /** Undefined where there is none yet. */
  read(): Promise<string | undefined>;
  /** Writes it where there is none; `lostRace` where there is. */
  create(text: string): Promise<'created' | 'lostRace'>;
  replace(text: string): Promise<void>;
}

/** What publishing came to. */
export interface PublishOutcome {
  readonly imported: number;
  readonly incomplete: readonly Incomplete[];
}

/** Where findings live across runs: Security Hub. */
export interface FindingsSink {
  /** This product's findings for the account, archived ones included; of `ids` alone, at most 20, where given. Incomplete when not all could be read. */
  known(ids?: readonly FindingId[]): Promise<PartialResult<readonly KnownFinding[]>>;
  /** Imports opened, updated and resolved findings. Never throws for what the service refuses: that is incomplete. */
  publish(findings: readonly Finding[]): Promise<PublishOutcome>;
  /** Sets workflow statuses, which no import can. Never throws for what the service refuses. */
  mark(marks: readonly WorkflowMark[]): Promise<{ readonly incomplete: readonly Incomplete[] }>;
}

/** Tells people. What it could not deliver is incomplete, never thrown. */
export interface Notifier {
  readonly name: string;
  notify(message: NotifierMessage): Promise<Delivery>;
}

/** What came of a message. */
export interface Delivery {
  /** `unclear`: it was sent, and whether all its readers have it is not known. It is not sent again by itself. */
  readonly outcome: 'delivered' | 'refused' | 'unclear';
  /** What was lost, in part or whole, or had to be sent in another form. */
  readonly incomplete: readonly Incomplete[];
}

/** Keeps the report of a run and says where it is. */
export interface ReportStore {
  /** What its reports' addresses begin with, the slash at the end included: `s3://bucket/reports/`. */
  readonly place: string;
  put(report: ReportFile): Promise<PartialResult<string | undefined>>;
}

export interface ReportFile {
  /** Below the store's prefix: `2026/11/22/audit-123456789012.html`. */
  readonly key: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** The one clock. */
export interface Clock {
  now(): number;
}

/** How much time is left before work must be committed and the summary sent. */
export interface Deadline {
  /** Milliseconds; Infinity where there is no limit. */
  timeLeft(): number;
  readonly signal: AbortSignal;
}

export type { NotifierMessage, RegionInventory, RoleInUse, TaskRoleOverride };
