import { closestName } from '#core/base/closestName.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { ImportReport } from './importedCircuit.ts';
import type { QuilExpression, QuilReference } from './quilExpression.ts';
import { QuilLineParser, type QuilModifier, type QuilQubit } from './quilParser.ts';
import type { QuilLine, QuilToken } from './quilTokens.ts';

export interface QuilGateCall {
  readonly kind: 'gate';
  readonly name: string;
  readonly nameRange: OffsetRange;
  readonly modifiers: readonly QuilModifier[];
  readonly parameters: readonly QuilExpression[];
  readonly qubits: readonly QuilQubit[];
}

export interface QuilDeclaration {
  readonly kind: 'declare';
  readonly name: string;
  readonly type: 'BIT' | 'INTEGER' | 'REAL';
  readonly size: number;
  readonly nameRange: OffsetRange;
}

export type QuilOperandNode =
  | { readonly kind: 'reference'; readonly reference: QuilReference; readonly range: OffsetRange }
  | {
      readonly kind: 'number';
      readonly value: number;
      /** The same exactly, where it is written without a point and an exponent. */
      readonly whole?: bigint;
      readonly range: OffsetRange;
    };

/** A classical instruction: its first operand is changed, the others are read. */
export interface QuilComputation {
  readonly kind: 'computation';
  readonly name: string;
  readonly target: QuilReference;
  readonly operands: readonly QuilOperandNode[];
}

export type QuilInstruction = { readonly range: OffsetRange } & (
  | QuilGateCall
  | QuilDeclaration
  | QuilComputation
  | { readonly kind: 'measure'; readonly qubit: QuilQubit; readonly target: QuilReference | undefined }
  | { readonly kind: 'reset'; readonly qubit: QuilQubit | undefined }
  | { readonly kind: 'fence'; readonly qubits: readonly QuilQubit[] }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'jump'; readonly label: string; readonly labelRange: OffsetRange }
  | {
      readonly kind: 'branch';
      readonly label: string;
      readonly labelRange: OffsetRange;
      /** Jumps when the bit is this. */
      readonly when: 0 | 1;
      readonly bit: QuilReference;
    }
  | { readonly kind: 'halt' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'gate-definition'; readonly definition: QuilGateDefinition }
  | { readonly kind: 'circuit-definition'; readonly definition: QuilCircuitDefinition }
);

export interface QuilGateDefinition {
  readonly name: string;
  readonly nameRange: OffsetRange;
  readonly formals: readonly string[];
  readonly form:
    | { readonly kind: 'matrix'; readonly rows: readonly (readonly QuilExpression[])[] }
    | { readonly kind: 'permutation'; readonly entries: readonly number[] }
    | { readonly kind: 'pauli-sum'; readonly qubits: readonly string[]; readonly terms: readonly QuilPauliTerm[] };
}

export interface QuilPauliTerm {
  readonly letters: string;
  readonly coefficient: QuilExpression;
  readonly qubits: readonly string[];
  readonly range: OffsetRange;
}

export interface QuilCircuitDefinition {
  readonly name: string;
  readonly nameRange: OffsetRange;
  readonly formals: readonly string[];
  readonly qubits: readonly string[];
  readonly body: readonly QuilInstruction[];
}

/** How many operands each classical instruction reads besides the one it changes. */
const computations: ReadonlyMap<string, number> = new Map([
  ['NOT', 0],
  ['NEG', 0],
  ...['MOVE', 'CONVERT', 'AND', 'IOR', 'XOR', 'ADD', 'SUB', 'MUL', 'DIV'].map((name) => [name, 1] as const),
  ...['EQ', 'GT', 'GE', 'LT', 'LE'].map((name) => [name, 2] as const),
]);

/** Gates under more modifiers than this are refused. */
const mostModifiers = 100;

