/** As much of the WebAssembly interface as is called here; the compiler knows it for browsers only. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: { readonly env: object }) => { readonly exports: object };
}

/** A compiled module. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

/** Memory that may grow; its buffer is then another one. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** `undefined` where the platform has none. */
export const webAssembly: WebAssemblyInterface | undefined = (
  globalThis as unknown as { readonly WebAssembly?: WebAssemblyInterface }
).WebAssembly;
