/**
 * Imported before anything else, so that a seed alone decides what a simulation comes to: compresses at once instead of in a thread, as it
 * would else be chance in which order a run's documents are written, and stops the clock by which a run saves work on a slow machine.
 */
import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';

type Callback = (error: Error | null, result: Buffer) => void;

const atOnce =
  (work: (input: zlib.InputType, options?: zlib.ZlibOptions) => Buffer) =>
  (input: zlib.InputType, ...rest: readonly [Callback] | readonly [zlib.ZlibOptions, Callback]): void => {
    const [callback, options] = rest.length === 1 ? [rest[0]] : [rest[1], rest[0]];
    let result: Buffer;
    try {
      result = work(input, options);
    } catch (error) {
      queueMicrotask(() => callback(error instanceof Error ? error : new Error(String(error)), Buffer.alloc(0)));
      return;
    }
    queueMicrotask(() => callback(null, result));
  };

Object.assign(zlib, { gzip: atOnce(zlib.gzipSync), gunzip: atOnce(zlib.gunzipSync) });
syncBuiltinESMExports();

Object.defineProperty(performance, 'now', { value: () => 0 });
