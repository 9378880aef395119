import { readFile } from 'node:fs/promises';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { LanguageDocument, LanguageWorkspace } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createOpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { parseProgram } from '#core/openqasm/index.ts';
import { benchmarkPlaces, withKeystroke } from '../benchmarkCircuit.ts';
import { median, peakMemory, printMeasurement, repeated, timed } from '../measurement.ts';

/** `parse|service <circuit> <lines>`: our parser alone, or the language service as the server uses it. */
const [what = '', circuitPath = '', lines = ''] = process.argv.slice(2);
const circuit = await readFile(circuitPath, 'utf8');
const { editedLines, middleLine } = benchmarkPlaces(Number(lines));
const uri = 'file:///benchmark.qasm';

async function measureParser(): Promise<void> {
  const [parse, tree] = await timed(() => parseProgram(circuit));
  printMeasurement({ times: { parse }, problems: tree.diagnostics.length });
}

async function measureService(): Promise<void> {
  let current = documentOf(circuit, 1);
  const service = createOpenqasmLanguage(new CircuitAnalyses(workspaceOf(() => current)));
  const diagnosed = (text: string) => {
    current = documentOf(text, current.version + 1);
    return service.diagnostics(current, neverCancelled);
  };
  const [open, diagnostics] = await timed(() => diagnosed(circuit));
  const keystrokes: number[] = [];
  for (const [turn, line] of editedLines.entries()) {
    const edited = withKeystroke(current.text, line, turn);
    keystrokes.push((await timed(() => diagnosed(edited)))[0]);
  }
  const editingMemory = peakMemory();
  await diagnosed(circuit);
  const gate = { line: middleLine, character: 1 };
  const operand = { line: middleLine, character: 3 };
  const start = { line: middleLine, character: 0 };
  const screen = { start, end: { line: middleLine + 60, character: 0 } };
  const layout = { tabSize: 2, insertSpaces: true };
  printMeasurement({
    times: {
      open,
      keystroke: median(keystrokes),
      hover: await repeated(3, () => service.hover(current, gate, neverCancelled)),
      completion: await repeated(3, () => service.completion(current, start, neverCancelled)),
      definition: await repeated(3, () => service.definition(current, operand, neverCancelled)),
      references: await repeated(3, () => offered(service.references)(current, operand, true, neverCancelled)),
      rename: await repeated(3, () => offered(service.rename)(current, operand, 'qubits', neverCancelled)),
      semanticTokens: await repeated(3, () => offered(service.semanticTokensOfRange)(current, screen, neverCancelled)),
      folding: await repeated(3, () => offered(service.foldingRanges)(current, neverCancelled)),
      format: await repeated(1, () => service.formatting(current, layout, neverCancelled)),
    },
    slowestKeystroke: Math.max(...keystrokes),
    editingMemory,
    problems: diagnostics.filter(({ severity }) => severity === 1).length,
  });
}

/** A request the service has to have, so that nothing is timed that is not there. */
function offered<Request>(request: Request | undefined): Request {
  if (request === undefined) throw new TypeError('The language service lacks a request that is to be measured.');
  return request;
}

function documentOf(text: string, version: number): LanguageDocument {
  return { uri, version, languageId: 'openqasm', text, lines: new LineTable(text) };
}

/** A workspace that holds nothing but the circuit. */
function workspaceOf(current: () => LanguageDocument): LanguageWorkspace {
  const absent = async (): Promise<never> => {
    throw new Failure('not-found', 'There is no other file.');
  };
  return {
    read: absent,
    readText: absent,
    open: (asked) => (asked === uri ? current() : undefined),
    openDocuments: () => [current()],
    list: async () => [],
    circuitFiles: async () => [],
  };
}

await (what === 'parse' ? measureParser() : measureService());
