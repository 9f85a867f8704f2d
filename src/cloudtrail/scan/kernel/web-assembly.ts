/** The part of the WebAssembly API that is used here. TypeScript declares it in its DOM library only. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: { readonly env: object }) => { readonly exports: object };
}

/** A compiled module. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

/** Growable memory; growing replaces `buffer`. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** `undefined` on a platform without WebAssembly. */
export const webAssembly: WebAssemblyInterface | undefined = (
  globalThis as unknown as { readonly WebAssembly?: WebAssemblyInterface }
).WebAssembly;
