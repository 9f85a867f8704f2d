import type { EpochMs } from '../base/time.ts';

/** Trail files of which nobody can tell whether they are all there, and as CloudTrail delivered them. */
export interface UnvalidatedFiles {
  /** Where they are: `s3://bucket/prefix`, or a directory. */
  readonly place: string;
  /** Absent where the settings of the trail could not be read. */
  readonly trail?: { readonly name: string; readonly homeRegion: string };
  /**
   * `off`: log file validation is. `unknown`: the settings cannot be seen. `young`: it was switched on within the window.
   * `unsigned`: the digests' signatures could not be checked, their hashes were.
   */
  readonly why: 'off' | 'unknown' | 'young' | 'unsigned';
  /** Of `young`: up to when files were delivered that no digest names; absent where no digest has come yet. */
  readonly until?: EpochMs;
}
