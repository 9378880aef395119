import { gateMatrix, type PlacedGate } from './gateMatrices.ts';

/** A program as Braket's parser or the checks of a device refuse it. */
export class ProgramError extends Error {}

/** What a device says of the programs it takes. */
export interface ProgramRules {
  /** Lower case. */
  readonly supportedOperations: readonly string[];
  readonly qubitCount: number;
  /** Whether every qubit of a register has to be used. */
  readonly contiguous: boolean;
}

export interface ReadProgram {
  readonly qubitCount: number;
  readonly gates: readonly PlacedGate[];
  /** In the order of the measurements; all qubits where nothing is measured. */
  readonly measuredQubits: readonly number[];
  /** The kinds of results asked for by pragmas, such as `probability`. */
  readonly results: readonly ResultRequest[];
}

export interface ResultRequest {
  readonly type: string;
  readonly targets: readonly number[] | undefined;
}

/**
 * Reads a program in the OpenQASM 3 of Braket's managed devices: a header, `qubit`, `bit` and `input` declarations, gates
 * by Braket's names, final measurements, and pragmas of results. What they do not take is refused in their words.
 */
export function readProgram(
  source: string,
  inputs: Readonly<Record<string, unknown>>,
  rules: ProgramRules,
): ReadProgram {
  return new ProgramReader(inputs, rules).read(source);
}

class ProgramReader {
  readonly #rules: ProgramRules;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #inputs = new Map<string, number>();
  readonly #qubits = new Map<string, { readonly start: number; readonly size: number }>();
  readonly #bits = new Set<string>();
  readonly #physical = new Map<number, number>();
  readonly #gates: PlacedGate[] = [];
  readonly #measured: number[] = [];
  readonly #results: ResultRequest[] = [];
  readonly #used = new Set<number>();
  #qubitCount = 0;

  constructor(inputs: Readonly<Record<string, unknown>>, rules: ProgramRules) {
    this.#given = inputs;
    this.#rules = rules;
  }

