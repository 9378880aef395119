import { libraryGates } from '#core/openqasm/index.ts';
import { Choices } from './choices.ts';

const gates = libraryGates('stdgates.inc');

interface CallableGate {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
}

/**
 * A random OpenQASM 3 program of gates with everything the language has for them: all standard gates and `U` under nested
 * modifiers with fractional powers, definitions with loops, indices that depend on loops, constants, arrays of angles,
 * subroutines with classical parameters, recursion, aliases and decisions on known values.
 */
export function unitaryLanguageProgram(seed: number): string {
  const choices = new Choices(seed, 'unitary language');
  return new UnitaryWriter(choices).program();
}

class UnitaryWriter {
  readonly #choices: Choices;
  readonly #callable: CallableGate[] = [...gates, { name: 'U', parameters: ['a', 'b', 'c'], qubits: ['q'] }];

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  program(): string {
    const choices = this.#choices;
    const lines = [
      'OPENQASM 3.1;',
      'include "stdgates.inc";',
      'const int[8] n = 2;',
      `const float[64] k = ${choices.decimal()};`,
      ...Array.from({ length: choices.integer(1, 3) }, (_, index) => this.#definition(index)),
      `def twice(qubit[3] r, float[64] a, int[8] m) { for int i in [0:m - 1] { ${this.#call(['r[i]', 'r[2]'], ['a', 'a / 2', 'i * a'])} } }`,
      `def down(qubit[3] r, int[8] m) { if (m == 0) { return; } ${this.#call(['r[0]', 'r[1]', 'r[2]'], ['m * k', 'k'])} down(r, m - 1); }`,
      'def scaled(float[64] a, int[8] m) -> float[64] { float[64] sum = 0; for int i in [1:m] { if (i % 2 == 0) { continue; } sum += a / i; } return sum; }',
      'qubit[3] q;',
      'array[float[64], 3] angles = {0.3, -1.2, k};',
      'int[8] count = 1;',
      'let r = q[{2, 0}] ++ q[1:1];',
      ...choices.several(5, 10, () => this.#statement(2)),
    ];
    return `${lines.join('\n')}\n`;
  }

  #definition(index: number): string {
    const choices = this.#choices;
    const gate = {
      name: `g${index}`,
      parameters: ['alpha', 'beta'].slice(0, choices.integer(0, 2)),
      qubits: ['a', 'b'].slice(0, choices.integer(1, 2)),
    };
    const body = choices.several(1, 3, () => {
      const call = this.#call(gate.qubits, [...gate.parameters, ...gate.parameters.map((name) => `${name} / 2`)]);
      return choices.chance(0.2) ? `for int i in [1:n] { ${call} }` : call;
    });
    if (choices.chance(0.4))
      body.push(`gphase(${choices.pick(gate.parameters.length > 0 ? gate.parameters : ['0.4'])});`);
    const parameters = gate.parameters.length > 0 ? `(${gate.parameters.join(', ')})` : '';
    this.#callable.push(gate);
    return `gate ${gate.name}${parameters} ${gate.qubits.join(', ')} { ${body.join(' ')} }`;
  }

  #statement(depth: number): string {
    const choices = this.#choices;
    const qubits = ['q[0]', 'q[1]', 'q[2]'];
    const angles = [
      'pi / 3',
      '-k',
      'angles[1]',
      'angles[count % 3]',
      'count * 0.3',
      'scaled(k, 4)',
      'sin(k) + 1',
      choices.decimal(),
    ];
    switch (choices.integer(0, depth > 0 ? 10 : 5)) {
      case 0:
        return this.#call(['r[0]', 'r[1]', 'r[2]'], angles);
      case 1:
        return `gphase(${choices.pick(angles)});`;
      case 2:
        return choices.pick(['count += 1;', 'count = 3 - count;', 'angles[count % 3] = k * 2;', 'angles[0] -= 0.1;']);
      case 3:
      case 4:
      case 5:
        return this.#call(qubits, angles);
      case 6: {
        const call = this.#call(['q[i]', 'q[(i + 1) % 3]', 'q[(i + 2) % 3]'], [...angles, 'i * k', 'i / 2.0']);
        return `for int i in ${choices.pick(['[0:2]', '[2:-1:0]', '{1, 0}', '[0:n]'])} { ${call} ${choices.chance(0.3) ? 'if (i == 1) { break; } ' : ''}${this.#statement(depth - 1)} }`;
      }
      case 7:
        return choices.pick([`twice(q, ${choices.pick(angles)}, 2);`, 'down(q, 2);', `twice(r, k, 1);`]);
      case 8:
        return `if (count ${choices.pick(['>', '<=', '=='])} ${choices.integer(0, 3)}) { ${this.#statement(depth - 1)} } else { ${this.#statement(depth - 1)} }`;
      case 9:
        return `switch (count) { case 1 { ${this.#statement(depth - 1)} } case 2, 3 { ${this.#statement(depth - 1)} } default { ${this.#statement(depth - 1)} } }`;
      default:
        return `{ int[8] left = ${choices.integer(1, 3)}; while (left > 0) { left -= 1; ${this.#call(qubits, [...angles, 'left * 0.2'])} } }`;
    }
  }

