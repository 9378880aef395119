import { libraryGates } from '#core/openqasm/index.ts';
import { Choices } from './choices.ts';

/** Qiskit's `u2` and `u3` have another global phase than those of `stdgates.inc`. */
const gates = libraryGates('stdgates.inc').filter(({ name }) => name !== 'u2' && name !== 'u3');

interface CallableGate {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
}

/**
 * A random OpenQASM 3 program on three qubits that Qiskit's reader takes: gates of `stdgates.inc` and definitions under
 * nested modifiers, global phases, loops that repeat, aliases, concatenations, slices, index sets and broadcast calls;
 * with feedback also measurements, conditions and resets.
 */
export function openqasm3Program(seed: number, hasFeedback: boolean): string {
  const choices = new Choices(seed, 'openqasm3');
  return new ProgramWriter(choices, hasFeedback).program();
}

class ProgramWriter {
  readonly #choices: Choices;
  readonly #hasFeedback: boolean;
  readonly #callable: CallableGate[] = [...gates];
  #measurements = 0;

  constructor(choices: Choices, hasFeedback: boolean) {
    this.#choices = choices;
    this.#hasFeedback = hasFeedback;
  }

  program(): string {
    const choices = this.#choices;
    const definitions = Array.from({ length: choices.integer(0, 2) }, (_, index) => this.#definition(index));
    const lines = ['OPENQASM 3.0;', 'include "stdgates.inc";', ...definitions, 'qubit[3] q;'];
    if (this.#hasFeedback) lines.push('bit[2] c;', 'bit d;');
    if (choices.chance(0.6))
      lines.push('let first = q[0:1];', 'let ends = q[{2, 0}];', 'let turned = q[0:0] ++ q[2:-1:1];');
    const hasAliases = lines.some((line) => line.startsWith('let'));
    const single = hasAliases
      ? ['q[0]', 'q[1]', 'q[2]', 'q[-1]', 'first[1]', 'ends[0]', 'turned[0]']
      : ['q[0]', 'q[1]', 'q[2]', 'q[-1]'];
    lines.push(...choices.several(4, 9, () => this.#statement(single, hasAliases, 2)));
    if (this.#hasFeedback) lines.push('d = measure q[0];');
    return `${lines.join('\n')}\n`;
  }

  #definition(index: number): string {
    const choices = this.#choices;
    const gate = {
      name: `g${index}`,
      // Qiskit's reader mixes up parameters of the same name in definitions that call each other.
      parameters: [`alpha${index}`, `beta${index}`].slice(0, choices.integer(0, 2)),
      qubits: ['a', 'b'].slice(0, choices.integer(1, 2)),
    };
    const body = choices.several(1, 4, () => this.#call(gate.qubits, gate.parameters));
    const parameters = gate.parameters.length > 0 ? `(${gate.parameters.join(', ')})` : '';
    if (choices.chance(0.4)) body.push(`gphase(${this.#angle(gate.parameters)});`);
    this.#callable.push(gate);
    return `gate ${gate.name}${parameters} ${gate.qubits.join(', ')} { ${body.join(' ')} }`;
  }

  #statement(single: readonly string[], hasAliases: boolean, depth: number): string {
    const choices = this.#choices;
    const block = () => {
      const inner = choices.several(1, 3, () => this.#statement(single, hasAliases, depth - 1));
      return `{ ${inner.join(' ')} }`;
    };
    const kind = choices.integer(0, this.#hasFeedback ? 13 : 7);
    if (kind === 0) return this.#broadcast(hasAliases);
    if (kind === 1) return `gphase(${this.#angle([])});`;
    if (kind === 2 && depth > 0 && this.#measurements === 0) {
      const values = choices.pick(['[0:1]', '{4, 7}', '[2:-1:1]', '[0:2:3]']);
      return `for ${choices.pick(['int', 'uint'])} i in ${values} ${block()}`;
    }
    if (kind < 8) return this.#call(single, []);
    if (kind < 11) {
      if (this.#measurements >= 4) return this.#call(single, []);
      this.#measurements++;
      const qubit = choices.pick(single);
      if (kind === 8) return `reset ${qubit};`;
      return choices.chance(0.5) ? `d = measure ${qubit};` : `measure ${qubit} -> c[${choices.integer(0, 1)}];`;
    }
    if (depth === 0) return this.#call(single, []);
    const condition = choices.pick(['d', '!d', 'c[0]', `c == ${choices.integer(0, 3)}`]);
    const otherwise = choices.chance(0.5) ? ` else ${block()}` : '';
    return `if (${condition}) ${block()}${otherwise}`;
  }

  #broadcast(hasAliases: boolean): string {
    const choices = this.#choices;
    const one = this.#callable.filter(({ qubits }) => qubits.length === 1);
    const two = this.#callable.filter(({ qubits }) => qubits.length === 2);
    if (choices.chance(0.5))
      return this.#written(
        choices.pick(one),
        [choices.pick(hasAliases ? ['q', 'first', 'ends', 'turned'] : ['q'])],
        [],
      );
    const pairs = hasAliases
      ? ['q[0:1], q[2]', 'first, q[2]', 'q[1], ends', 'q[0], q[1:2]']
      : ['q[0:1], q[2]', 'q[0], q[1:2]'];
    return this.#written(choices.pick(two), [choices.pick(pairs)], []);
  }

  /** A call under up to three modifiers; controls take qubits of their own. */
  #call(operands: readonly string[], names: readonly string[]): string {
    const choices = this.#choices;
    const distinct = operands.filter((operand) => !isAlias(operand));
    const gate = choices.pick(this.#callable.filter(({ qubits }) => qubits.length <= distinct.length));
    // Qiskit inverts a controlled `cu` wrongly.
    let room = gate.name === 'cu' ? 0 : distinct.length - gate.qubits.length;
    let controls = 0;
    const modifiers = Array.from({ length: choices.integer(0, 3) }, () => {
      const kind = choices.integer(0, 3);
      if (kind === 0) return 'inv @ ';
      // Qiskit's reader takes no powers of gates with parameters in definitions.
      if (kind === 1 && names.length > 0 && gate.parameters.length > 0) return '';
      if (kind === 1) return `pow(${choices.pick(['2', '3', '-1', '-2', '0'])}) @ `;
      if (room === 0) return '';
      const count = choices.integer(1, room);
      room -= count;
      controls += count;
      return `${kind === 2 ? 'ctrl' : 'negctrl'}${count > 1 || choices.chance(0.2) ? `(${count})` : ''} @ `;
    });
    const chosen = choices.sample(distinct, controls + gate.qubits.length);
    if (operands.length > distinct.length && chosen.length === 1 && choices.chance(0.3)) {
      return modifiers.join('') + this.#written(gate, [choices.pick(operands)], names);
    }
    return modifiers.join('') + this.#written(gate, chosen, names);
  }

  #written(gate: CallableGate, operands: readonly string[], names: readonly string[]): string {
    const parameters = gate.parameters.map(() => this.#angle(names));
    return `${gate.name}${parameters.length > 0 ? `(${parameters.join(', ')})` : ''} ${operands.join(', ')};`;
  }

  /** Qiskit's reader knows angles, their sums and their multiples. */
  #angle(names: readonly string[]): string {
    const choices = this.#choices;
    const name = names.length > 0 && choices.chance(0.7) ? choices.pick(names) : undefined;
    if (name !== undefined) return choices.pick([name, `-${name}`, `${name}/2`, `2*${name}`, `${name} + 0.3`]);
    return choices.pick(['pi/2', '-pi/4', '3*pi/2', 'tau/3', choices.decimal(), '2*(0.3 - 1.0)']);
  }
}

/** Whether an operand is another name of a qubit that `q[0]` … `q[2]` name too. */
function isAlias(operand: string): boolean {
  return operand.includes('[') && !/^q\[\d\]$/.test(operand);
}
