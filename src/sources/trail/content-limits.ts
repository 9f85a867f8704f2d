const MIB = 1024 * 1024;

/** What one log file may take, in bytes: beyond it the file is lost, by name. */
export interface ContentLimits {
  /** As it is stored and compressed. */
  readonly stored: number;
  /** Decompressed. */
  readonly content: number;
  /** What `JSON.parse` may be given, which comes to some twenty times that in memory. */
  readonly parsed: number;
}

/** CloudTrail's files hold some megabytes; whatever the memory, those of a busy account are read. */
const LEAST = 64 * MIB;
/** No file of CloudTrail's is larger. */
const MOST = 256 * MIB;
/** Each thread holds a file's content twice (once for the kernel), and all of them together a quarter of the memory. */
const SHARE = 8;

/**
 * The limits for a process with so many bytes of memory, of which so many threads read files at once: 110 MB of content on a
 * function with 1,769 MB and two threads.
 */
export function contentLimits(memory: number, threads: number): ContentLimits {
  const content = Math.floor(Math.min(MOST, Math.max(LEAST, memory / (SHARE * threads))));
  return { stored: content / 4, content, parsed: Math.min(16 * MIB, content / 4) };
}
