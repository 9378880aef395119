import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import type { ExportOmission } from '#core/circuit/export/exportedProgram.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import type { ExportCase } from './exportCases.ts';

export const sdks = ['qiskit', 'cirq', 'pennylane', 'braket'] as const;

export type Sdk = (typeof sdks)[number];

/** What an SDK made of a program. */
export interface SdkAnswer {
  /** Row-major, re and im interleaved, first qubit lowest. */
  readonly unitary?: number[];
  /** Exact probabilities of what the bits hold, last bit first, without spaces. */
  readonly distribution?: Record<string, number>;
  /** The same as frequencies of many shots. */
  readonly frequencies?: Record<string, number>;
  /** The traceback of a program that failed. */
  readonly error?: string;
}

/** A case as an SDK was given it, or what stood in the way. */
export interface SdkRun {
  readonly name: string;
  /** With its parameters bound. */
  readonly circuit: Circuit;
  readonly program?: string;
  readonly omissions: readonly ExportOmission[];
  readonly answer?: SdkAnswer;
}

/** Exports every case, runs the programs in one Python process, and gives what it says. */
export async function runCases(sdk: Sdk, cases: readonly ExportCase[]): Promise<SdkRun[]> {
  const exported = cases.map(({ circuit, name, values = [] }, seed) => {
    const { omissions, text: program } = exportCircuit(circuit, sdk);
    const named = circuit.parameters.map((parameter, index) => [parameter.name, values[index] ?? 0] as const);
    const bound = values.slice(0, circuit.parameters.length);
    return { name, circuit, program, omissions, values: Object.fromEntries(named), seed, bound };
  });
  const asked = exported.flatMap(({ circuit, program, seed, values }) =>
    program === undefined
      ? []
      : [
          {
            program,
            values,
            seed,
            runsAsMain: seed % 4 === 0,
            qubits: circuit.qubitCount,
            bits: circuit.bitCount,
            registers: circuit.bitRegisters.map(({ name, size }) => [name, size]),
            asks: circuit.bitCount === 0 ? 'unitary' : 'distribution',
          },
        ],
  );
  const script = fileURLToPath(new URL(`${sdk}_programs.py`, import.meta.url));
  const child = spawn(await pythonEnvironment(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(asked));
  const answers = JSON.parse(await text(child.stdout)) as SdkAnswer[];
  return exported.map(({ bound, circuit, name, omissions, program }) => {
    const answer = program === undefined ? undefined : answers.shift();
    return {
      name,
      circuit: bindCircuit(circuit, bound),
      omissions,
      ...(program === undefined ? {} : { program }),
      ...(answer === undefined ? {} : { answer }),
    };
  });
}
