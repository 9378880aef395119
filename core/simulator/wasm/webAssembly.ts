/**
 * What the kernels need of WebAssembly. Every JavaScript host has it, but TypeScript declares it only together with the
 * browser or with Node.
 */

/** A compiled module; opaque here. It can be sent to other threads. */
export type WebAssemblyModule = object;

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Adds pages and returns how many there were. @throws RangeError when there is no memory left */
  grow(pages: number): number;
}

export interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WebAssemblyModule;
  readonly Instance: new (
    module: WebAssemblyModule,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: object };
  readonly Memory: new (description: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: boolean;
  }) => WebAssemblyMemory;
}

declare const WebAssembly: WebAssemblyHost;

export function webAssembly(): WebAssemblyHost {
  return WebAssembly;
}

/** Whether threads can work on one memory here; browsers allow it only to pages that are isolated from others. */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer !== 'function') return false;
  try {
    return new WebAssembly.Memory({ initial: 0, maximum: 1, shared: true }).buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}
