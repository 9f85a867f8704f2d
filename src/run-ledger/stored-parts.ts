import pLimit from 'p-limit';
import { incompleteOf } from '../base/attempt.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import type { RecordedPart } from '../evidence/activity-recorder.ts';
import {
  type EvidencePart,
  evidenceByWeek,
  evidenceSince,
  isEvidenceByWeek,
  isSameEvidence,
  joinEvidence,
  NO_EVIDENCE,
  withoutRoles,
} from '../evidence/evidence-part.ts';
import { isQuarter, type PartId, partRange, timeParts } from '../evidence/time-part.ts';
import { EVIDENCE_FORM } from '../ledger/ledger-form.ts';
import type { LedgerStore } from '../ports.ts';
import { openDocument, type StoredDocument } from './stored-document.ts';

/** The evidence of an account, stored in parts by time. A part that cannot be read has seen nothing and covers nothing. */
export interface StoredParts {
  /** What was stored before this run and reaches into the time that it asks for; all of it is what these come to together. */
  readonly before: readonly EvidencePart[];
  /** From now on these roles, by their key, are left out of what is written: nobody can ask for them any more. */
  forget(isGone: (roleKey: string) => boolean): void;
  /**
   * Stores the parts that were booked to since they were stored last, each by itself, and puts weeks that have become old
   * into their quarters. `settled`: all has been read, so that quarters may be counted by weeks; a week that is read in parts by
   * runs that are stopped would lose count. Never rejects.
   */
  commit(parts: ReadonlyMap<PartId, RecordedPart>, settled: boolean): Promise<void>;
  /** Replaces parts that were set aside by empty ones: what lies too far back to be read again would be told every night. Never rejects. */
  replaceSetAside(): Promise<void>;
  readonly incomplete: readonly Incomplete[];
}

export interface StoredPartsOptions {
  readonly store: LedgerStore;
  readonly account: string;
  /** The parts lie in it; it ends in a slash. */
  readonly folder: string;
  /** False for a run that only looks. */
  readonly setsAside: boolean;
  readonly now: EpochMs;
  /** Evidence from before is forgotten. */
  readonly from: EpochMs;
  /** Parts that end earlier are not read: the run asks for nothing so old. */
  readonly since: EpochMs;
}

const SUFFIX = '.json.gz';

/** Parts that are read side by side: enough to hide the way to the store. */
const READ_AT_ONCE = 4;

/** Weeks that have become old, as what they are to add to a quarter. */
interface Moving {
  readonly weeks: Map<PartId, EvidencePart>;
  evidence: EvidencePart;
}

/** Opens the parts that reach beyond `since`, and keeps of the old ones only what they come to together. */
export async function openParts(options: StoredPartsOptions): Promise<StoredParts> {
  const { store, account, folder, setsAside, now, from, since } = options;
  const time = timeParts(now);
  const incomplete: Incomplete[] = [];
  const all: StoredDocument<EvidencePart>[] = [];
  const damaged: StoredDocument<EvidencePart>[] = [];
  const documents = new Map<PartId, Promise<StoredDocument<EvidencePart>>>();
  const moved = new Map<PartId, EvidencePart>();
  let isGone: (roleKey: string) => boolean = () => false;
  let byWeek = false;

  const prune = (id: PartId, value: EvidencePart): EvidencePart => {
    const known = moved.get(id);
    // What another run has added meanwhile is not in the quarter yet.
    if (known !== undefined && isSameEvidence(known, value)) return NO_EVIDENCE;
    return withoutRoles(evidenceSince(byWeek && isQuarter(id) ? evidenceByWeek(value) : value, from), isGone);
  };
  const open = async (id: PartId): Promise<StoredDocument<EvidencePart>> => {
    const document = await openDocument({
      store,
      name: `${folder}${id}${SUFFIX}`,
      account,
      form: EVIDENCE_FORM,
      empty: NO_EVIDENCE,
      merge: joinEvidence,
      prune: (value) => prune(id, value),
      setsAside,
    });
    if (document.incomplete.length > 0) {
      damaged.push(document);
      documents.set(id, Promise.resolve(document));
    }
    return document;
  };

  let names: readonly string[] | undefined;
  try {
    names = await store.list(folder);
  } catch (error) {
    incomplete.push(
      incompleteOf(`evidence ${store.address(folder)}`, error, '; this run neither uses it nor adds to it'),
    );
  }
  const ids = (names ?? [])
    .map((name) => name.slice(folder.length, -SUFFIX.length))
    .filter((id) => (partRange(id)?.to ?? since) > since);

  let old = NO_EVIDENCE;
  const weeks = new Map<PartId, EvidencePart>();
  const moving = new Map<PartId, Moving>();
  const toCount = new Set<PartId>();
  const atOnce = pLimit(READ_AT_ONCE);
  await atOnce.map(ids, async (id) => {
    const document = await open(id);
    const { before } = document;
    if (isQuarter(id)) {
      // The document itself is let go: most nights do not write it.
      if (document.incomplete.length > 0) all.push(document);
      old = joinEvidence(old, before);
      if (!isEvidenceByWeek(before)) toCount.add(id);
      return;
    }
    all.push(document);
    if (isSameEvidence(before, NO_EVIDENCE)) return;
    weeks.set(id, before);
    documents.set(id, Promise.resolve(document));
    const place = time.partOf(partRange(id)?.from ?? now);
    if (!isQuarter(place)) return;
    const into = getOrInsert(moving, place, (): Moving => ({ weeks: new Map(), evidence: NO_EVIDENCE }));
    into.weeks.set(id, before);
    into.evidence = joinEvidence(into.evidence, before);
  });

  const stored = new Map<PartId, string>();
  const documentOf = (id: PartId): Promise<StoredDocument<EvidencePart>> =>
    getOrInsert(documents, id, async () => {
      const document = await open(id);
      all.push(document);
      return document;
    });

  async function commitPart(id: PartId, part: RecordedPart | undefined, settled: boolean): Promise<void> {
    const revision = `${part?.revision ?? 0} ${byWeek && isQuarter(id)}`;
    if (stored.get(id) === revision || (partRange(id)?.to ?? from) <= from) return;
    const added = moving.get(id);
    const document = await documentOf(id);
    const kept = await document.commit(() => joinEvidence(added?.evidence ?? NO_EVIDENCE, part?.seen() ?? NO_EVIDENCE));
    if (!kept) return;
    stored.set(id, revision);
    // Emptied, and not before they lie in their quarter: should this run end here, the next one puts them there again.
    for (const [week, evidence] of added?.weeks ?? []) {
      moved.set(week, evidence);
      await (await documentOf(week)).commit(() => NO_EVIDENCE);
    }
    if (settled) document.release();
  }

  return {
    before: [old, ...weeks.values()],
    forget(gone) {
      isGone = gone;
    },
    async replaceSetAside() {
      for (const document of damaged) await document.commit(() => NO_EVIDENCE);
    },
    async commit(parts, settled) {
      if (names === undefined) return;
      byWeek ||= settled;
      const further = byWeek ? [...moving.keys(), ...toCount] : moving.keys();
      // One after another: each is held in memory several times while it is written.
      for (const id of new Set([...parts.keys(), ...further])) await commitPart(id, parts.get(id), settled);
    },
    get incomplete() {
      return [...incomplete, ...all.flatMap((document) => document.incomplete)];
    },
  };
}
