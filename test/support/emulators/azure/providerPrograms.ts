import { deriveSeed } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { importCircuit } from '#core/circuit/import/importCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { createSimulator, type Simulator } from '#core/simulator/index.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { type QisGate, qisProbabilities, UnsupportedGateError } from '../ionq/qisSimulator.ts';

/** Why a provider fails a job. */
export class ProgramRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ProgramRun {
  readonly target: string;
  readonly text: string;
  readonly shots: number;
  /** Draws the shots. */
  readonly seed: string;
}

/** What a provider reads and gives back. */
export interface ProviderManners {
  readonly inputFormat: string;
  readonly outputFormat: string;
  /** The result as the provider writes it. @throws ProgramRefused */
  run(program: ProgramRun): unknown;
}

/** The providers of the emulated workspace, on the product's own simulator and, for IonQ, a small one apart from it. */
export async function providerPrograms(): Promise<Readonly<Record<string, ProviderManners>>> {
  const simulator = createSimulator({ kernels: await loadKernels({ isShared: false }) });
  return {
    ionq: { inputFormat: 'ionq.circuit.v1', outputFormat: 'ionq.quantum-results.v1', run: runIonq },
    quantinuum: {
      inputFormat: 'honeywell.openqasm.v1',
      outputFormat: 'honeywell.quantum-results.v1',
      run: (program) => runQuantinuum(program, simulator),
    },
    rigetti: {
      inputFormat: 'rigetti.quil.v1',
      outputFormat: 'rigetti.quil-results.v1',
      run: (program) => runRigetti(program, simulator),
    },
  };
}

/** Probabilities of states by their decimal number, qubit 0 the lowest bit. */
function runIonq({ text }: ProgramRun): unknown {
  let program: { gateset?: string; qubits?: number; circuit?: QisGate[] };
  try {
    program = JSON.parse(text) as typeof program;
  } catch {
    throw new ProgramRefused('InvalidInputData', 'The input is not JSON.');
  }
  const { circuit, gateset = 'qis', qubits } = program;
  if (!Number.isInteger(qubits) || !Array.isArray(circuit) || gateset !== 'qis') {
    throw new ProgramRefused('InvalidInputData', 'The input is no circuit of the gate set "qis".');
  }
  try {
    const probabilities = qisProbabilities(Number(qubits), circuit);
    const entries = probabilities.map((probability, state) => [String(state), probability] as const);
    return { histogram: Object.fromEntries(entries.filter(([, probability]) => probability > 1e-12)) };
  } catch (thrown) {
    if (thrown instanceof UnsupportedGateError) throw new ProgramRefused('UnsupportedGate', thrown.message);
    throw thrown;
  }
}

/** One text a shot for each classical register, its highest bit leftmost. */
function runQuantinuum({ seed, shots, target, text }: ProgramRun, simulator: Simulator): unknown {
  if (!/^\s*(\/\/[^\n]*\n\s*)*OPENQASM\s+2(\.0)?\s*;/.test(text)) {
    throw new ProgramRefused('CompilationError', '1000: Compile error: the program has to begin with "OPENQASM 2.0;".');
  }
  const analysis = analyseProgram(text, { path: 'input.qasm', lints: 'off' });
  const lowered = lowerProgram(analysis);
  if (!lowered.ok) {
    const [first] = lowered.error;
    throw new ProgramRefused('CompilationError', `1000: Compile error: ${first?.message ?? 'unknown'}`);
  }
  const circuit = lowered.value;
  if (target.endsWith('sc')) {
    const zeros = circuit.bitRegisters.map(({ name, size }) => [name, shotsOf(shots, '0'.repeat(size))]);
    return Object.fromEntries(zeros);
  }
  const memory = memoryOf(circuit, shots, seed, simulator);
  return Object.fromEntries(
    circuit.bitRegisters.map(({ name }, index) => [name, memory.map((registers) => registers[index] ?? '')]),
  );
}

/** The memory that is called `ro`, one list a shot, in the order of its bits. */
function runRigetti({ seed, shots, text }: ProgramRun, simulator: Simulator): unknown {
  const imported = importCircuit(text, 'quil');
  if (!imported.ok) throw new ProgramRefused('InvalidQuil', imported.error[0]?.message ?? 'unknown');
  const { circuit } = imported.value;
  const place = circuit.bitRegisters.findIndex(({ name }) => name === 'ro');
  if (place < 0) throw new ProgramRefused('InvalidQuil', 'The program declares no memory "ro".');
  const memory = memoryOf(circuit, shots, seed, simulator);
  return { ro: memory.map((registers) => [...(registers[place] ?? '')].reverse().map(Number)) };
}

/** For each shot the texts of the registers, in order of their declaration. */
function memoryOf(circuit: Circuit, shots: number, seed: string, simulator: Simulator): string[][] {
  const { memory = [] } = simulator.simulate(circuit, { shots, seed: deriveSeed(0, seed), memory: true });
  return memory.map((text) => text.split(' ').reverse());
}

function shotsOf(count: number, text: string): string[] {
  return new Array<string>(count).fill(text);
}
