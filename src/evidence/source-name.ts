/** The sources that can witness use. */
export type SourceName = 'lookup' | 'trail' | 'athena' | 'last-accessed';

/** What decides how a source's answers are taken. */
interface SourceTraits {
  /** It reads what trails wrote: the trails' settings say what of that counts as watched. */
  readonly readsTrails: boolean;
  /** Its events are single ones, so that they tell which task used what; a sum's sample tells of one task alone. */
  readonly singleEvents: boolean;
}

/** The sources, in the order in which they are named and asked. */
export const SOURCES = {
  lookup: { readsTrails: false, singleEvents: true },
  trail: { readsTrails: true, singleEvents: true },
  athena: { readsTrails: true, singleEvents: false },
  'last-accessed': { readsTrails: false, singleEvents: false },
} as const satisfies Readonly<Record<SourceName, SourceTraits>>;

/** The sources that read what trails wrote. */
export type TrailSourceName = {
  [Name in SourceName]: (typeof SOURCES)[Name]['readsTrails'] extends true ? Name : never;
}[SourceName];

/** The names of all sources, in their order. */
export const SOURCE_NAMES = Object.keys(SOURCES) as readonly SourceName[];
