import { Failure } from '#core/base/failure.ts';
import { bitStringLayout, type ResultLayout } from './bitStrings.ts';
import type { Circuit, Register } from './circuit.ts';

/**
 * The bit strings of chosen registers (`c`, `q`) or single bits and qubits of them (`c[0]`): either classical bits or
 * qubits. They are written as if what is chosen were registers declared in this order: the last one leftmost, the
 * highest index of a register leftmost.
 * @throws Failure `invalid-input` for a name that is not there or there twice, and for bits and qubits together
 */
export function chosenLayout(circuit: Circuit, names: readonly string[]): ResultLayout {
  requireKnown(circuit, names);
  const isQubit = names.map((name) => !visibleBits(circuit).some((register) => register.name === registerName(name)));
  if (isQubit.includes(true) && isQubit.includes(false)) {
    throw new Failure('invalid-input', `Bits and qubits cannot be shown as one bit string: ${names.join(', ')}.`, {
      advice: 'Ask for them one after the other.',
    });
  }
  const shows = isQubit.includes(true) ? 'qubits' : 'bits';
  const chosen = shows === 'bits' ? choose(names, visibleBits(circuit), 'bit') : chooseQubits(circuit, names);
  const layout = chosen
    .toReversed()
    .flatMap((wires, index) => [...(index === 0 ? [] : [undefined]), ...wires.toReversed()]);
  return { shows, layout };
}

/**
 * The qubits of chosen registers (`q`) and single ones (`q[1]`, or their numbers: `3`), in this order.
 * @throws Failure `invalid-input` for a name that is not there or there twice
 */
export function chosenQubits(circuit: Circuit, names: readonly string[]): number[] {
  return chooseQubits(circuit, names).flat();
}

/** `q[1]`, or `ancilla` for a register of one declared without size. */
export function qubitName({ qubitRegisters }: Pick<Circuit, 'qubitRegisters'>, qubit: number): string {
  const register = qubitRegisters.find(({ size, start }) => qubit >= start && qubit < start + size);
  if (!register) return String(qubit);
  return register.scalar ? register.name : `${register.name}[${qubit - register.start}]`;
}

/**
 * A basis state of all qubits written like a bit string of them; spaces may be left out.
 * @returns the value of qubit j at index j
 * @throws Failure `invalid-input` for other characters or a wrong number of them
 */
export function parseBasisState(text: string, { qubitCount, qubitRegisters }: Circuit): Uint8Array {
  const digits = text.replaceAll(/\s/g, '');
  if (!/^[01]*$/.test(digits) || digits.length !== qubitCount) {
    throw new Failure(
      'invalid-input',
      `"${text.slice(0, 80)}" is no state of ${qubitCount} ${qubitCount === 1 ? 'qubit' : 'qubits'}.`,
      {
        advice: `Write a digit 0 or 1 for each, such as ${'0'.repeat(Math.min(qubitCount, 40))}, qubit 0 at the right.`,
      },
    );
  }
  const values = new Uint8Array(qubitCount);
  const order = bitStringLayout(qubitRegisters, qubitCount).filter((qubit) => qubit !== undefined);
  order.forEach((qubit, position) => {
    values[qubit] = digits[position] === '1' ? 1 : 0;
  });
  return values;
}

function visibleBits({ bitRegisters }: Circuit): Register[] {
  return bitRegisters.filter(({ isInternal }) => !isInternal);
}

function registerName(name: string): string {
  return name.replace(/\[.*$/, '').trim();
}

/** Refuses a name of neither bits nor qubits with both kinds of names that there are. */
function requireKnown(circuit: Circuit, names: readonly string[]): void {
  const bits = visibleBits(circuit);
  if (bits.length === 0) return;
  const registers = [...bits, ...circuit.qubitRegisters];
  const unknown = names.find((name) => {
    const base = registerName(name);
    return !/^\d+$/.test(base) && !registers.some((register) => register.name === base);
  });
  if (unknown !== undefined) throw unknownName(unknown, registers, 'bit or qubit');
}

function chooseQubits({ qubitCount, qubitRegisters }: Circuit, names: readonly string[]): number[][] {
  const numbers: Register[] = names
    .filter((name) => /^\d{1,6}$/.test(name) && Number(name) < qubitCount)
    .map((name) => ({ name, start: Number(name), size: 1 }));
  return choose(names, [...qubitRegisters, ...numbers], 'qubit');
}

/** The wires of each name. */
function choose(names: readonly string[], registers: readonly Register[], what: 'bit' | 'qubit'): number[][] {
  const seen = new Set<number>();
  return names.map((name) => {
    const [, base = '', index] = /^\s*([\p{L}\p{N}_$]+)\s*(?:\[\s*(\d{1,9})\s*\])?\s*$/u.exec(name) ?? [];
    const register = registers.find((each) => each.name === base);
    const position = Number(index ?? 0);
    if (register === undefined || position >= register.size) throw unknownName(name, registers, what);
    const wires =
      index === undefined
        ? Array.from({ length: register.size }, (_, offset) => register.start + offset)
        : [register.start + position];
    for (const wire of wires) {
      if (seen.has(wire)) throw new Failure('invalid-input', `A ${what} of "${name}" is chosen twice.`);
      seen.add(wire);
    }
    return wires;
  });
}

function unknownName(name: string, registers: readonly Register[], what: 'bit' | 'qubit' | 'bit or qubit'): Failure {
  const known = registers.map((each) => (each.scalar ? each.name : `${each.name}[${each.size}]`));
  const shown = known.slice(0, 12).join(', ') + (known.length > 12 ? ', …' : '');
  return new Failure('invalid-input', `The circuit has no ${what} "${name.slice(0, 80)}".`, {
    advice:
      known.length === 0
        ? `It has no ${what}s with names.`
        : `Its ${what === 'bit or qubit' ? 'bits and qubits' : `${what}s`} are ${shown}.`,
  });
}