  read(source: string): ReadProgram {
    const text = source
      .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
      .replaceAll(/\/\/[^\n]*/g, '');
    const header = /^\s*OPENQASM\s+(\d+)(?:\.\d+)?\s*;/.exec(text);
    if (header === null) throw new ProgramError('OpenQASM program must start with a version header, as in OPENQASM 3;');
    if (header[1] !== '3') throw new ProgramError(`OpenQASM version ${header[1]} is not supported; use OPENQASM 3.`);
    const includes = /^([\s\S]*?)include\s+"/.exec(text);
    if (includes !== null) {
      const before = includes[1]?.split('\n') ?? [];
      const place = `line ${before.length} col ${(before.at(-1)?.length ?? 0) + 9}`;
      throw new ProgramError(`No terminal matches '"' in the current parser context, at ${place}`);
    }
    this.#statements(text.slice(header[0].length), header[0].split('\n').length);
    this.#check();
    const all = Array.from({ length: this.#qubitCount }, (_, qubit) => qubit);
    const measuredQubits = this.#measured.length > 0 ? this.#measured : all;
    return { qubitCount: this.#qubitCount, gates: this.#gates, measuredQubits, results: this.#results };
  }

  #statements(text: string, firstLine: number): void {
    let line = firstLine;
    for (const part of text.split(/((?:^|\n)\s*#pragma[^\n]*)|;/)) {
      if (part === undefined) continue;
      const statement = part.trim();
      const at = line + (/^\s*/.exec(part)?.[0].split('\n').length ?? 1) - 1;
      line += part.split('\n').length - 1;
      if (statement === '') continue;
      if (statement.startsWith('#pragma')) this.#pragma(statement, at);
      else this.#statement(statement, at);
    }
  }

  #statement(statement: string, line: number): void {
    const declared = /^(qubit|bit|qreg|creg)(?:\s*\[\s*(\d+)\s*\])?\s+(\w+)(?:\s*\[\s*(\d+)\s*\])?$/.exec(statement);
    if (declared !== null) {
      const [, kind = '', before, name = '', after] = declared;
      const size = Number(before ?? after ?? 1);
      if (kind === 'bit' || kind === 'creg') this.#bits.add(name);
      else {
        this.#qubits.set(name, { start: this.#qubitCount, size });
        this.#qubitCount += size;
      }
      return;
    }
    const input = /^input\s+(?:float|angle|int)(?:\s*\[\d+\])?\s+(\w+)$/.exec(statement);
    if (input !== null) {
      const [, name = ''] = input;
      const value = this.#given[name];
      if (typeof value !== 'number') throw new ProgramError(`[line ${line}] input ${name} has no value.`);
      this.#inputs.set(name, value);
      return;
    }
    const measurement = /^(?:([\w[\]\s]+?)\s*=\s*)?measure\s+([^>-]+?)(?:\s*->\s*([\w[\]\s]+))?$/.exec(statement);
    if (measurement !== null) {
      this.#measure(measurement[2] ?? '', measurement[1] ?? measurement[3], line);
      return;
    }
    if (/^(if|for|while|def|gate|reset|switch|box|cal|defcal)\b/.test(statement)) {
      throw new ProgramError(`[line ${line}] ${statement.split(/[\s(]/)[0]} is not a supported statement.`);
    }
    this.#gate(statement, line);
  }

  #gate(statement: string, line: number): void {
    const call = /^(\w+)\s*(?:\((.*)\))?\s*((?:[A-Za-z_]\w*|\$)[\s\S]*)$/.exec(statement);
    if (call === null) throw new ProgramError(`[line ${line}] cannot be parsed: ${statement}`);
    const [, name = '', list, operands = ''] = call;
    if (!this.#rules.supportedOperations.includes(name.toLowerCase())) {
      throw new ProgramError(
        `[line ${line}] uses a gate: ${name} which is not supported by the device or defined via a defcal.`,
      );
    }
    const angles = (list ?? '')
      .split(',')
      .filter((text) => text.trim() !== '')
      .map((text) => this.#angle(text, line));
    const places = operands.split(',').map((text) => this.#operand(text.trim(), line));
    // A whole register stands for each of its qubits.
    const width = Math.max(...places.map(({ length }) => length));
    for (let index = 0; index < width; index++) {
      const qubits = places.map((place) => place[place.length === 1 ? 0 : index] ?? 0);
      if (qubits.some((qubit) => this.#measured.includes(qubit))) {
        throw new ProgramError(`[line ${line}] cannot apply instruction to measured qubits.`);
      }
      const matrix = gateMatrix(name.toLowerCase(), angles, qubits.length);
      if (matrix === undefined || new Set(qubits).size < qubits.length) {
        throw new ProgramError(`[line ${line}] gate ${name} has the wrong number of parameters or qubits.`);
      }
      for (const qubit of qubits) this.#used.add(qubit);
      this.#gates.push({ matrix, qubits });
    }
  }

  #measure(operand: string, target: string | undefined, line: number): void {
    const [, register] = /^(\w+)/.exec(target ?? '') ?? [];
    if (register !== undefined && !this.#bits.has(register)) {
      throw new ProgramError(`[line ${line}] ${register} is not a declared bit register.`);
    }
    for (const qubit of this.#operand(operand.trim(), line)) {
      if (this.#measured.includes(qubit)) throw new ProgramError(`[line ${line}] cannot measure a qubit twice.`);
      this.#measured.push(qubit);
    }
  }

  #pragma(statement: string, line: number): void {
    const result = /^#pragma\s+braket\s+result\s+(\w+)\s*(.*)$/.exec(statement);
    if (result === null) throw new ProgramError(`[line ${line}] pragma is not supported: ${statement}`);
    const [, type = '', rest = ''] = result;
    const isForAll = rest.trim() === '' || rest.trim() === 'all';
    const targets = isForAll ? undefined : rest.split(',').flatMap((text) => this.#operand(text.trim(), line));
    this.#results.push({ type, targets });
  }

  #operand(text: string, line: number): number[] {
    const physical = /^\$(\d+)$/.exec(text);
    if (physical !== null) {
      const number = Number(physical[1]);
      if (this.#qubits.size > 0) throw new ProgramError(`[line ${line}] mixes physical qubits and qubits registers.`);
      if (!this.#physical.has(number)) this.#physical.set(number, this.#qubitCount++);
      return [this.#physical.get(number) ?? 0];
    }
    const [, name = '', index] = /^(\w+)(?:\s*\[\s*(\d+)\s*\])?$/.exec(text) ?? [];
    const register = this.#qubits.get(name);
    if (register === undefined) throw new ProgramError(`[line ${line}] ${text} is not a declared qubit.`);
    if (index === undefined) return Array.from({ length: register.size }, (_, place) => register.start + place);
    if (Number(index) >= register.size)
      throw new ProgramError(`[line ${line}] index ${index} is out of range of ${name}.`);
    return [register.start + Number(index)];
  }

  #angle(text: string, line: number): number {
    const value = evaluated(text, this.#inputs);
    if (value === undefined) throw new ProgramError(`[line ${line}] cannot evaluate ${text.trim()}.`);
    return value;
  }

  #check(): void {
    const { contiguous, qubitCount } = this.#rules;
    if (this.#qubitCount > qubitCount) {
      throw new ProgramError(`Qubit count ${this.#qubitCount} exceeds maximum of ${qubitCount} for the device.`);
    }
    if (this.#results.length > 0 && this.#measured.length > 0) {
      throw new ProgramError('Cannot combine result type pragmas with measure instructions.');
    }
    if (!contiguous) return;
    for (const [name, { size, start }] of this.#qubits) {
      const unused = Array.from({ length: size }, (_, index) => index).filter(
        (index) => !this.#used.has(start + index),
      );
      if (unused.length > 0) {
        const list = unused.map((index) => `${name}[${index}]`).join(', ');
        throw new ProgramError(`Device requires contiguous qubits. Qubit register ${name} has unused qubits ${list}.`);
      }
    }
  }
}

/** A number of digits, `pi`, inputs, + − * / and brackets. */
function evaluated(text: string, inputs: ReadonlyMap<string, number>): number | undefined {
  const tokens = text.match(/\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|[A-Za-zπ_]\w*|[-+*/()]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(/\s/g, '')) return undefined;
  let next = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[next] === '+' || tokens[next] === '-') value += tokens[next++] === '+' ? product() : -product();
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[next] === '*' || tokens[next] === '/')
      value = tokens[next++] === '*' ? value * factor() : value / factor();
    return value;
  };
  const factor = (): number => {
    const token = tokens[next++];
    if (token === '-') return -factor();
    if (token === '(') {
      const value = sum();
      return tokens[next++] === ')' ? value : Number.NaN;
    }
    if (token === 'pi' || token === 'π') return Math.PI;
    return inputs.get(token ?? '') ?? Number(token ?? Number.NaN);
  };
  const value = sum();
  return next === tokens.length && Number.isFinite(value) ? value : undefined;
}
