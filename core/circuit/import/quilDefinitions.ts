import { lengthOf } from '#core/base/elementary/length.ts';
import type { Angle } from '../angle.ts';
import type { Control, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import { inverseOperations } from '../inverseCircuit.ts';
import { pauliExponential, pauliWordsCommute } from '../synthesis/pauliExponential.ts';
import type { ImportReport } from './importedCircuit.ts';
import { type AngleEnvironment, type QuilExpression, toAngle, toComplex } from './quilExpression.ts';
import { quilGateDescriptions } from './quilGates.ts';
import type { QuilGateCall, QuilGateDefinition } from './quilInstructions.ts';

/** Deviations from a unitary matrix that are taken for rounding. */
const rounding = 1e-6;

/** Matrices on more qubits than this are refused. */
const widestMatrix = 8;

type Gate = GateOperation | UnitaryOperation;

/** Turns calls of gates, standard ones and those a program defines, into operations. */
export class QuilGateReader {
  readonly #report: ImportReport;
  readonly #definitions = new Map<string, QuilGateDefinition>();
  readonly #matrices = new Map<string, number[]>();

  constructor(report: ImportReport) {
    this.#report = report;
  }

  define(definition: QuilGateDefinition): void {
    if (this.#definitions.has(definition.name)) {
      this.#report.problem(definition.nameRange, `The gate ${definition.name} is already defined.`);
    }
    this.#definitions.set(definition.name, definition);
  }

  isDefined(name: string): boolean {
    return this.#definitions.has(name) || quilGateDescriptions.has(name);
  }

  get names(): string[] {
    return [...quilGateDescriptions.keys(), ...this.#definitions.keys()];
  }

  /** The value of an expression in a call; undefined when it has none, which is reported. */
  angle(expression: QuilExpression, environment: AngleEnvironment): Angle | undefined {
    return toAngle(expression, environment, this.#report);
  }

  /**
   * @param qubits the qubits of the call
   * @returns undefined when something is wrong with the call, which is reported
   */
  operations(call: QuilGateCall, qubits: readonly number[], environment: AngleEnvironment): Gate[] | undefined {
    const parameters: Angle[] = [];
    for (const expression of call.parameters) {
      const angle = this.angle(expression, environment);
      if (angle === undefined) return undefined;
      parameters.push(angle);
    }
    return this.#modified(call, 0, parameters, qubits);
  }

  /** The gate under the modifiers from one on; the first of them owns the first qubit. */
  #modified(
    call: QuilGateCall,
    modifier: number,
    parameters: readonly Angle[],
    qubits: readonly number[],
  ): Gate[] | undefined {
    const applied = call.modifiers[modifier];
    if (applied === undefined) return this.#plain(call, parameters, qubits);
    switch (applied) {
      case 'DAGGER': {
        const inner = this.#modified(call, modifier + 1, parameters, qubits);
        return inner && inverseOperations(inner).filter(isGate);
      }
      case 'CONTROLLED': {
        const [control = 0, ...others] = qubits;
        const inner = this.#modified(call, modifier + 1, parameters, others);
        return inner && under({ qubit: control, value: 1 }, inner);
      }
      case 'FORKED': {
        const [control = 0, ...others] = qubits;
        const half = parameters.length / 2;
        if (!Number.isInteger(half)) {
          const message = `${call.name} needs an even number of parameters under FORKED, half of them for each value.`;
          return this.#report.problem(call.nameRange, message);
        }
        const zero = this.#modified(call, modifier + 1, parameters.slice(0, half), others);
        const one = this.#modified(call, modifier + 1, parameters.slice(half), others);
        return (
          zero && one && [...under({ qubit: control, value: 0 }, zero), ...under({ qubit: control, value: 1 }, one)]
        );
      }
    }
  }

  #plain(call: QuilGateCall, parameters: readonly Angle[], qubits: readonly number[]): Gate[] | undefined {
    const definition = this.#definitions.get(call.name);
    if (definition) return this.#defined(call, definition, parameters, qubits);
    const description = quilGateDescriptions.get(call.name);
    if (description === undefined) return undefined;
    if (!this.#checkCounts(call, description.parameters, description.qubits, parameters, qubits)) return undefined;
    return description.write(parameters, qubits);
  }

  #checkCounts(
    { modifiers, name, nameRange }: QuilGateCall,
    parameterCount: number,
    qubitCount: number,
    parameters: readonly Angle[],
    qubits: readonly number[],
  ): boolean {
    const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
    if (parameters.length !== parameterCount) {
      const message = `${name} takes ${counted(parameterCount, 'parameter')}, not ${parameters.length}.`;
      this.#report.problem(nameRange, message);
      return false;
    }
    if (qubits.length === qubitCount) return true;
    const taken = modifiers.filter((modifier) => modifier !== 'DAGGER').length;
    const rest = taken === 0 ? '' : ` after the ${counted(taken, 'control')} of its modifiers`;
    this.#report.problem(
      nameRange,
      `${name} acts on ${counted(qubitCount, 'qubit')}${rest}, not ${Math.max(0, qubits.length)}.`,
    );
    return false;
  }

  #defined(
    call: QuilGateCall,
    definition: QuilGateDefinition,
    parameters: readonly Angle[],
    qubits: readonly number[],
  ): Gate[] | undefined {
    const { form, formals, name } = definition;
    if (form.kind === 'pauli-sum') {
      if (!this.#checkCounts(call, formals.length, form.qubits.length, parameters, qubits)) return undefined;
      return this.#pauliSum(definition, form, parameters, qubits);
    }
    const dimension = form.kind === 'matrix' ? form.rows.length : form.entries.length;
    const width = Math.log2(dimension);
    if (!Number.isInteger(width) || width < 1 || width > widestMatrix) {
      const message = `The matrix of ${name} has ${dimension} rows; it needs 2, 4, 8 … up to ${2 ** widestMatrix}.`;
      return this.#report.problem(definition.nameRange, message);
    }
    if (!this.#checkCounts(call, formals.length, width, parameters, qubits)) return undefined;
    const numbers = parameters.filter((angle) => typeof angle === 'number');
    if (numbers.length < parameters.length) {
      const message = `The parameters of ${name} have to be numbers, because its matrix is made of them.`;
      return this.#report.problem(call.nameRange, message);
    }
    const values = this.#knownValues(definition, numbers, () =>
      this.#matrixValues(
        definition,
        form,
        dimension,
        new Map(formals.map((formal, index) => [formal, numbers[index] ?? 0])),
      ),
    );
    if (values === undefined) return undefined;
    // The first qubit is the most significant one.
    return [
      { kind: 'unitary', label: name, matrix: { dimension, values }, controls: [], targets: qubits.toReversed() },
    ];
  }

  /** The matrix of a definition for some parameters, made once. */
  #knownValues(
    definition: QuilGateDefinition,
    parameters: readonly number[],
    make: () => number[] | undefined,
  ): number[] | undefined {
    const key = `${definition.name} ${parameters.join(' ')}`;
    const known = this.#matrices.get(key);
    if (known) return known;
    const made = make();
    if (made) this.#matrices.set(key, made);
    return made;
  }

  #matrixValues(
    { name, nameRange }: QuilGateDefinition,
    form: Exclude<QuilGateDefinition['form'], { kind: 'pauli-sum' }>,
    dimension: number,
    formals: ReadonlyMap<string, number>,
  ): number[] | undefined {
    const values: number[] = [];
    if (form.kind === 'permutation') {
      for (const entry of form.entries) {
        for (let column = 0; column < dimension; column++) values.push(column === entry ? 1 : 0, 0);
      }
    } else {
      for (const row of form.rows) {
        if (row.length !== dimension) {
          return this.#report.problem(
            nameRange,
            `The matrix of ${name} has ${dimension} rows, but one of ${row.length} entries.`,
          );
        }
        for (const entry of row) {
          const value = toComplex(entry, formals, this.#report);
          if (value === undefined) return undefined;
          values.push(value.re, value.im);
        }
      }
    }
    if (isUnitary(values, dimension)) return values;
    return this.#report.problem(nameRange, `The matrix of ${name} is not unitary, so that it is no gate.`);
  }

  /** exp(−i · Σ coefficient · P), where the terms commute. */
  #pauliSum(
    { formals, nameRange }: QuilGateDefinition,
    { qubits: names, terms }: Extract<QuilGateDefinition['form'], { kind: 'pauli-sum' }>,
    parameters: readonly Angle[],
    qubits: readonly number[],
  ): Gate[] | undefined {
    const environment: AngleEnvironment = {
      formal: (formal) => parameters[formals.indexOf(formal)],
      reference: ({ name, range }) =>
        this.#report.problem(range, `'${name}' is no number; definitions hold no memory.`),
    };
    const words = terms.map((term) => names.map((name) => term.letters[term.qubits.indexOf(name)] ?? 'I').join(''));
    if (words.some((left, index) => words.slice(index + 1).some((right) => !pauliWordsCommute(left, right)))) {
      return this.#report.problem(
        nameRange,
        'The terms of this sum do not commute, so that it is no product of gates.',
      );
    }
    const operations: Gate[] = [];
    for (const term of terms) {
      const angle = toAngle(term.coefficient, environment, this.#report);
      if (angle === undefined) return undefined;
      const factors = term.qubits.flatMap((name, position) => {
        const pauli = term.letters[position];
        const qubit = qubits[names.indexOf(name)];
        return qubit !== undefined && (pauli === 'X' || pauli === 'Y' || pauli === 'Z')
          ? [{ pauli, qubit } as const]
          : [];
      });
      operations.push(...pauliExponential(factors, angle));
    }
    return operations;
  }
}

function under(control: Control, gates: readonly Gate[]): Gate[] {
  return gates.map((gate) => ({ ...gate, controls: [control, ...gate.controls] }));
}

function isGate(operation: Operation): operation is Gate {
  return operation.kind === 'gate' || operation.kind === 'unitary';
}

function isUnitary(values: readonly number[], dimension: number): boolean {
  for (let left = 0; left < dimension; left++) {
    for (let right = left; right < dimension; right++) {
      let [re, im] = [0, 0];
      for (let column = 0; column < dimension; column++) {
        const [i, j] = [2 * (left * dimension + column), 2 * (right * dimension + column)];
        const [a = 0, b = 0, c = 0, d = 0] = [values[i], values[i + 1], values[j], values[j + 1]];
        re += a * c + b * d;
        im += b * c - a * d;
      }
      // Not written as a comparison with >, which NaN would pass.
      if (!(lengthOf(re - (left === right ? 1 : 0), im) < rounding)) return false;
    }
  }
  return true;
}
