import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { exportIonqCircuit, type IonqGate } from '#core/circuit/export/ionqJson.ts';
import { type IonqNativeGate, ionqNativeGates } from '#core/circuit/export/ionqNative.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { expressIn } from '#core/circuit/synthesis/expressIn.ts';
import type { GateSupport } from '#core/circuit/synthesis/gateRewriting.ts';

/** How many gates on one and on two qubits a circuit has. */
export interface GateCounts {
  readonly oneQubit: number;
  readonly twoQubit: number;
}

/** One circuit in the form that IonQ takes it in. */
export type IonqProgram =
  | { readonly kind: 'qis'; readonly circuit: readonly IonqGate[]; readonly counts: GateCounts }
  | { readonly kind: 'native'; readonly circuit: readonly IonqNativeGate[]; readonly counts: GateCounts }
  | { readonly kind: 'openqasm'; readonly text: string; readonly counts: GateCounts };

/** The register that a program has all its bits in. */
export const programRegister = 'c';

/**
 * The form that a circuit fits in. One that was fitted to the gates of the device goes as those, past IonQ's compiler; one
 * that measures or resets in the middle as an OpenQASM 3 program, which alone can say so; any other as a list of gates,
 * which IonQ fits to the device.
 * @param takesNative whether the device has the native gates, as far as that is known
 * @throws Failure `invalid-circuit` naming what cannot be expressed, `invalid-input` when a parameter is not bound
 */
export function ionqProgram(circuit: Circuit, { takesNative = true } = {}): IonqProgram {
  if (measuresInTheMiddle(circuit)) return openqasmProgram(circuit);
  const native = takesNative ? ionqNativeGates(circuit) : undefined;
  if (native !== undefined) {
    const twoQubit = native.filter((gate) => 'targets' in gate).length;
    return { kind: 'native', circuit: native, counts: { oneQubit: native.length - twoQubit, twoQubit } };
  }
  const gates = exportIonqCircuit(circuit);
  return {
    kind: 'qis',
    circuit: gates,
    counts: gateCounts(gates.map(({ controls = [], targets }) => targets.length + controls.length)),
  };
}

/** Whether a circuit resets, or goes on with a qubit that it has measured; one that acts on what it measured does not count. */
function measuresInTheMiddle({ operations }: Circuit): boolean {
  const measured = new Set<number>();
  let found = false;
  for (const operation of operations) {
    if (isClassical(operation)) return false;
    if (operation.kind === 'barrier') continue;
    found ||= operation.kind === 'reset' || operationQubits(operation).some((qubit) => measured.has(qubit));
    if (operation.kind === 'measure') measured.add(operation.qubit);
  }
  return found;
}

function isClassical({ kind }: Operation): boolean {
  return kind === 'conditional' || kind === 'switch' || kind === 'while' || kind === 'assign';
}

/** Gates of `stdgates.inc` that take no definition and no modifier. */
const libraryGates: ReadonlySet<string> = new Set([
  ...['x', 'y', 'z', 'h', 's', 'sdg', 't', 'tdg', 'sx', 'p', 'rx', 'ry', 'rz', 'swap'].map((name) => `0 ${name}`),
  ...['1 x', '1 y', '1 z', '1 h', '1 p', '1 rx', '1 ry', '1 rz', '1 swap', '2 x'],
]);
const isLibraryGate: GateSupport = (gate, controls) => libraryGates.has(`${controls} ${gate}`);

/** In the subset of OpenQASM 3 that IonQ documents: a register of qubits, one of bits, gates of the library by name. */
function openqasmProgram(circuit: Circuit): IonqProgram {
  const { outputs: _, ...whole } = circuit;
  const widths: number[] = [];
  const operations = circuit.operations.flatMap((operation): Operation[] => {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary') return [operation];
    // A phase of the whole state is seen by nobody.
    const gates = expressIn(operation, { supports: isLibraryGate }).filter(({ gate }) => gate !== 'gphase');
    widths.push(...gates.map(({ controls, targets }) => controls.length + targets.length));
    return gates.map(({ native: __, ...gate }) => gate);
  });
  const { omissions, text } = exportQasm3({
    ...whole,
    qubitRegisters: [{ name: 'q', start: 0, size: circuit.qubitCount }],
    bitRegisters: circuit.bitCount === 0 ? [] : [{ name: programRegister, start: 0, size: circuit.bitCount }],
    operations,
  });
  const [problem] = omissions.filter(({ severity }) => severity === 'error');
  if (text !== undefined && problem === undefined) return { kind: 'openqasm', text, counts: gateCounts(widths) };
  throw new Failure('invalid-circuit', `${problem?.what ?? 'The circuit'} cannot be sent to IonQ.`, {
    advice: problem ? `${problem.why}, or run it on the embedded simulator.` : 'Change the circuit.',
  });
}

/** @param widths on how many qubits each gate is */
function gateCounts(widths: readonly number[]): GateCounts {
  let oneQubit = 0;
  let twoQubit = 0;
  for (const width of widths) {
    if (width === 1) oneQubit++;
    // A gate on k qubits compiles to at least 2k − 3 two-qubit gates.
    else twoQubit += 2 * width - 3;
  }
  return { oneQubit, twoQubit };
}

/** The type of a job and its input. */
export interface IonqInput {
  readonly type: 'ionq.circuit.v1' | 'ionq.multi-circuit.v1' | 'ionq.qasm3.v1';
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * The input of a job of these programs.
 * @param qubits of the largest
 * @throws Failure `invalid-circuit` for several of which one is OpenQASM: IonQ takes one such program a job
 */
export function ionqInput(programs: readonly IonqProgram[], qubits: number): IonqInput {
  const [only] = programs;
  if (only !== undefined && programs.length === 1) {
    return only.kind === 'openqasm'
      ? { type: 'ionq.qasm3.v1', input: { data: only.text } }
      : { type: 'ionq.circuit.v1', input: { qubits, gateset: only.kind, circuit: only.circuit } };
  }
  const circuits = programs.map((program, index) => {
    if (program.kind !== 'openqasm') return { name: `${index}`, gateset: program.kind, circuit: program.circuit };
    throw new Failure(
      'invalid-circuit',
      `Circuit ${index + 1} of ${programs.length} measures or resets before its end, and IonQ takes one such circuit a job.`,
      { advice: 'Run it in a job of its own, measure at the end only, or use the embedded simulator.' },
    );
  });
  return { type: 'ionq.multi-circuit.v1', input: { qubits, gateset: 'qis', circuits } };
}
