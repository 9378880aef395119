import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { CircuitLoader } from '../enginePorts.ts';
import type { ResolvedPipeline, ResolvedQuantum } from '../schema/resolvedPipeline.ts';
import { NameNotFound } from './nameNotFound.ts';
import { pauliFactors, pauliProduct } from './pauliProduct.ts';

/*
 * What is read of a circuit: all qubits, or those of one register of its file (`quantum.measure.register`), which are
 * numbered from 0 in the order of the register then. Observables, decisions and the variables of problems mean these.
 */

type ReadPipeline = Pick<ResolvedPipeline, 'interface' | 'quantum'>;

/** How many qubits are read. */
export function readWidth({ measure, qubits }: Pick<ResolvedQuantum, 'measure' | 'qubits'>): number {
  return measure.qubits?.length ?? qubits;
}

/**
 * An observable of the qubits that are read, as one of the circuit.
 * @throws Failure as {@link pauliProduct}
 */
export function readProduct({ interface: contract, quantum }: ReadPipeline, text: string): PauliSum {
  return onReadQubits(quantum, pauliProduct(text, readWidth(quantum), contract.output.bitOrder));
}

/** As {@link readProduct}, undefined instead of a Failure. */
export function readFactors({ interface: contract, quantum }: ReadPipeline, text: string): PauliFactor[] | undefined {
  const factors = pauliFactors(text, readWidth(quantum), contract.output.bitOrder);
  return factors && movedFactors(quantum, factors);
}

/** An operator on the qubits that are read, as one on those of the circuit. */
export function onReadQubits(quantum: ResolvedQuantum, { terms }: PauliSum): PauliSum {
  return {
    terms: terms.map(({ coefficient, factors }) => ({ coefficient, factors: movedFactors(quantum, factors) })),
  };
}

function movedFactors({ measure }: ResolvedQuantum, factors: readonly PauliFactor[]): PauliFactor[] {
  const { qubits } = measure;
  return factors.map((factor) => (qubits ? { ...factor, qubit: qubits[factor.qubit] ?? factor.qubit } : factor));
}

/** What a basis state of the circuit says of the qubits that are read: bit j is that of the j-th. */
export function readState({ measure }: Pick<ResolvedQuantum, 'measure'>, state: number): number {
  const { qubits } = measure;
  if (!qubits) return state;
  return qubits.reduce((sum, qubit, place) => sum + ((state >> qubit) & 1) * 2 ** place, 0);
}

/**
 * The pipeline with the qubits of its register, where it reads one. Of the files that make up the circuit the one that
 * runs last is asked first.
 * @throws Failure those of the files, as {@link registerQubits}, and `invalid-input` where no file has registers
 */
export async function withReadQubits(pipeline: ResolvedPipeline, circuits: CircuitLoader): Promise<ResolvedPipeline> {
  const { register } = pipeline.quantum.measure;
  if (register === undefined) return pipeline;
  const files: NamedCircuit[] = [];
  for (const { entry, file } of registerFiles(pipeline.quantum))
    files.push({ file, circuit: await circuits.load(file, entry) });
  return readingRegister(pipeline, register, files);
}

export interface NamedCircuit {
  readonly file: string;
  readonly circuit: Circuit;
}

/** The files that may have the register that is read, the likeliest first. */
export function registerFiles({ ansatz, circuit, featureMap }: ResolvedQuantum): {
  readonly file: string;
  readonly entry?: string;
}[] {
  return [circuit, ansatz, featureMap].flatMap((use) => (use && 'file' in use ? [use] : []));
}

/** @throws Failure as {@link withReadQubits} */
export function readingRegister(
  pipeline: ResolvedPipeline,
  register: string,
  files: readonly NamedCircuit[],
): ResolvedPipeline {
  const [first] = files;
  if (!first)
    throw new Failure(
      'invalid-input',
      `There is no register ${register} to read: only circuits in files have registers.`,
      {
        advice: 'Leave out quantum.measure.register, or name an OpenQASM file.',
      },
    );
  const { quantum } = pipeline;
  if (quantum.kernel?.kind === 'fidelity')
    throw new Failure('invalid-input', 'A fidelity kernel compares whole states, so it cannot read one register.', {
      advice: 'Leave out quantum.measure.register, or use a projected kernel.',
    });
  const { circuit, file } = files.find((each) => registersOf(each.circuit).includes(register)) ?? first;
  const qubits = registerQubits(circuit, file, register);
  return { ...pipeline, quantum: { ...quantum, measure: { ...quantum.measure, qubits } } };
}

function registersOf({ bitRegisters, qubitRegisters }: Circuit): string[] {
  return [...bitRegisters.filter(({ isInternal }) => !isInternal), ...qubitRegisters].map(({ name }) => name);
}

/**
 * The qubits of a quantum register in order, or those whose measurement the bits of a classical register hold in the end.
 * All qubits are read when the circuit has run, so nothing may happen to them behind that measurement.
 * @throws NameNotFound; Failure `invalid-circuit` for a bit that holds no such measurement
 */
function registerQubits(circuit: Circuit, file: string, name: string): number[] {
  const quantum = circuit.qubitRegisters.find((register) => register.name === name);
  if (quantum) return Array.from({ length: quantum.size }, (_, index) => quantum.start + index);
  const classical = circuit.bitRegisters.find((register) => register.name === name);
  if (!classical) throw new NameNotFound(file, 'register', name, registersOf(circuit));
  const problem = (bit: number, why: string) =>
    new Failure('invalid-circuit', `${name}[${bit - classical.start}] of ${file} cannot be read: ${why}.`, {
      place: { path: file },
      advice: 'Name a register whose bits are measured once, at the end of the program.',
    });
  const qubits = Array.from({ length: classical.size }, (_, index) => {
    const bit = classical.start + index;
    const last = circuit.operations.findLastIndex((operation) => setsBit(operation, bit));
    const measurement = circuit.operations[last];
    if (measurement?.kind !== 'measure') throw problem(bit, 'no measurement ends in it');
    const { qubit } = measurement;
    const later = circuit.operations
      .slice(last + 1)
      .some((operation) => !isHarmless(operation) && operationQubits(operation).includes(qubit));
    if (later) throw problem(bit, `qubit ${qubit} is changed after its measurement`);
    return qubit;
  });
  const twice = qubits.findIndex((qubit, index) => qubits.indexOf(qubit) !== index);
  if (twice >= 0) throw problem(classical.start + twice, `qubit ${qubits[twice]} is read by another bit already`);
  return qubits;
}

function setsBit(operation: Operation, bit: number): boolean {
  if (operation.kind === 'measure') return operation.bit === bit;
  if (operation.kind === 'assign') return operation.target.kind === 'bits' && operation.target.bits.includes(bit);
  return bodiesOf(operation).some((body) => body.some((inner) => setsBit(inner, bit)));
}

function isHarmless({ kind }: Operation): boolean {
  return kind === 'measure' || kind === 'barrier';
}
