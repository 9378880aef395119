import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { LocalAdapter } from '../backendConfiguration.ts';
import type { LocalProgram } from './localCircuit.ts';

/** What an interpreter says of itself. */
export interface LocalInstallation {
  /** Its file. */
  readonly interpreter: string;
  /** Of Python. */
  readonly version: string;
  /** Versions of the distributions that were asked for and are there, by name. */
  readonly distributions: Readonly<Record<string, string>>;
}

/** Circuits for a simulator of a package. */
export interface LocalWork {
  readonly adapter: LocalAdapter;
  readonly device: string;
  readonly shots: number;
  /** Each with a seed of its own, at least 0 and below 2³¹; without one, shots are another time others. */
  readonly circuits: readonly { readonly program: LocalProgram; readonly seed?: number }[];
}

export interface LocalAnswer {
  /** Of every circuit in order: how often the bits of its program were found, the last one leftmost. */
  readonly counts: readonly Readonly<Record<string, number>>[];
  /** Milliseconds the simulator took. */
  readonly duration: number;
}

/** The Python packages of this machine, each in a process of its own that ends with this one. */
export interface LocalSdk {
  /** Of this machine, bytes. */
  readonly memory: number;
  /**
   * Asks an interpreter which packages it has; loads none of them.
   * @param interpreter a path or a name on the search path; the usual one of the machine unless given
   * @throws Failure `not-found` without an interpreter, `timeout`, `cancelled`, `unknown`
   */
  installation(
    interpreter: string | undefined,
    distributions: readonly string[],
    signal: CancellationSignal,
  ): Promise<LocalInstallation>;
  /**
   * Runs circuits. Cancelling ends the process.
   * @throws Failure as above; `not-found` for a package that is missing, `invalid-circuit` for a circuit the simulator
   * does not take
   */
  run(interpreter: string | undefined, work: LocalWork, signal: CancellationSignal): Promise<LocalAnswer>;
}