const pulses = ['DEFCAL', 'DEFFRAME', 'DEFWAVEFORM', 'PULSE', 'CAPTURE', 'RAW-CAPTURE', 'NONBLOCKING', 'SHIFT-PHASE'];
const otherPulses = ['SET-PHASE', 'SET-FREQUENCY', 'SHIFT-FREQUENCY', 'SET-SCALE', 'SWAP-PHASES'];
const unread = ['INCLUDE', 'LOAD', 'STORE', 'EXCHANGE', 'CALL', ...pulses, ...otherPulses];

const instructionNames = [
  ...['DECLARE', 'MEASURE', 'RESET', 'FENCE', 'LABEL', 'JUMP', 'JUMP-WHEN', 'JUMP-UNLESS', 'HALT', 'NOP', 'WAIT'],
  ...['PRAGMA', 'DELAY', 'DEFGATE', 'DEFCIRCUIT', ...computations.keys()],
];

/** Reads instructions; those that cannot be read are reported and left out. */
export function readInstructions(lines: readonly QuilLine[], report: ImportReport, isBody = false): QuilInstruction[] {
  const instructions: QuilInstruction[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    let next = index + 1;
    if (line === undefined) break;
    const isDefinition = /^DEF/.test(line.tokens[0]?.text ?? '');
    if (isDefinition && isBody) {
      report.problem(line.range, 'Definitions stand at the beginning of a line, not inside another one.');
      break;
    }
    while (isDefinition && lines[next]?.isIndented) next++;
    const instruction = new InstructionReader(line, lines.slice(index + 1, next), report).read();
    if (instruction) instructions.push({ ...instruction, range: line.range });
    index = next;
  }
  return instructions;
}

type WithoutRange<T> = T extends unknown ? Omit<T, 'range'> : never;

class InstructionReader {
  readonly #parser: QuilLineParser;
  readonly #body: readonly QuilLine[];
  readonly #report: ImportReport;

  constructor(line: QuilLine, body: readonly QuilLine[], report: ImportReport) {
    this.#parser = new QuilLineParser(line, report);
    this.#body = body;
    this.#report = report;
  }

