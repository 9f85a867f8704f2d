/** Bytes that can be read from any place. Every method throws what it cannot do. */
export interface ByteSource {
  /** For people: a path, or `s3://bucket/key`. */
  readonly address: string;
  /** The last bytes, at most so many, and the size of the whole. */
  end(most: number): Promise<{ readonly bytes: Uint8Array; readonly size: number }>;
  range(from: number, length: number): Promise<Uint8Array>;
  /** All of it. */
  whole(): Promise<Uint8Array>;
}
