import type { AuditContext } from '../audit-context.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { type EpochMs, type TimeRange, toMinute } from '../base/time.ts';
import type { TaskDefinition } from '../ecs/task-definition.ts';
import type { RecordedPart } from '../evidence/activity-recorder.ts';
import type { EvidencePart } from '../evidence/evidence-part.ts';
import type { PartId } from '../evidence/time-part.ts';
import { EMPTY_LEDGER, type Ledger, mergeLedgers } from '../ledger/ledger.ts';
import { isMarkDue, type StoredRevision } from '../ledger/stored-revisions.ts';
import type { KnownRevisions, LedgerStore } from '../ports.ts';
import type { KeptLedger } from '../report/audit-result.ts';
import { isTampering } from '../report/tampering.ts';
import type { LedgerChain } from './ledger-chain.ts';
import { measuredStore } from './measured-store.ts';
import { openChain } from './open-chain.ts';
import { openDocuments } from './open-documents.ts';
import { throttled } from './throttled.ts';

/** What one run knows from earlier ones, and leaves to later ones. */
export interface RunLedger {
  /** What earlier runs left. */
  readonly known: Ledger;
  /** What earlier runs saw and read; all of it is what these come to together. */
  readonly evidence: readonly EvidencePart[];
  readonly revisions: KnownRevisions;
  /** Adds to what is kept with the next commit. */
  note(part: Ledger): void;
  /** From now on commits leave out the evidence of these roles, by their key (`roleKey`): nobody can ask for them any more. */
  forget(isGone: (roleKey: string) => boolean): void;
  /** From now on each commit stores what was booked to these parts by then. */
  follow(booked: () => ReadonlyMap<PartId, RecordedPart>): void;
  /** Stores everything booked and noted, once the sources have read what they can. Never rejects. */
  commit(): Promise<void>;
  /** Stores what there is so far, while there is more to come; not each time where that takes long. Never rejects. */
  commitThrottled(): Promise<void>;
  /** Keeps the revisions described so far. Never rejects. */
  commitRevisions(): Promise<void>;
  /** True when what earlier runs left could be read, or there is nothing. */
  readonly whole: boolean;
  /** When this run or an earlier one noticed that what was kept had been tampered with: what came before may be lost. */
  readonly tamperedAt?: EpochMs;
  /** Called once people were told what is listed; until then, later runs tell of tampering. Lists what could not be kept. Never rejects. */
  tamperingTold(): Promise<readonly Incomplete[]>;
  /** Where the ledger is, whether it is signed, and how large it is by now; undefined where there is none. */
  kept(): KeptLedger | undefined;
  /** What could not be read or kept. */
  incomplete(): readonly Incomplete[];
}

export interface RunLedgerOptions {
  /** What the run looks at; it begins at the end of it. */
  readonly window: TimeRange;
  /** False for a run that only looks. */
  readonly keeps: boolean;
}

/** Whose ledger it is, where it is kept, and what signs it. */
export type LedgerOwner = Pick<AuditContext, 'account' | 'ledger' | 'ledgerAuthenticator'>;

/** A run that ends before its time has at most so many revisions to describe again. */
const REVISIONS_PER_COMMIT = 500;