  read(): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const first = parser.name('an instruction');
    if (first === undefined) return undefined;
    const word = first.text;
    if (computations.has(word)) return this.#computation(word);
    if (unread.includes(word)) return this.#unread(first);
    switch (word) {
      case 'DECLARE':
        return this.#declaration();
      case 'MEASURE':
        return this.#measurement();
      case 'RESET': {
        const qubit = parser.isAtEnd ? undefined : parser.qubit();
        return parser.end() ? { kind: 'reset', qubit } : undefined;
      }
      case 'FENCE': {
        const qubits = parser.qubits();
        return qubits && { kind: 'fence', qubits };
      }
      case 'LABEL':
      case 'JUMP':
      case 'JUMP-WHEN':
      case 'JUMP-UNLESS':
        return this.#jump(word);
      case 'HALT':
        return parser.end() ? { kind: 'halt' } : undefined;
      case 'NOP':
      case 'WAIT':
        return parser.end() ? { kind: 'ignored' } : undefined;
      case 'PRAGMA':
      case 'DELAY':
        this.#report.note(
          parser.line.range,
          `${word === 'PRAGMA' ? `The pragma ${parser.next?.text ?? ''}` : 'A delay'}`,
          'circuits have no place for it; the gates are the same',
        );
        return { kind: 'ignored' };
      case 'DEFGATE':
        return this.#gateDefinition();
      case 'DEFCIRCUIT':
        return this.#circuitDefinition();
      default:
        return this.#gate(first);
    }
  }

  #unread({ range, text }: QuilToken): undefined {
    const why =
      pulses.includes(text) || otherPulses.includes(text)
        ? 'pulses are not simulated'
        : 'it is not one of those that are read';
    return this.#report.problem(range, `${text} cannot become part of a circuit: ${why}.`);
  }

  #gate(first: QuilToken): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const modifiers: QuilModifier[] = [];
    let name = first;
    while (name.text === 'CONTROLLED' || name.text === 'DAGGER' || name.text === 'FORKED') {
      modifiers.push(name.text);
      const next = parser.name('a gate after its modifiers');
      if (next === undefined) return undefined;
      name = next;
    }
    if (modifiers.length > mostModifiers) {
      return this.#report.problem(first.range, `A gate takes at most ${mostModifiers} modifiers.`);
    }
    const parameters = parser.parameters();
    const qubits = parameters && parser.qubits();
    if (parameters === undefined || qubits === undefined) return undefined;
    if (qubits.length === 0) {
      const meant = closestName(name.text, instructionNames);
      return this.#report.problem(
        name.range,
        meant === undefined
          ? `The gate ${name.text} needs qubits: '${name.text} 0'.`
          : `'${name.text}' is no instruction of Quil; did you mean ${meant}?`,
      );
    }
    return { kind: 'gate', name: name.text, nameRange: name.range, modifiers, parameters, qubits };
  }

  #declaration(): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const name = parser.name('a name');
    const type = name && parser.name('a type: BIT, INTEGER or REAL');
    if (name === undefined || type === undefined) return undefined;
    if (type.text !== 'BIT' && type.text !== 'INTEGER' && type.text !== 'REAL') {
      return this.#report.problem(type.range, `Memory of type ${type.text} is not read; use BIT, INTEGER or REAL.`);
    }
    let size = 1;
    if (parser.take('symbol', '[')) {
      const written = parser.wholeNumber('a size');
      if (written === undefined || parser.symbol(']') === undefined) return undefined;
      size = written;
    }
    const sharing = parser.take('name', 'SHARING');
    if (sharing) return this.#report.problem(sharing.range, 'Shared memory is not read; declare it by itself.');
    if (!parser.end()) return undefined;
    return { kind: 'declare', name: name.text, type: type.text, size, nameRange: name.range };
  }

  #measurement(): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const qubit = parser.qubit();
    if (qubit === undefined) return undefined;
    if (parser.isAtEnd) return { kind: 'measure', qubit, target: undefined };
    const target = parser.reference();
    return target && parser.end() ? { kind: 'measure', qubit, target } : undefined;
  }

  #jump(word: 'LABEL' | 'JUMP' | 'JUMP-WHEN' | 'JUMP-UNLESS'): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const target = parser.take('label') ?? parser.expected("a label such as '@end'");
    if (target === undefined) return undefined;
    const { range: labelRange, text: label } = target;
    if (word === 'LABEL' || word === 'JUMP') {
      if (!parser.end()) return undefined;
      return word === 'LABEL' ? { kind: 'label', label } : { kind: 'jump', label, labelRange };
    }
    const bit = parser.reference();
    if (bit === undefined || !parser.end()) return undefined;
    return { kind: 'branch', label, labelRange, when: word === 'JUMP-WHEN' ? 1 : 0, bit };
  }

  #computation(name: string): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const target = parser.reference();
    if (target === undefined) return undefined;
    const operands: QuilOperandNode[] = [];
    for (let count = computations.get(name) ?? 0; count > 0; count--) {
      const operand = this.#operand();
      if (operand === undefined) return undefined;
      operands.push(operand);
    }
    return parser.end() ? { kind: 'computation', name, target, operands } : undefined;
  }

  #operand(): QuilOperandNode | undefined {
    const parser = this.#parser;
    const { next } = parser;
    if (next?.kind === 'name' && next.text !== 'pi') {
      const reference = parser.reference();
      return reference && { kind: 'reference', reference, range: reference.range };
    }
    const minus = parser.take('symbol', '-');
    const number = parser.take('number') ?? parser.expected('a place in memory or a number');
    if (number === undefined) return undefined;
    const value = Number(number.text);
    const whole = /^\d{1,30}$/.test(number.text) ? { whole: BigInt(`${minus ? '-' : ''}${number.text}`) } : {};
    const start = minus?.range.start ?? number.range.start;
    return { kind: 'number', value: minus ? -value : value, ...whole, range: { start, end: number.range.end } };
  }

  #gateDefinition(): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const name = parser.name('the name of the gate');
    const formals = name && this.#formals();
    if (name === undefined || formals === undefined) return undefined;
    const qubits: string[] = [];
    while (parser.next?.kind === 'name' && parser.next.text !== 'AS') qubits.push(parser.take('name')?.text ?? '');
    const form = parser.take('name', 'AS') ? parser.name('MATRIX, PERMUTATION or PAULI-SUM') : undefined;
    if (parser.symbol(':') === undefined || !parser.end()) return undefined;
    const described = { name: name.text, nameRange: name.range, formals };
    switch (form?.text ?? 'MATRIX') {
      case 'MATRIX': {
        const rows = this.#body.map((line) => this.#row(line));
        return rows.every((row) => row !== undefined)
          ? { kind: 'gate-definition', definition: { ...described, form: { kind: 'matrix', rows } } }
          : undefined;
      }
      case 'PERMUTATION': {
        const entries = this.#body.flatMap((line) => this.#row(line) ?? []);
        const numbers = entries.map((entry) => (entry.kind === 'number' ? entry.re : Number.NaN));
        return {
          kind: 'gate-definition',
          definition: { ...described, form: { kind: 'permutation', entries: numbers } },
        };
      }
      case 'PAULI-SUM': {
        const terms = this.#body.map((line) => this.#pauliTerm(line));
        return terms.every((term) => term !== undefined)
          ? { kind: 'gate-definition', definition: { ...described, form: { kind: 'pauli-sum', qubits, terms } } }
          : undefined;
      }
      default:
        return this.#report.problem(
          form?.range ?? name.range,
          `Gates defined as ${form?.text} are not read; use MATRIX.`,
        );
    }
  }

  #circuitDefinition(): WithoutRange<QuilInstruction> | undefined {
    const parser = this.#parser;
    const name = parser.name('the name of the circuit');
    const formals = name && this.#formals();
    if (name === undefined || formals === undefined) return undefined;
    const qubits: string[] = [];
    while (parser.next?.kind === 'name') qubits.push(parser.take('name')?.text ?? '');
    if (parser.symbol(':') === undefined || !parser.end()) return undefined;
    const body = readInstructions(this.#body, this.#report, true);
    return {
      kind: 'circuit-definition',
      definition: { name: name.text, nameRange: name.range, formals, qubits, body },
    };
  }

  /** Formal parameters in parentheses, if there are any. */
  #formals(): string[] | undefined {
    const parser = this.#parser;
    if (!parser.take('symbol', '(')) return [];
    const formals: string[] = [];
    if (parser.take('symbol', ')')) return formals;
    do {
      const formal = parser.take('formal') ?? parser.expected("a parameter such as '%theta'");
      if (formal === undefined) return undefined;
      formals.push(formal.text);
    } while (parser.take('symbol', ','));
    return parser.symbol(')') && formals;
  }

  #row(line: QuilLine): QuilExpression[] | undefined {
    const parser = new QuilLineParser(line, this.#report);
    const entries: QuilExpression[] = [];
    do {
      const entry = parser.expression();
      if (entry === undefined) return undefined;
      entries.push(entry);
    } while (parser.take('symbol', ','));
    return parser.end() ? entries : undefined;
  }

  #pauliTerm(line: QuilLine): QuilPauliTerm | undefined {
    const parser = new QuilLineParser(line, this.#report);
    const letters = parser.name('Pauli letters such as XX');
    if (letters === undefined) return undefined;
    const [coefficient, ...others] = parser.parameters() ?? [];
    if (coefficient === undefined || others.length > 0) return parser.expected('one coefficient in parentheses');
    const qubits: string[] = [];
    while (parser.next?.kind === 'name') qubits.push(parser.take('name')?.text ?? '');
    if (!/^[IXYZ]+$/.test(letters.text) || letters.text.length !== qubits.length) {
      return this.#report.problem(letters.range, 'A term has one of the letters I, X, Y and Z for each of its qubits.');
    }
    return parser.end() ? { letters: letters.text, coefficient, qubits, range: line.range } : undefined;
  }
}
