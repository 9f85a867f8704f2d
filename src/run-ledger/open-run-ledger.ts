import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import type { TaskDefinition } from '../ecs/task-definition.ts';
import type { RecordedPart } from '../evidence/activity-recorder.ts';
import type { EvidencePart } from '../evidence/evidence-part.ts';
import type { PartId } from '../evidence/time-bucket.ts';
import { EMPTY_LEDGER, LEDGER_MEMORY_MS, type Ledger, mergeLedgers, pruneLedger } from '../ledger/ledger.ts';
import { LEDGER_FORM } from '../ledger/ledger-form.ts';
import { REVISION_FORM } from '../ledger/revision-form.ts';
import {
  isMarkDue,
  mergeRevisions,
  pruneRevisions,
  type RevisionMemory,
  type StoredRevision,
} from '../ledger/stored-revisions.ts';
import type { KnownRevisions, LedgerStore } from '../ports.ts';
import { openDocument, type StoredDocument } from './stored-document.ts';
import { openParts, type StoredParts } from './stored-parts.ts';
import { throttled } from './throttled.ts';

/** What one run knows from earlier ones, and leaves to later ones. */
export interface RunLedger {
  /** What earlier runs left. */
  readonly known: Ledger;
  /** What earlier runs saw and read, by time. */
  readonly evidence: ReadonlyMap<PartId, EvidencePart>;
  readonly revisions: KnownRevisions;
  /** Adds to what is kept with the next commit. */
  note(part: Ledger): void;
  /** From now on each commit stores what was booked to these parts by then. */
  follow(booked: () => ReadonlyMap<PartId, RecordedPart>): void;
  /** Stores everything booked and noted so far. Never rejects. */
  commit(): Promise<void>;
  /** The same while there is more to come; not each time where that takes long. */
  commitThrottled(): Promise<void>;
  /** Keeps the revisions described so far. Never rejects. */
  commitRevisions(): Promise<void>;
  /** True when what earlier runs left could be read, or there is nothing. */
  readonly whole: boolean;
  /** What could not be read or kept. */
  incomplete(): readonly Incomplete[];
}

export interface RunLedgerOptions {
  readonly accountId: string;
  readonly now: EpochMs;
  /** False for a run that only looks. */
  readonly keeps: boolean;
}

/** A run that ends before its time has at most so many revisions to describe again. */
const REVISIONS_PER_COMMIT = 500;

/** Opens what earlier runs left; without a store there is nothing, and nothing is kept. */
export async function openRunLedger(store: LedgerStore | undefined, options: RunLedgerOptions): Promise<RunLedger> {
  const { accountId, now, keeps } = options;
  const kept = store === undefined ? undefined : await openDocuments(keeps ? store : lookingOnly(store), options);
  const known = kept?.ledger.before ?? EMPTY_LEDGER;
  const revisions = kept?.revisions.before ?? new Map<string, StoredRevision>();
  const learned = new Map<string, StoredRevision>();
  let noted = EMPTY_LEDGER;
  let booked: () => ReadonlyMap<PartId, RecordedPart> = () => new Map();

  const commit = async (): Promise<void> => {
    if (keeps) await Promise.all([kept?.ledger.commit(() => noted), kept?.parts.commit(booked())]);
  };
  const commitRevisions = async (): Promise<void> => {
    if (keeps) await kept?.revisions.commit(() => new Map(learned));
  };
  const learn = (definition: TaskDefinition): void => {
    learned.set(definition.taskDefinitionArn, { definition, seen: now });
  };

  return {
    known,
    evidence: kept?.parts.before ?? new Map<PartId, EvidencePart>(),
    revisions: {
      get(arn) {
        const revision = revisions.get(arn);
        if (revision !== undefined && isMarkDue(revision, now)) learn(revision.definition);
        return revision?.definition;
      },
      described(definition) {
        learn(definition);
        if (learned.size % REVISIONS_PER_COMMIT === 0) void commitRevisions();
      },
    },
    note(part) {
      noted = mergeLedgers(noted, part);
    },
    follow(source) {
      booked = source;
    },
    commit,
    commitThrottled: throttled(commit),
    commitRevisions,
    whole: kept === undefined || kept.ledger.incomplete.length === 0,
    incomplete: () =>
      kept === undefined ? [] : [...kept.ledger.incomplete, ...kept.parts.incomplete, ...kept.revisions.incomplete],
  };

  async function openDocuments(
    from: LedgerStore,
    { accountId: account }: RunLedgerOptions,
  ): Promise<{
    readonly ledger: StoredDocument<Ledger>;
    readonly parts: StoredParts;
    readonly revisions: StoredDocument<RevisionMemory>;
  }> {
    const common = { store: from, account };
    const [ledger, parts, revisionMemory] = await Promise.all([
      openDocument({
        ...common,
        name: `${accountId}/ledger.json.gz`,
        form: LEDGER_FORM,
        empty: EMPTY_LEDGER,
        merge: mergeLedgers,
        prune: (value) => pruneLedger(value, now),
      }),
      openParts({ ...common, from: now - LEDGER_MEMORY_MS }),
      openDocument({
        ...common,
        name: `${accountId}/task-definitions.json.gz`,
        form: REVISION_FORM,
        empty: new Map<string, StoredRevision>() as RevisionMemory,
        merge: mergeRevisions,
        prune: (value) => pruneRevisions(value, now),
      }),
    ]);
    return { ledger, parts, revisions: revisionMemory };
  }
}

/** Reads, and leaves even a damaged document where it is. */
function lookingOnly(store: LedgerStore): LedgerStore {
  return {
    ...store,
    setAside: () => Promise.reject(new Error('It is damaged, and this run sets nothing aside as it writes nothing')),
  };
}