  #call(operands: readonly string[], angles: readonly string[]): string {
    const choices = this.#choices;
    const gate = choices.pick(this.#callable.filter(({ qubits }) => qubits.length <= operands.length));
    let room = operands.length - gate.qubits.length;
    let controls = 0;
    const modifiers = Array.from({ length: choices.integer(0, 3) }, () => {
      const kind = choices.integer(0, 3);
      if (kind === 0) return 'inv @ ';
      if (kind === 1) return `pow(${choices.pick(['2', '-1', '3', '0.5', '-0.25', '1.5', '0.3'])}) @ `;
      if (room === 0) return '';
      const count = choices.integer(1, room);
      room -= count;
      controls += count;
      return `${kind === 2 ? 'ctrl' : 'negctrl'}${count > 1 ? `(${count})` : ''} @ `;
    });
    const known = angles.length > 0 ? angles : ['0.7', 'pi / 5'];
    const parameters = gate.parameters.map(() => choices.pick(known));
    const list = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
    return `${modifiers.join('')}${gate.name}${list} ${choices.sample(operands, controls + gate.qubits.length).join(', ')};`;
  }
}

/**
 * A random OpenQASM 3 program that computes with what it measures: integers, angles, floats, bits and arrays of exact
 * types, loops and switches of the run, early exits, subroutines with results, indices only the run knows, outputs.
 */
export function feedbackLanguageProgram(seed: number): string {
  const choices = new Choices(seed, 'feedback language');
  return new FeedbackWriter(choices).program();
}

type Kind = 'int' | 'uint' | 'bool' | 'bits' | 'float' | 'angle';

class FeedbackWriter {
  readonly #choices: Choices;
  /** Measurements that may still be written, so that there are not too many ways through a program. */
  #budget = 5;
  #loops = 0;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  program(): string {
    const choices = this.#choices;
    const lines = [
      'OPENQASM 3.1;',
      'include "stdgates.inc";',
      'def toss(qubit a, float[64] t) -> bit { rx(t) a; bit b = measure a; if (b) { return 1; } return 0; }',
      'def count(bit[3] b, int[8] from) -> int[8] { int[8] sum = from; for int i in [0:2] { if (!b[i]) { continue; } sum += 2; } return sum; }',
      'def change(mutable array[int[8], #dim = 1] a, int[8] v) { a[1] = v; a[0] += 1; }',
      'def link(qubit[2] p, float[64] t) -> uint[4] { cx p[0], p[1]; ry(t) p[1]; return 1; }',
      'def place(qubit p) -> uint[2] { bit b = measure p; return uint[2](b) + 1; }',
      'def stop(qubit p) -> int[8] { bit b = measure p; if (b) { end; } return 2; }',
      'gate wiggle(s, t) p, r { rx(s) p; cx p, r; pow(t) @ h r; }',
      'output int[8] i; output uint[4] u; output bit[3] b; output angle[8] a; output float[64] f; output array[int[8], 3] arr; output bool flag;',
      'qubit[3] q;',
      `array[int[8], 3] start = {${choices.integer(-5, 5)}, ${choices.integer(0, 9)}, 7};`,
      `i = ${choices.integer(-3, 6)}; u = ${choices.integer(0, 15)}; b = "${choices.integer(0, 7).toString(2).padStart(3, '0')}"; a = ${choices.pick(['pi / 2', '0.4', '3.0'])}; f = ${choices.decimal()}; arr = start; flag = ${choices.pick(['true', 'false'])};`,
      `h q[0]; ry(${choices.decimal()}) q[1];`,
      ...choices.several(5, 10, () => this.#statement(2, false)),
    ];
    return `${lines.join('\n')}\n`;
  }

