import { expect } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { angleFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { SettingsBackend } from '#core/pipeline/analysis/checkContext.ts';
import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import { NameNotFound } from '#core/pipeline/circuits/nameNotFound.ts';
import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { readMarkers } from './markers.ts';

/** Files held in memory, by the name a pipeline uses. */
export function memoryFiles(files: Readonly<Record<string, string | Uint8Array>>, digest?: string): PipelineFiles {
  const read = async (path: string): Promise<Uint8Array> => {
    const content = files[path];
    if (content === undefined) throw new Failure('not-found', `There is no file ${path}.`);
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  return digest === undefined ? { read } : { read, sha256: async () => digest };
}

/** Circuits by file name, those of an entry by `file#entry`. */
export function memoryCircuits(circuits: Readonly<Record<string, Circuit>>): CircuitLoader {
  return {
    load: async (path, entry) => {
      const circuit = circuits[entry === undefined ? path : `${path}#${entry}`];
      if (!circuit && entry !== undefined) {
        const entries = Object.keys(circuits).filter((name) => name.startsWith(`${path}#`));
        throw new NameNotFound(
          path,
          'gate or subroutine',
          entry,
          entries.map((name) => name.slice(path.length + 1)),
        );
      }
      if (!circuit) throw new Failure('not-found', `There is no file ${path}.`);
      return circuit;
    },
  };
}

/** A table of two well separated classes with the given number of rows, columns a, b, label. */
export function twoClassTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = row % 2;
    const wobble = ((row * 37) % 101) / 200;
    return `${label + wobble},${1 - label + ((row * 13) % 97) / 230},${label === 0 ? 'low' : 'high'}`;
  });
  return `a,b,label\n${lines.join('\n')}\n`;
}

export interface PipelineFixture {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly circuits?: Readonly<Record<string, Circuit>>;
  readonly digest?: string;
  /** The day of the check, such as 2026-05-01. */
  readonly today?: string;
  /** The backends of the settings. */
  readonly configured?: Readonly<Record<string, SettingsBackend>>;
  /** What recorded runs show. */
  readonly evidence?: RecordedEvidence;
}

const usualFiles = { 'data.csv': twoClassTable(200) };
const usualCircuits = { 'map.qasm': angleFeatureMap(2, 'y'), 'ansatz.qasm': realAmplitudes(2, 1, 'linear') };

/** The analysis of a pipeline text with its fixture around it. */
export function analysedFixture(
  text: string,
  { circuits, configured, digest, evidence, files, today }: PipelineFixture,
) {
  return analysePipeline(text, 'test.hybrid.yaml', {
    files: memoryFiles({ ...usualFiles, ...files }, digest),
    circuits: memoryCircuits({ ...usualCircuits, ...circuits }),
    ...(today === undefined ? {} : { now: () => Date.parse(today) }),
    ...(configured === undefined ? {} : { configuredBackends: async () => configured }),
    ...(evidence === undefined ? {} : { evidence: async () => evidence }),
  });
}

/** The findings of a pipeline text, as `CODE text-it-stands-at`. */
export async function findingsIn(text: string, fixture: PipelineFixture = {}): Promise<string[]> {
  const { diagnostics } = await analysedFixture(text, fixture);
  return diagnostics.map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`);
}

/** Expects findings of one code at exactly the marked ranges (`⟦…⟧`), and no others of that code. */
export async function expectFindings(code: string, marked: string, fixture: PipelineFixture = {}): Promise<void> {
  const { text, ranges } = readMarkers(marked);
  const { diagnostics } = await analysedFixture(text, fixture);
  const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
  expect(found.map(({ range }) => range)).toEqual(ranges);
  // A check that fires on a file of the wrong form would prove nothing.
  const form = diagnostics.filter(({ code: other }) => /^HP00[1-5]$/.test(other) && other !== code);
  expect(form).toEqual([]);
}

/** The top of a small pipeline with everything the other tests vary left out; lines follow the block given. */
export function pipelineText(overrides: Readonly<Record<string, string>> = {}): string {
  const blocks: Record<string, string> = {
    hybrid: '1',
    name: 'test',
    pattern: 'variational-loop',
    task: 'classification',
    data: '{ source: { path: data.csv }, target: label }',
    quantum: '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }',
    ...overrides,
  };
  return Object.entries(blocks)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => (value.startsWith('\n') ? `${key}:${value}\n` : `${key}: ${value}\n`))
    .join('');
}
