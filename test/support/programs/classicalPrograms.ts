import { Choices } from './choices.ts';

/** What a target can compute while a circuit runs. */
interface Dialect {
  readonly integer: string;
  /** Operators between two integers. */
  readonly arithmetic: readonly string[];
  /** Operators with a number on the right, and these numbers. */
  readonly withNumber: readonly (readonly [string, number, number])[];
  /** Whether registers of bits are values as a whole. */
  readonly hasRegisters: boolean;
  /** Whether bits hold other things than results, and whether the run decides how often something happens. */
  readonly computesBits: boolean;
}

const dialects = {
  qiskit: {
    integer: 'uint[4]',
    arithmetic: ['+', '-', '*', '&', '|', '^'],
    withNumber: [
      ['<<', 0, 5],
      ['>>', 0, 5],
      ['/', 1, 6],
      ['%', 1, 6],
    ],
    hasRegisters: true,
    computesBits: true,
  },
  quil: {
    integer: 'int[64]',
    arithmetic: ['+', '-', '*'],
    withNumber: [
      ['*', -3, 3],
      ['+', -9, 9],
    ],
    hasRegisters: false,
    computesBits: true,
  },
  /** Of Python programs that keep nothing but results of measurements. */
  results: {
    integer: 'uint[4]',
    arithmetic: ['+', '-', '*', '&', '|', '^'],
    withNumber: [
      ['<<', 0, 5],
      ['/', 1, 6],
      ['%', 1, 6],
    ],
    hasRegisters: true,
    computesBits: false,
  },
} as const satisfies Readonly<Record<string, Dialect>>;

type Kind = 'integer' | 'bool' | 'bits' | 'float';

/**
 * A random OpenQASM 3 program that computes with what it measures, as far as a target can say it: integers, truth values,
 * floats and, where it has them, registers of bits. What it has computed decides in the end what qubits are measured as.
 */
export function classicalProgram(seed: number, target: keyof typeof dialects): string {
  return new ClassicalWriter(new Choices(seed, `classical ${target}`), dialects[target]).program();
}

class ClassicalWriter {
  readonly #choices: Choices;
  readonly #dialect: Dialect;
  #budget = 4;
  #loops = 0;

  constructor(choices: Choices, dialect: Dialect) {
    this.#choices = choices;
    this.#dialect = dialect;
  }

  program(): string {
    const choices = this.#choices;
    const { integer } = this.#dialect;
    const lines = [
      'OPENQASM 3.1;',
      'include "stdgates.inc";',
      'qubit[3] q;',
      'bit[3] b;',
      'bit[4] seen;',
      `${integer} i = ${choices.integer(0, 15)};`,
      `${integer} k = ${choices.integer(0, 15)};`,
      `float[64] f = ${choices.decimal()};`,
      `bool flag = ${choices.pick(['true', 'false'])};`,
      `h q[0]; ry(${choices.decimal()}) q[1];`,
      'b[0] = measure q[0];',
      ...choices.several(5, 9, () => this.#statement(2)),
      'reset q;',
      ...this.#shown(),
    ];
    return `${lines.join('\n')}\n`;
  }

  /** Turns qubits by what has been computed, and measures them. */
  #shown(): string[] {
    const choices = this.#choices;
    const facts = [
      `i ${choices.pick(['==', '<', '>='])} k`,
      'flag',
      `f < ${choices.decimal()}`,
      this.#expression('bool', 2),
    ];
    return facts.map((fact, index) => `if (${fact}) { x q[${index % 3}]; } seen[${index}] = measure q[${index % 3}];`);
  }

