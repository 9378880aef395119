import { consecutive, type Selection } from './selection.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { Size } from './types.ts';

/** Numbers the qubits and bits of a program, in the order of their declarations. */
export class RegisterNumbers {
  readonly #registers: ProgramSymbol[];
  #next: number;

  /**
   * @param registers what declares the qubits and bits that have numbers already
   * @param next the first number that is free
   */
  constructor(registers: readonly ProgramSymbol[] = [], next = 0) {
    this.#registers = [...registers];
    this.#next = next;
  }

  /** The same numbers for symbols that replace the old ones, by id. */
  withSymbols(symbols: readonly ProgramSymbol[]): RegisterNumbers {
    return new RegisterNumbers(
      this.#registers.map((register) => symbols[register.id] ?? register),
      this.#next,
    );
  }

  /** New qubits or bits, numbered after all others. */
  allocate(size: Size): Selection {
    const selection = consecutive(this.#next, size);
    this.#next += typeof size === 'number' ? size : 1;
    return selection;
  }

  /** A symbol declares the qubits or bits it was given numbers for. */
  add(register: ProgramSymbol): void {
    this.#registers.push(register);
  }

  /** What declares a qubit or bit. */
  ownerOf(element: number): ProgramSymbol | undefined {
    return this.#registers.findLast((symbol) => {
      const run = symbol.selection?.runs?.[0];
      return run !== undefined && run.first <= element && element < run.first + run.count;
    });
  }

  /** How the program writes a qubit or bit: `q[2]`, `$0`. */
  nameOf(element: number): string {
    if (element < 0) return `$${-1 - element}`;
    const owner = this.ownerOf(element);
    const first = owner?.selection?.runs?.[0]?.first ?? 0;
    if (!owner) return `#${element}`;
    return owner.selection?.size === 'scalar' ? owner.name : `${owner.name}[${element - first}]`;
  }
}
