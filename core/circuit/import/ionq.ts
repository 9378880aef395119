import { closestName } from '#core/base/closestName.ts';
import type { Result } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, GateOperation, MeasureOperation } from '../circuit.ts';
import { pauliExponential, pauliWordsCommute } from '../synthesis/pauliExponential.ts';
import {
  type ImportedCircuit,
  type ImportProblem,
  type ImportReport,
  operationLimit,
  qubitLimit,
  readCircuit,
} from './importedCircuit.ts';
import { type IonqGateFields, ionqGateDescriptions } from './ionqGates.ts';
import { type JsonNode, memberOf, parseJson } from './jsonTree.ts';

/**
 * Reads a circuit of IonQ: the input of a job, `{"qubits": …, "circuit": […]}`, or the body of a job with one circuit in
 * it, with gates of the `qis` or the native gate set. IonQ reads all qubits at the end, so the circuit measures qubit j
 * into bit j of a register `c`.
 */
export function importIonq(text: string): Result<ImportedCircuit, readonly ImportProblem[]> {
  return readCircuit((report) => {
    const document = parseJson(text, report);
    return document && new IonqReader(report).circuit(document);
  });
}

const jobTypes = ['ionq.circuit.v1', 'ionq.circuit.v0'];

const knownFields = ['gate', 'target', 'targets', 'control', 'controls', 'rotation', 'phase', 'phases', 'angle'];

class IonqReader {
  readonly #report: ImportReport;
  #qubits = 0;

  constructor(report: ImportReport) {
    this.#report = report;
  }

  circuit(document: JsonNode): Circuit | undefined {
    const input = this.#input(document);
    if (!input) return undefined;
    const gates = memberOf(input, 'circuit');
    if (gates?.kind !== 'array') {
      return this.#report.problem(
        gates?.range ?? firstCharacter(input),
        `A circuit of IonQ has a list of gates: {"qubits": 2, "circuit": [{"gate": "h", "target": 0}]}.`,
      );
    }
    const declared = this.#declaredQubits(input);
    this.#qubits = declared ?? qubitLimit;
    if (gates.items.length > operationLimit) {
      return this.#report.problem(firstCharacter(gates), `The circuit has more than ${operationLimit} gates.`);
    }
    const operations = gates.items.flatMap((item) => this.#gate(item));
    const used = operations.flatMap(({ controls, targets }) => [...controls.map(({ qubit }) => qubit), ...targets]);
    const qubits = declared ?? used.reduce((most, qubit) => Math.max(most, qubit + 1), 0);
    const register = { start: 0, size: qubits };
    const measurements = Array.from(
      { length: qubits },
      (_, qubit): MeasureOperation => ({ kind: 'measure', qubit, bit: qubit }),
    );
    return {
      qubitCount: qubits,
      bitCount: qubits,
      qubitRegisters: qubits === 0 ? [] : [{ name: 'q', ...register }],
      bitRegisters: qubits === 0 ? [] : [{ name: 'c', ...register }],
      parameters: [],
      operations: [...operations, ...measurements],
    };
  }