  #block(depth: number, inLoop: boolean): string {
    return `{ ${this.#choices.several(1, 3, () => this.#statement(depth, inLoop)).join(' ')} }`;
  }

  #statement(depth: number, inLoop: boolean): string {
    const choices = this.#choices;
    const kind = choices.chance(0.2) ? choices.integer(18, 21) : choices.integer(0, depth > 0 ? 17 : 9);
    switch (kind) {
      case 0:
        return this.#assignment();
      case 1:
        return this.#gate();
      case 2:
      case 3:
        return this.#measurement();
      case 4:
        return this.#assignment();
      case 5:
        return choices.pick([
          `arr[${choices.integer(0, 2)}] = ${this.#expression('int', 2)};`,
          `arr[u % 3] = ${this.#expression('int', 1)};`,
          `b[${choices.integer(0, 2)}] = ${this.#expression('bool', 1)};`,
          `u[${choices.integer(0, 3)}] = ${this.#expression('bool', 1)};`,
          'b[0:1] = b[1:2];',
          'change(arr, i);',
        ]);
      case 6:
        return choices.pick([`x q[u % 3];`, `cx q[u % 3], q[(u % 3 + 1) % 3];`, `rx(arr[1]) q[int[8](flag)];`]);
      case 7:
        return this.#gate();
      case 8:
        return `i = count(${choices.pick(['b', '~b', '"011"'])}, i);`;
      case 9:
        if (!inLoop) return this.#assignment();
        return `if (${this.#expression('bool', 1)}) { ${choices.pick(['break', 'continue'])}; }`;
      case 10:
      case 11:
      case 12: {
        const otherwise = choices.chance(0.5) ? ` else ${this.#block(depth - 1, inLoop)}` : '';
        return `if (${this.#expression('bool', 2)}) ${this.#block(depth - 1, inLoop)}${otherwise}`;
      }
      case 13:
        return `switch (${choices.pick(['i', 'u', 'int[8](u)', 'arr[0]'])}) { case 0, 1 ${this.#block(depth - 1, inLoop)} case ${choices.integer(2, 9)} ${this.#block(depth - 1, inLoop)}${choices.chance(0.5) ? ` default ${this.#block(depth - 1, inLoop)}` : ''} }`;
      case 14: {
        const name = `v${this.#loops++}`;
        const budget = this.#budget;
        if (this.#budget > 2) this.#budget = 1;
        const range = choices.pick([
          '[0:2]',
          '{2, 5}',
          '[0:int[8](u & 3)]',
          '[int[8](flag):2]',
          '[3:-1:int[8](b[0])]',
          'b',
          'arr',
        ]);
        const type = range === 'b' ? 'bool' : 'int[8]';
        const use = type === 'bool' ? `flag = flag ^ ${name};` : `i += ${name};`;
        const text = `for ${type} ${name} in ${range} { ${use} ${choices.several(1, 2, () => this.#statement(depth - 1, true)).join(' ')} }`;
        this.#budget = Math.min(this.#budget, budget) - (budget > 2 ? 2 : 0);
        return text;
      }
      case 15: {
        const name = `w${this.#loops++}`;
        const budget = this.#budget;
        if (this.#budget > 2) this.#budget = 1;
        const body = choices.several(1, 2, () => this.#statement(depth - 1, true)).join(' ');
        this.#budget = Math.min(this.#budget, budget) - (budget > 2 ? 2 : 0);
        return `{ int[8] ${name} = 0; while (${choices.pick([this.#expression('bool', 1), 'true'])} && ${name} < ${choices.integer(1, 3)}) { ${name} += 1; ${body} } }`;
      }
      case 16:
        return this.#budget > 0 ? this.#toss() : this.#assignment();
      case 17:
        return choices.chance(0.3) ? `if (${this.#expression('bool', 1)}) { end; }` : this.#assignment();
      case 18:
        return this.#power();
      case 19:
      case 20:
        return this.#part();
      default:
        return this.#budget > 0 ? this.#call() : this.#power();
    }
  }

  /** Powers whose exponent or angle the run knows. */
  #power(): string {
    const choices = this.#choices;
    const [first, second] = choices.sample(['q[0]', 'q[1]', 'q[2]'], 2);
    const exponent = choices.pick(['i', 'u', 'f', '-f', 'arr[1]', 'int[8](flag)', '0.5 * f', '0.5', '2']);
    const one = choices.pick(['x', 'h', 'sx', 'rx(f)', 'rz(1.1)', 'p(a)', 'u3(0.3, 0.7, 1.9)', 'ry(f * 0.3)']);
    return choices.pick([
      `pow(${exponent}) @ ${one} ${first};`,
      `inv @ pow(${exponent}) @ ${one} ${first};`,
      `ctrl @ pow(${exponent}) @ ${one} ${first}, ${second};`,
      `pow(${exponent}) @ negctrl @ ${one} ${first}, ${second};`,
      `pow(${choices.pick(['i', 'f', '0.3'])}) @ swap ${first}, ${second};`,
      `wiggle(f, ${choices.pick(['f', 'i', '0.7'])}) ${first}, ${second};`,
      `pow(${choices.pick(['f', 'i', '-1'])}) @ wiggle(0.4, 1) ${first}, ${second};`,
    ]);
  }

  /** Parts of registers that the run picks. */
  #part(): string {
    const choices = this.#choices;
    const from = choices.pick(['u % 2', 'int[8](flag)', 'int[8](b[0])', 'uint[4](b[1]) % 2']);
    const pair = `q[${from}:${from} + 1]`;
    return choices.pick([
      `ry(${choices.decimal()}) q[0:u % 3];`,
      `x q[u % 3:2];`,
      `h q[2:-1:int[8](flag)];`,
      `rx(0.4) q[0:int[8](b[2]) + 1:2];`,
      `barrier ${pair}; cx q[{${from}, 2}][0], q[{${from}, 2}][1];`,
      `u = link(${pair}, f);`,
      `{ let pair = ${pair}; u += 1; cx pair[0], pair[1]; let single = pair[1:1]; h single; i += link(pair, 0.3); }`,
      `{ let other = q[u % 3]; flag = !flag; u += 3; x other; }`,
      `u = popcount(b[0:u % 3]);`,
      `b[${from}:${from} + 1] = b[1:2];`,
      `if (popcount(b[u % 3:2]) == ${choices.integer(0, 2)}) ${this.#block(0, false)}`,
      `if (flag && b[${from}:${from} + 1] == "10") ${this.#block(0, false)}`,
      `for int[8] v in arr[u % 3:2] { i += v; }`,
      `for bool v in b[u % 3:2] { if (v) { break; } i += 3; }`,
      `rz(int[8](popcount(b[0:u % 3])) * 0.7) q[1];`,
      ...(this.#budget > 1 ? [this.#measuredPart(from)] : []),
    ]);
  }

  #measuredPart(from: string): string {
    this.#budget -= 2;
    return this.#choices.pick([
      `b[${from}:${from} + 1] = measure q[${from}:${from} + 1];`,
      `measure q[u % 2:u % 2 + 1] -> b[0:1];`,
      `reset q[0:int[8](flag)];`,
    ]);
  }

  /** Calls that measure, in places where a value is needed. */
  #call(): string {
    this.#budget--;
    const qubit = `q[${this.#choices.integer(0, 2)}]`;
    return this.#choices.pick([
      `x q[place(${qubit})];`,
      `i = stop(${qubit}) + i;`,
      `if (stop(${qubit}) > i) { u += 1; } else { i -= 1; }`,
      `arr[place(${qubit})] = i;`,
    ]);
  }

  #toss(): string {
    this.#budget--;
    const call = `toss(q[${this.#choices.integer(0, 2)}], ${this.#choices.pick(['f', '1.1', 'pi / 2', 'i * 0.3'])})`;
    return this.#choices.pick([`flag = ${call};`, `b[1] = ${call};`, `if (flag && ${call}) { i += 1; }`]);
  }

  #measurement(): string {
    const choices = this.#choices;
    if (this.#budget <= 0) return this.#gate();
    this.#budget--;
    const qubit = choices.pick(['q[0]', 'q[1]', 'q[2]']);
    return choices.pick([
      `b[${choices.integer(0, 2)}] = measure ${qubit};`,
      `flag = measure ${qubit};`,
      `measure ${qubit} -> b[${choices.integer(0, 2)}];`,
      `b[u % 3] = measure ${qubit};`,
      `reset ${qubit};`,
      `b[0:1] = measure q[1:2];`,
    ]);
  }

  #gate(): string {
    const choices = this.#choices;
    const [first, second] = choices.sample(['q[0]', 'q[1]', 'q[2]'], 2);
    return choices.pick([
      `rx(${this.#expression('float', 1)}) ${first};`,
      `rz(a) ${first};`,
      `ctrl @ ry(${this.#expression('float', 1)}) ${first}, ${second};`,
      `cp(a * 2) ${first}, ${second};`,
      `h ${first};`,
      `cx ${first}, ${second};`,
      `u3(a, f, ${choices.pick(['0.3', 'arr[2]'])}) ${first};`,
      `negctrl @ x ${first}, ${second};`,
    ]);
  }

  #assignment(): string {
    const kind = this.#choices.pick(['int', 'uint', 'bool', 'bits', 'float', 'angle'] as const);
    const name = { int: 'i', uint: 'u', bool: 'flag', bits: 'b', float: 'f', angle: 'a' }[kind];
    const compound: Readonly<Record<Kind, readonly string[]>> = {
      int: ['+', '-', '*'],
      uint: ['+', '-', '*', '&', '|', '^'],
      bool: ['^'],
      bits: ['&', '|', '^'],
      float: ['+', '-'],
      angle: ['+', '-'],
    };
    const operator = this.#choices.chance(0.3) ? this.#choices.pick(compound[kind]) : '';
    return `${name} ${operator}= ${this.#expression(kind, 2)};`;
  }

  #expression(kind: Kind, depth: number): string {
    const choices = this.#choices;
    const inner = (of: Kind = kind) => this.#expression(of, depth - 1);
    const leaf = depth === 0 || choices.chance(0.3);
    switch (kind) {
      case 'int':
        if (leaf) return choices.pick(['i', 'arr[1]', 'arr[u % 3]', String(choices.integer(-4, 9)), 'int[8](u)']);
        return choices.pick([
          `(${inner()} + ${inner()})`,
          `(${inner()} - ${inner('uint')})`,
          `(${inner()} * ${choices.integer(2, 5)})`,
          `(${inner()} / ${choices.integer(2, 4)})`,
          `(${inner()} % ${choices.integer(2, 7)})`,
          `-(${inner()})`,
          `int[8](${inner('uint')})`,
          `int[8](${inner('bool')})`,
        ]);
      case 'uint':
        if (leaf) return choices.pick(['u', String(choices.integer(0, 15)), 'uint[4](i)', 'uint[4](b[0] == b[1])']);
        return choices.pick([
          `(${inner()} + u)`,
          `(u - ${inner()})`,
          `(u * ${inner()})`,
          `(u & ${inner()})`,
          `(u ^ ${choices.integer(0, 15)})`,
          `(u << ${choices.integer(0, 4)})`,
          `(u >> ${choices.integer(0, 4)})`,
          '~u',
          `uint[4](popcount(b))`,
          `rotl(u, ${choices.integer(-5, 5)})`,
          `uint[4](${inner('int')})`,
        ]);
      case 'bool':
        if (leaf) return choices.pick(['flag', 'b[0]', 'b[2]', 'true', 'u[1]', 'bool(u)']);
        return choices.pick([
          `(${inner('int')} ${choices.pick(['<', '<=', '==', '!=', '>', '>='])} ${inner('int')})`,
          `(${inner('uint')} ${choices.pick(['<', '==', '>='])} ${choices.integer(0, 15)})`,
          `(b == ${choices.pick(['"101"', '3', 'b'])})`,
          `(a ${choices.pick(['<', '>='])} ${choices.pick(['pi', 'pi / 2'])})`,
          `(${inner()} && ${inner()})`,
          `(${inner()} || ${inner()})`,
          `!${inner()}`,
          `(flag ^ ${inner()})`,
        ]);
      case 'bits':
        if (leaf) return choices.pick(['b', '"110"', '"001"']);
        return choices.pick([
          `(${inner()} & ${inner()})`,
          `(${inner()} ^ ${inner()})`,
          `~${inner()}`,
          `(${inner()} << ${choices.integer(0, 3)})`,
          `rotr(${inner()}, ${choices.integer(0, 4)})`,
          'bit[3](uint[3](u))',
        ]);
      case 'float':
        if (leaf) return choices.pick(['f', choices.decimal(), 'float[64](i)', 'pi / 3']);
        return choices.pick([
          `(${inner()} + ${inner()})`,
          `(${inner()} * 0.5)`,
          `sin(${inner()})`,
          `cos(a)`,
          `(${inner('int')} * 0.25)`,
          `-(${inner()})`,
        ]);
      case 'angle':
        if (leaf) return choices.pick(['a', 'pi / 4', '1.0', 'angle[8](bit[8]("00110101"))']);
        return choices.pick([
          `(a + ${inner()})`,
          `(a - ${inner()})`,
          `(a * ${choices.integer(2, 3)})`,
          `(a / ${choices.integer(2, 3)})`,
          '-a',
          `(a << 1)`,
          `angle[8](sin(f))`,
        ]);
    }
  }
}
