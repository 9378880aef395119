import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { benchmarkCircuit, benchmarkPlaces, withKeystroke } from '../benchmarkCircuit.ts';
import { median, printMeasurement, repeated, timed } from '../measurement.ts';

interface Position {
  readonly line: number;
  readonly character: number;
}

interface DiagnosticsEvent {
  readonly detail: { readonly uri: string; readonly version: number; readonly diagnostics: readonly unknown[] };
}

/** What is used of Microsoft's language service. */
interface QdkLanguageService {
  addEventListener(type: 'diagnostics', listener: (event: DiagnosticsEvent) => void): void;
  updateDocument(uri: string, version: number, text: string, language: string): Promise<void>;
  getHover(uri: string, position: Position): Promise<unknown>;
  getCompletions(uri: string, version: number, position: Position): Promise<unknown>;
  getDefinition(uri: string, position: Position): Promise<unknown>;
  getReferences(uri: string, position: Position, includeDeclaration: boolean): Promise<unknown>;
  getRename(uri: string, position: Position, newName: string): Promise<unknown>;
}

interface QdkModule {
  loadWasmModule(module: ArrayBuffer): Promise<void>;
  instantiateWasm(): Promise<void>;
  getLanguageService(host: object): Promise<QdkLanguageService>;
}

/** `node qdk.ts <folder of qsharp-lang> <lines>`: Microsoft's OpenQASM language service. */
const [folder = '', lines = ''] = process.argv.slice(2);
const circuit = benchmarkCircuit(Number(lines));
const { editedLines, middleLine } = benchmarkPlaces(Number(lines));
const qdk: QdkModule = await import(pathToFileURL(join(folder, 'dist', 'main.js')).href);
const wasm = await readFile(join(folder, 'lib', 'web', 'qsc_wasm_bg.wasm'));
await qdk.loadWasmModule(new Uint8Array(wasm).buffer);
await qdk.instantiateWasm();
const service = await qdk.getLanguageService({
  readFile: async () => null,
  listDirectory: async () => [],
  resolvePath: async (base: string, path: string) => `${base}/${path}`,
  findManifestDirectory: async () => null,
  fetchGithub: async () => '',
});
const uri = 'file:///benchmark.qasm';
let version = 0;
let found = 0;
let heard: ((version: number) => void) | undefined;
service.addEventListener('diagnostics', ({ detail }) => {
  if (detail.uri !== uri || detail.version !== version) return;
  found = detail.diagnostics.length;
  heard?.(detail.version);
});

/** Gives the service a version of the document and waits for what it says of it. */
async function diagnosed(text: string): Promise<void> {
  version++;
  const answer = new Promise<void>((resolve) => {
    heard = () => resolve();
  });
  await service.updateDocument(uri, version, text, 'openqasm');
  await answer;
}

const [open] = await timed(() => diagnosed(circuit));
const keystrokes: number[] = [];
// One keystroke of the service takes seconds in large circuits; a few tell as much.
let current = circuit;
for (const [turn, line] of editedLines.slice(0, Number(lines) > 10_000 ? 2 : 10).entries()) {
  current = withKeystroke(current, line, turn);
  keystrokes.push((await timed(() => diagnosed(current)))[0]);
}
await diagnosed(circuit);
const gate = { line: middleLine, character: 1 };
const operand = { line: middleLine, character: 3 };
const start = { line: middleLine, character: 0 };
const runs = Number(lines) > 10_000 ? 1 : 3;
printMeasurement({
  times: {
    open,
    keystroke: median(keystrokes),
    hover: await repeated(runs, () => service.getHover(uri, gate)),
    completion: await repeated(runs, () => service.getCompletions(uri, version, start)),
    definition: await repeated(runs, () => service.getDefinition(uri, operand)),
    references: await repeated(runs, () => service.getReferences(uri, operand, true)),
    rename: await repeated(runs, () => service.getRename(uri, operand, 'qubits')),
  },
  slowestKeystroke: Math.max(...keystrokes),
  problems: found,
});
process.exit(0);