/** Opens what earlier runs left; without a store there is nothing, and nothing is kept. */
export async function openRunLedger(owner: LedgerOwner, options: RunLedgerOptions): Promise<RunLedger> {
  const { window, keeps } = options;
  const now = window.to;
  const account = owner.account.accountId;
  const place = await openPlace(owner, options);
  const measured = place.store && measuredStore(place.store);
  const kept =
    measured === undefined
      ? undefined
      : await openDocuments({ store: measured, folder: place.folder, account, window, setsAside: keeps });
  const known = kept?.ledger.before ?? EMPTY_LEDGER;
  const revisions = kept?.revisions.before ?? new Map<string, StoredRevision>();
  const learned = new Map<string, StoredRevision>();
  let noted = EMPTY_LEDGER;
  let booked: () => ReadonlyMap<PartId, RecordedPart> = () => new Map();

  const incomplete = (): readonly Incomplete[] => [
    ...place.incomplete(),
    ...(kept === undefined ? [] : [...kept.ledger.incomplete, ...kept.parts.incomplete, ...kept.revisions.incomplete]),
  ];
  /** False where nothing may be written, as that would hide what could not be noted. */
  const noteTampering = async (): Promise<boolean> =>
    place.chain === undefined || place.chain.tamperedAt === now || !incomplete().some(isTampering)
      ? true
      : place.chain.noteTampering();
  const untold = untoldTampering(place.chain?.untoldAt, whatOf(owner, account));
  // Before anything is written, which takes away what shows it.
  const writes = keeps && (await noteTampering());
  if (writes) await kept?.parts.replaceSetAside();
  const tamperedAt = incomplete().some(isTampering) ? now : place.chain?.tamperedAt;

  const commitDocuments = async (settled: boolean): Promise<void> => {
    if (!writes) return;
    await Promise.all([kept?.ledger.commit(() => noted), kept?.parts.commit(booked(), settled)]);
    await noteTampering();
  };
  const seal = async (): Promise<void> => {
    if (writes) await place.chain?.seal();
  };
  const commitRevisions = async (): Promise<void> => {
    if (writes) await kept?.revisions.commit(() => new Map(learned));
    await seal();
  };
  const learn = (definition: TaskDefinition): void => {
    learned.set(definition.taskDefinitionArn, { definition, seen: now });
  };

  return {
    known,
    evidence: kept?.parts.before ?? [],
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
    forget(isGone) {
      kept?.parts.forget(isGone);
    },
    follow(source) {
      booked = source;
    },
    async commit() {
      await commitDocuments(true);
      if (writes) await place.chain?.sealForGood();
    },
    commitThrottled: throttled(async () => {
      await commitDocuments(false);
      await seal();
    }),
    commitRevisions,
    whole: place.incomplete().length === 0 && (kept === undefined || kept.ledger.incomplete.length === 0),
    kept() {
      if (owner.ledger === undefined) return undefined;
      const signed = owner.ledgerAuthenticator !== undefined;
      const { bytes = 0, fullness = 0 } = measured?.size() ?? {};
      return { place: owner.ledger.address(`${account}/`), signed, bytes, fullness };
    },
    ...(tamperedAt !== undefined && { tamperedAt }),
    async tamperingTold() {
      if (!writes || place.chain === undefined || (await place.chain.noteTold())) return [];
      const why = 'It could not be kept that people were told of tampering: the next run tells of it again';
      return [{ what: whatOf(owner, account), why }];
    },
    incomplete: () => [...untold, ...incomplete()],
  };
}

function whatOf({ ledger }: LedgerOwner, account: string): string {
  return `ledger ${ledger?.address(`${account}/`)}`;
}

/** What a run that was stopped, or whose message was refused, leaves to the next one to say. */
function untoldTampering(at: EpochMs | undefined, what: string): readonly Incomplete[] {
  if (at === undefined) return [];
  const why = `The run of ${toMinute(at)} found that somebody had tampered with it, and nobody was told, as it was stopped or its message was refused. What was tampered with is not used`;
  return [{ what, why, tampered: true }];
}

/** Where the documents are; without a store nothing is used and nothing is kept. */
interface Place {
  readonly store?: LedgerStore;
  /** Ends in a slash. */
  readonly folder: string;
  /** Present where documents are signed. */
  readonly chain?: LedgerChain;
  incomplete(): readonly Incomplete[];
}

const NOWHERE: Place = { folder: '', incomplete: () => [] };

async function openPlace(
  { account: { accountId: account }, ledger: store, ledgerAuthenticator: authenticator }: LedgerOwner,
  { window: { to: now }, keeps }: RunLedgerOptions,
): Promise<Place> {
  if (store === undefined) return NOWHERE;
  if (authenticator === undefined) return { store, folder: `${account}/`, incomplete: () => [] };
  const { chain, incomplete } = await openChain({ store, authenticator, account, now, keeps });
  if (chain === undefined) return { ...NOWHERE, incomplete: () => incomplete };
  return {
    store: chain.store,
    folder: chain.folder,
    chain,
    incomplete: () => [...incomplete, ...chain.incomplete],
  };
}
