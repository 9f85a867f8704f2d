import { incompleteOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import type { RecordedPart } from '../evidence/activity-recorder.ts';
import { type EvidencePart, evidenceSince, joinEvidence, NO_EVIDENCE } from '../evidence/evidence-part.ts';
import { type PartId, partRange } from '../evidence/time-bucket.ts';
import { EVIDENCE_FORM } from '../ledger/ledger-form.ts';
import type { LedgerStore } from '../ports.ts';
import { openDocument, type StoredDocument } from './stored-document.ts';

/** The evidence of an account, stored in parts by time. A part that cannot be read has seen nothing and covers nothing. */
export interface StoredParts {
  /** What was stored before this run. */
  readonly before: ReadonlyMap<PartId, EvidencePart>;
  /** Replaces parts that were set aside by empty ones: what lies too far back to be read again would be told every night. Never rejects. */
  replaceSetAside(): Promise<void>;
  /** Stores the parts that were booked to since they were stored last, each by itself. Never rejects. */
  commit(parts: ReadonlyMap<PartId, RecordedPart>): Promise<void>;
  readonly incomplete: readonly Incomplete[];
}

export interface StoredPartsOptions {
  readonly store: LedgerStore;
  readonly account: string;
  /** The parts lie in it; it ends in a slash. */
  readonly folder: string;
  /** False for a run that only looks. */
  readonly setsAside: boolean;
  /** Evidence from before is forgotten: parts that end earlier are not read. */
  readonly from: EpochMs;
}

const SUFFIX = '.json.gz';

/** Opens all parts that reach beyond `from`. */
export async function openParts(options: StoredPartsOptions): Promise<StoredParts> {
  const { store, account, folder, setsAside, from } = options;
  const incomplete: Incomplete[] = [];
  const documents = new Map<PartId, Promise<StoredDocument<EvidencePart>>>();
  const open = (id: PartId): Promise<StoredDocument<EvidencePart>> => {
    const known = documents.get(id);
    if (known !== undefined) return known;
    const opened = openDocument({
      store,
      name: `${folder}${id}${SUFFIX}`,
      account,
      form: EVIDENCE_FORM,
      empty: NO_EVIDENCE,
      merge: joinEvidence,
      prune: (value) => evidenceSince(value, from),
      setsAside,
    });
    documents.set(id, opened);
    return opened;
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
    .filter((id) => (partRange(id)?.to ?? from) > from);
  const before = new Map<PartId, EvidencePart>();
  const opened = await Promise.all(ids.map(async (id) => [id, await open(id)] as const));
  for (const [id, document] of opened) before.set(id, document.before);

  const stored = new Map<PartId, number>();
  const all = [...opened.map(([, document]) => document)];
  return {
    before,
    async replaceSetAside() {
      const damaged = opened.map(([, document]) => document).filter((document) => document.incomplete.length > 0);
      await Promise.all(damaged.map((document) => document.commit(() => NO_EVIDENCE)));
    },
    async commit(parts) {
      if (names === undefined) return;
      await Promise.all(
        [...parts].map(async ([id, part]) => {
          const { revision } = part;
          if (stored.get(id) === revision || (partRange(id)?.to ?? from) <= from) return;
          const isNew = !documents.has(id);
          const document = await open(id);
          if (isNew) all.push(document);
          if (await document.commit(() => part.seen())) stored.set(id, revision);
        }),
      );
    },
    get incomplete() {
      return [...incomplete, ...all.flatMap(({ incomplete }) => incomplete)];
    },
  };
}