  #block(depth: number): string {
    return `{ ${this.#choices.several(1, 3, () => this.#statement(depth)).join(' ')} }`;
  }

  #statement(depth: number): string {
    const choices = this.#choices;
    switch (choices.integer(0, depth > 0 ? 9 : 4)) {
      case 0:
        return this.#measurement();
      case 1:
        return choices.pick([
          'h q[0];',
          'cx q[0], q[1];',
          `rx(${choices.decimal()}) q[2];`,
          'x q[1];',
          'cp(0.7) q[0], q[2];',
        ]);
      case 2:
      case 3:
      case 4:
        return this.#assignment();
      case 5:
      case 6:
        return `if (${this.#expression('bool', 2)}) ${this.#block(depth - 1)}${choices.chance(0.5) ? ` else ${this.#block(depth - 1)}` : ''}`;
      case 7:
        return `switch (${choices.pick(['i', 'k'])}) { case ${choices.integer(0, 3)}, 7 ${this.#block(depth - 1)} case 4, 5 ${this.#block(depth - 1)}${choices.chance(0.5) ? ` default ${this.#block(depth - 1)}` : ''} }`;
      case 8: {
        if (!this.#dialect.computesBits) return this.#assignment();
        const name = `w${this.#loops++}`;
        const budget = this.#budget;
        this.#budget = Math.min(1, budget);
        const body = choices.several(1, 2, () => this.#statement(0)).join(' ');
        this.#budget = Math.max(0, budget - 2);
        return `{ ${this.#dialect.integer} ${name} = 0; while (${name} < ${choices.integer(1, 3)} && ${this.#expression('bool', 1)}) { ${name} += 1; ${body} } }`;
      }
      default:
        return `for int n in [0:1] { ${this.#assignment()} k += 1; }`;
    }
  }

  #measurement(): string {
    const choices = this.#choices;
    if (this.#budget <= 0) return this.#assignment();
    this.#budget--;
    const qubit = `q[${choices.integer(0, 2)}]`;
    return choices.pick([
      `b[${choices.integer(0, 2)}] = measure ${qubit};`,
      `flag = measure ${qubit};`,
      `reset ${qubit};`,
    ]);
  }

  #assignment(): string {
    const choices = this.#choices;
    const { computesBits, hasRegisters } = this.#dialect;
    const kinds = ['integer', 'bool', 'float'] as const;
    const kind = choices.pick<Kind>(hasRegisters && computesBits ? [...kinds, 'bits'] : kinds);
    if (kind === 'bool' && computesBits && choices.chance(0.3))
      return `b[${choices.integer(0, 2)}] = ${this.#expression('bool', 1)};`;
    const name = { integer: choices.pick(['i', 'k']), bool: 'flag', bits: 'b', float: 'f' }[kind];
    return `${name} = ${this.#expression(kind, 2)};`;
  }

  #expression(kind: Kind, depth: number): string {
    const choices = this.#choices;
    const { arithmetic, hasRegisters, integer, withNumber } = this.#dialect;
    const inner = (of: Kind = kind) => this.#expression(of, depth - 1);
    const isLeaf = depth === 0 || choices.chance(0.25);
    switch (kind) {
      case 'integer': {
        if (isLeaf)
          return choices.pick(['i', 'k', 'i', 'k', `${integer}(${choices.integer(0, 15)})`, `${integer}(flag)`]);
        const [operator, least, most] = choices.pick(withNumber);
        return choices.pick([
          `(${inner()} ${choices.pick(arithmetic)} ${inner()})`,
          `(${inner()} ${choices.pick(arithmetic)} ${inner()})`,
          `(${inner()} ${operator} ${choices.integer(least, most)})`,
          `${integer}(${inner('bool')})`,
          ...(hasRegisters
            ? [`~${inner()}`, `${integer}(uint[3](${inner('bits')}))`, `${integer}(popcount(b))`]
            : [`(-${inner()})`]),
        ]);
      }
      case 'bool':
        if (isLeaf) return choices.pick(['flag', 'b[0]', 'b[1]', 'b[2]', ...(hasRegisters ? ['bool(i[2])'] : [])]);
        return choices.pick([
          `(${inner('integer')} ${choices.pick(['<', '<=', '==', '!=', '>', '>='])} ${inner('integer')})`,
          `(${inner('integer')} ${choices.pick(['<', '==', '>='])} ${choices.integer(0, 15)})`,
          `(${inner('float')} ${choices.pick(['<', '<=', '>', '>='])} ${inner('float')})`,
          `(${inner()} && ${inner()})`,
          `(${inner()} || ${inner()})`,
          `!${inner()}`,
          ...(hasRegisters ? [`(${inner('bits')} == "${this.#digits()}")`, `(flag != ${inner()})`] : []),
        ]);
      case 'bits':
        if (isLeaf) return choices.pick(['b', `"${this.#digits()}"`]);
        return choices.pick([
          `(${inner()} ${choices.pick(['&', '|', '^'])} ${inner()})`,
          `~${inner()}`,
          `(${inner()} << ${choices.integer(0, 3)})`,
          `(${inner()} >> ${choices.integer(0, 3)})`,
        ]);
      case 'float':
        if (isLeaf) return choices.pick(['f', choices.decimal(), 'f * 0.5']);
        return choices.pick([
          `(${inner()} ${choices.pick(['+', '-', '*'])} ${inner()})`,
          `(${inner()} / ${choices.pick(['2.0', '3.5'])})`,
          `(-${inner()})`,
          'float[64](flag)',
          ...(hasRegisters ? [] : ['float[64](i)']),
        ]);
    }
  }

  #digits(): string {
    return this.#choices.integer(0, 7).toString(2).padStart(3, '0');
  }
}
