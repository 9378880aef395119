import { Failure } from '#core/base/failure.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import type { CircuitAnalyses } from '../openqasm/circuitAnalysis.ts';
import { loadCircuit } from './analysedPipeline.ts';
import { pipelineFileUri } from './pipelineFileUri.ts';
import type { NamedContent } from './pipelineHover.ts';
import { type PipelineTable, writtenTable } from './tableColumns.ts';

/** Reads what the files hold that a pipeline names; nothing is said of those that cannot be read. */
export function namedContent(
  document: LanguageDocument,
  source: PipelineSource,
  analyses: CircuitAnalyses,
): NamedContent {
  return {
    circuit: (file) => said(() => circuitText(file, pipelineFileUri(document.uri, file), analyses)),
    table: (column) =>
      said(async () => {
        const table = await writtenTable(document, source, analyses.workspace);
        return table && (column === undefined ? tableText(table) : columnText(table, column));
      }),
  };
}

async function said(say: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await say();
  } catch (thrown) {
    // The diagnostics say why a file cannot be read.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

async function circuitText(file: string, uri: string, analyses: CircuitAnalyses): Promise<string> {
  const circuit = await loadCircuit(uri, file, analyses, new Set());
  const { depth, gates, twoQubitGates } = circuitMetrics(circuit);
  const inputs = circuit.parameters.map(({ name }) => name);
  const named = inputs.length === 0 ? 'no inputs' : `inputs ${shortList(inputs)}`;
  return `The circuit has ${circuit.qubitCount} qubits, ${named}, depth ${depth}, ${gates} gates, ${twoQubitGates} of them on two qubits.`;
}

function tableText({ columns, rowCount }: PipelineTable): string {
  return `The table has ${rowCount} rows and ${columns.length} columns: ${shortList(columns.map(({ name }) => name))}.`;
}

function columnText({ columns }: PipelineTable, name: string): string | undefined {
  const column = columns.find((candidate) => candidate.name === name);
  return column && (column.kind === 'number' ? numbersText(column.values) : textsText(column));
}

function numbersText(values: Float64Array): string {
  const filled = values.filter((value) => !Number.isNaN(value));
  const missing = values.length - filled.length;
  const different = new Set(filled).size;
  const shown = (value: number) => String(Number(value.toPrecision(5)));
  const range =
    filled.length === 0
      ? 'no values'
      : `${different} different numbers from ${shown(filled.reduce((a, b) => Math.min(a, b)))} to ${shown(filled.reduce((a, b) => Math.max(a, b)))}, on average ${shown(filled.reduce((a, b) => a + b, 0) / filled.length)}`;
  return `The column holds ${range}${missing === 0 ? '' : `; ${missing} cells are empty`}.`;
}

function textsText({ values }: Extract<PipelineTable['columns'][number], { kind: 'text' }>): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const named = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([value, count]) => `${value === '' ? 'empty' : value} (${count})`);
  return `The column holds ${counts.size} different texts: ${shortList(named)}.`;
}

/** The first few of some words. */
function shortList(words: readonly string[]): string {
  const most = 8;
  return words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')}, …`;
}
