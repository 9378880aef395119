import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchmarkCircuit, type BenchmarkGate, readCircuit } from '../benchmarkCircuit.ts';
import { serve } from '../conversation.ts';

interface RunEvent {
  readonly type: string;
  readonly detail: { readonly state?: Readonly<Record<string, readonly [number, number]>> };
}

/** What is used of Microsoft's Quantum Development Kit. */
interface Qdk {
  loadWasmModule(module: ArrayBuffer): Promise<void>;
  instantiateWasm(): Promise<void>;
  getCompiler(): Promise<{
    run(
      program: {
        readonly sources: readonly (readonly [string, string])[];
        readonly languageFeatures: readonly string[];
      },
      expression: string,
      shots: number,
      events: { dispatchEvent(event: RunEvent): boolean },
    ): Promise<void>;
  }>;
}

/** `node qdk.ts <folder of qsharp-lang>`: runs circuits as Q# programs, which are compiled anew in every run, for all its shots. */
const folder = process.argv[2] ?? '';
const qdk: Qdk = await import(pathToFileURL(join(folder, 'dist', 'main.js')).href);
await qdk.loadWasmModule(new Uint8Array(await readFile(join(folder, 'lib', 'web', 'qsc_wasm_bg.wasm'))).buffer);
await qdk.instantiateWasm();
const compiler = await qdk.getCompiler();

function statement([name, [a = 0, b = 0], [first = 0, second = 0, third = 0]]: BenchmarkGate): string {
  switch (name) {
    case 'u':
      return `R1(${real(third)}, q[${a}]); Ry(${real(first)}, q[${a}]); R1(${real(second)}, q[${a}]);`;
    case 'h':
      return `H(q[${a}]);`;
    case 'ry':
      return `Ry(${real(first)}, q[${a}]);`;
    case 'rz':
      return `Rz(${real(first)}, q[${a}]);`;
    case 'cx':
      return `CNOT(q[${a}], q[${b}]);`;
    case 'cz':
      return `CZ(q[${a}], q[${b}]);`;
    case 'cp':
      return `Controlled R1([q[${a}]], (${real(first)}, q[${b}]));`;
    case 'swap':
      return `SWAP(q[${a}], q[${b}]);`;
  }
}

/** Q# tells integers from floating-point numbers by the point. */
function real(value: number): string {
  return value.toFixed(17);
}

function program({ gates, qubits }: BenchmarkCircuit, end: string): string {
  const body = gates.map((gate) => `    ${statement(gate)}`).join('\n');
  return `import Std.Diagnostics.*;\n@EntryPoint()\noperation Main() : Unit {\n    use q = Qubit[${qubits}];\n${body}\n${end}    ResetAll(q);\n}\n`;
}

async function run(source: string, shots: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await compiler.run({ sources: [['main.qs', source]], languageFeatures: [] }, '', shots, {
    dispatchEvent: (event) => events.push(event) > 0,
  });
  return events;
}

await serve(async (file) => {
  const circuit = await readCircuit(file);
  const timed = program(circuit, '');
  // Compiling takes longer than a shot of few qubits.
  const shots = circuit.qubits <= 12 ? 10 : 1;
  return {
    evaluations: shots,
    async run() {
      await run(timed, shots);
    },
    async answer(indices) {
      const events = await run(program(circuit, '    DumpMachine();\n'), 1);
      const state = events.find(({ type }) => type === 'DumpMachine')?.detail.state ?? {};
      // Labels begin with the first qubit.
      const label = (index: number) => `|${[...index.toString(2).padStart(circuit.qubits, '0')].reverse().join('')}⟩`;
      return indices.map((index) => state[label(index)] ?? ([0, 0] as const));
    },
  };
});