  /** The part of a document that has the gates: the document itself, or the input of the job it is. */
  #input(document: JsonNode): JsonNode | undefined {
    if (document.kind !== 'object') {
      return this.#report.problem(
        firstCharacter(document),
        'A circuit of IonQ is an object with "qubits" and "circuit".',
      );
    }
    const type = memberOf(document, 'type') ?? memberOf(document, 'format');
    const input = memberOf(document, 'input') ?? memberOf(document, 'body') ?? document;
    if (type?.kind === 'string' && !jobTypes.includes(type.value)) {
      return this.#report.problem(
        type.range,
        `Jobs of type '${type.value}' hold no single list of gates; take one circuit out of it.`,
      );
    }
    if (memberOf(input, 'circuits')) {
      const several = memberOf(input, 'circuits') ?? input;
      return this.#report.problem(firstCharacter(several), 'This job has several circuits; take one out of it.');
    }
    return input;
  }

  #declaredQubits(input: JsonNode): number | undefined {
    const node = memberOf(input, 'qubits');
    if (node === undefined) return undefined;
    // Some clients write the number as text.
    const value = node.kind === 'number' ? node.value : node.kind === 'string' ? Number(node.value) : Number.NaN;
    if (Number.isInteger(value) && value >= 0 && value <= qubitLimit) return value;
    return this.#report.problem(node.range, `"qubits" is a whole number from 0 to ${qubitLimit}.`);
  }

  #gate(node: JsonNode): GateOperation[] {
    const name = memberOf(node, 'gate');
    if (node.kind !== 'object' || name?.kind !== 'string') {
      this.#report.problem(
        name?.range ?? firstCharacter(node),
        'A gate is an object such as {"gate": "h", "target": 0}.',
      );
      return [];
    }
    const operations = this.#operations(node, name.value, name.range);
    return operations.map((operation) => ({ ...operation, source: node.range }));
  }

  #operations(node: JsonNode, name: string, nameRange: OffsetRange): GateOperation[] {
    if (name === 'nop') return [];
    if (name === 'pauliexp') return this.#pauliExponentials(node);
    const description = ionqGateDescriptions.get(name);
    if (!description) {
      const meant = closestName(name, [...ionqGateDescriptions.keys(), 'pauliexp', 'nop']);
      this.#report.problem(
        nameRange,
        `IonQ has no gate '${name}'${meant === undefined ? '.' : `; did you mean '${meant}'?`}`,
      );
      return [];
    }
    const fields = this.#fields(node, name);
    if (!fields) return [];
    const { controllable, phases, rotation, targets } = description;
    const wrong = (member: string, message: string): GateOperation[] => {
      this.#report.problem(memberOf(node, member)?.range ?? nameRange, message);
      return [];
    };
    if (fields.targets.length !== targets) {
      const count = targets === 1 ? 'one target' : 'two targets';
      return wrong('targets', `'${name}' takes ${count}, not ${fields.targets.length}.`);
    }
    if (fields.controls.length > 0 && !controllable)
      return wrong('controls', `The native gate '${name}' takes no controls.`);
    if (name === 'cnot' && fields.controls.length === 0) return wrong('controls', "'cnot' needs a control.");
    const needsRotation = rotation === 'required';
    if (needsRotation && fields.rotation === undefined) {
      return wrong('rotation', `'${name}' needs a rotation in radians: "rotation": 1.57.`);
    }
    if (rotation === 'none' && fields.rotation !== undefined) return wrong('rotation', `'${name}' takes no rotation.`);
    if (fields.phases.length !== phases) {
      const form = phases === 1 ? '"phase": 0.25' : '"phases": [0, 0.25]';
      const takes =
        phases === 0 ? 'takes no phases' : `needs its ${phases === 1 ? 'phase' : 'two phases'} in turns: ${form}`;
      return wrong(phases === 1 ? 'phase' : 'phases', `'${name}' ${takes}.`);
    }
    return description.write(fields);
  }

  #fields(node: JsonNode, name: string): IonqGateFields | undefined {
    this.#noteOtherFields(node, name);
    const targets = this.#qubitList(node, 'target', 'targets');
    const controls = this.#qubitList(node, 'control', 'controls');
    const rotation = this.#numbers(node, 'rotation', 'rotation');
    const phases = this.#numbers(node, 'phase', 'phases');
    const angle = this.#numbers(node, 'angle', 'angle');
    if (!targets || !controls || !rotation || !phases || !angle) return undefined;
    const seen = new Set<number>();
    const twice = [...controls, ...targets].find((qubit) => seen.size === seen.add(qubit).size);
    if (twice !== undefined) {
      return this.#report.problem(node.range, `Qubit ${twice} occurs twice in this gate; its qubits have to differ.`);
    }
    return { targets, controls, rotation: rotation[0], phases, angle: angle[0] };
  }

  #noteOtherFields(node: JsonNode, name: string): void {
    if (node.kind !== 'object') return;
    for (const { name: field, nameRange } of node.members) {
      if (knownFields.includes(field)) continue;
      this.#report.note(
        nameRange,
        `The field "${field}" of '${name}'`,
        'it is not one that changes what a gate does here',
      );
    }
  }

  /** Qubits given as one number or as a list, under either name. */
  #qubitList(node: JsonNode, single: string, several: string): number[] | undefined {
    const value = memberOf(node, several) ?? memberOf(node, single);
    if (value === undefined || value.kind === 'null') return [];
    const items = value.kind === 'array' ? value.items : [value];
    const qubits: number[] = [];
    for (const item of items) {
      if (item.kind !== 'number' || !Number.isInteger(item.value) || item.value < 0) {
        return this.#report.problem(item.range, 'Qubits are whole numbers from 0.');
      }
      if (item.value >= this.#qubits) {
        return this.#report.problem(item.range, `There is no qubit ${item.value}; the circuit has ${this.#qubits}.`);
      }
      qubits.push(item.value);
    }
    return qubits;
  }

  #numbers(node: JsonNode, single: string, several: string): number[] | undefined {
    const value = memberOf(node, several) ?? memberOf(node, single);
    if (value === undefined || value.kind === 'null') return [];
    const items = value.kind === 'array' ? value.items : [value];
    const numbers: number[] = [];
    for (const item of items) {
      const isNumber = item.kind === 'number' && Number.isFinite(item.value);
      if (!isNumber) return this.#report.problem(item.range, `"${single}" is a number.`);
      numbers.push(item.value);
    }
    return numbers;
  }

  /** exp(−i · time · Σ coefficient · P); the last letter of a term is on the first target. */
  #pauliExponentials(node: JsonNode): GateOperation[] {
    const targets = this.#qubitList(node, 'target', 'targets');
    const coefficients = this.#numbers(node, 'coefficient', 'coefficients');
    const time = this.#numbers(node, 'time', 'time');
    const terms = memberOf(node, 'terms');
    if (!targets || !coefficients || !time) return [];
    if (terms?.kind !== 'array' || terms.items.length !== coefficients.length) {
      const range = terms?.range ?? node.range;
      this.#report.problem(
        range,
        `'pauliexp' needs as many terms as coefficients: "terms": ["XX"], "coefficients": [0.5].`,
      );
      return [];
    }
    const written: string[] = [];
    for (const term of terms.items) {
      if (term.kind !== 'string' || !/^[IXYZ]*$/.test(term.value) || term.value.length !== targets.length) {
        this.#report.problem(
          term.range,
          `A term has one of the letters I, X, Y and Z for each of the ${targets.length} targets.`,
        );
        return [];
      }
      written.push(term.value);
    }
    const clash = written.some((left, index) =>
      written.slice(index + 1).some((right) => !pauliWordsCommute(left, right)),
    );
    if (clash) {
      this.#report.problem(
        terms.range,
        'These terms do not commute, so that their exponential is no product of gates; split it up.',
      );
      return [];
    }
    return written.flatMap((term, index) => {
      const factors = targets.flatMap((qubit, position) => {
        const pauli = term.at(-1 - position);
        return pauli === 'X' || pauli === 'Y' || pauli === 'Z' ? [{ pauli, qubit } as const] : [];
      });
      return pauliExponential(factors, (time[0] ?? 1) * (coefficients[index] ?? 0));
    });
  }
}

/** The place to point at for a whole value. */
function firstCharacter({ range }: JsonNode): OffsetRange {
  return { start: range.start, end: Math.min(range.end, range.start + 1) };
}
