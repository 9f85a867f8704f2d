/**
 * A catalogue in its stored form: compact enough for the bundle, plain enough for JSON, and decoded service by service
 * when first asked for. `encodeService` and `decodeService` are the only two that know its inside.
 */
export interface CatalogData {
  readonly format: 1;
  /** The version of the source, as the source states it. */
  readonly version: string;
  /** When the source was made, ISO 8601. */
  readonly generatedAt: string;
  /** When the newest document of the service reference was written, ISO 8601; absent where nothing says so. */
  readonly writtenAt?: string;
  /** Where the actions come from: a package name, a URL, a directory. */
  readonly source: string;
  /** Sorted by prefix. */
  readonly services: readonly ServiceData[];
}

export interface ServiceData {
  readonly prefix: string;
  /** The names, sorted without regard to case, each as one base-36 digit (characters shared with the one before) and the rest. */
  readonly names: string;
  /** A letter for each action: its access level. */
  readonly levels: string;
  /** Resource types: name, then ARN patterns. */
  readonly resources: readonly (readonly [name: string, ...arnPatterns: string[]])[];
  /** The different sets of resource types that actions have: places in `resources`, `!` behind the required ones. */
  readonly resourceSets: readonly string[];
  /** For each action its place in `resourceSets`, comma-separated; empty for none. */
  readonly uses: string;
  /** Actions that must be granted beside an action, by its name in lower case. */
  readonly dependents?: Readonly<Record<string, readonly string[]>>;
  /** API operation → actions that AWS checks, comma-separated, the service left out where it is this one. */
  readonly operations?: Readonly<Record<string, string>>;
  /** For each action one digit: 1 = policy generation follows it, 2 = last-accessed data does; `-` where unknown. */
  readonly tracking?: string;
}
