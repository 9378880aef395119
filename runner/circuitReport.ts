import { basename } from 'node:path';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { groupedNumber } from '#core/base/groupedNumber.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type CircuitDifference, circuitDifference } from '#core/circuit/difference/circuitDifference.ts';
import { comparedDrawing, differenceCounts } from '#core/circuit/drawing/comparedDrawing.ts';
import { assembleCircuit } from '#core/pipeline/circuits/assembleCircuit.ts';
import { loadProblem } from '#core/pipeline/problem/loadProblem.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { CircuitComparison } from '#core/protocol/comparisonView.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { sentCircuits } from '#core/runs/sentCircuits.ts';
import { circuitLoader } from './circuitLoader.ts';
import { loadCircuit } from './circuitProgram.ts';
import { keptProgram } from './fittedPrograms.ts';
import { recordedFiles } from './inputSnapshot.ts';
import { resolvedConfiguration } from './runSession.ts';

/** Circuits with more operations are not compared: their difference takes too long. */
const mostCompared = 20_000;
/** More in two drawings together is nothing anybody looks at. */
const mostDrawn = 4000;
/** Elements in all drawings of a comparison, as all are in one message. */
const mostElements = 16_000;

/** A run with the store that keeps its files. */
export interface StoredCircuits {
  readonly record: RunRecord;
  readonly store: RunStore;
}

/** A circuit that a run was about; it fails where it cannot be read any more. */
interface RunCircuit {
  readonly title: string;
  readonly load: () => Promise<Circuit>;
}

/** What differs between the circuits of the first run and those of each other, as written and as sent, drawn on the same wires and columns. */
export async function circuitReport(runs: readonly StoredCircuits[]): Promise<CircuitComparison[]> {
  const [reference, ...others] = runs;
  if (reference === undefined) return [];
  const report: CircuitComparison[] = [];
  let elements = 0;
  for (const [index, other] of others.entries()) {
    const both = [
      ...pairs(circuitsOf(reference), circuitsOf(other)),
      ...pairs(sentCircuitsOf(reference), sentCircuitsOf(other)),
    ];
    for (const [before, after] of both) {
      const place = { run: index + 1, title: after.title };
      const comparison = await compared(before, after, mostElements - elements);
      if (comparison.kind === 'drawn') elements += comparison.drawing.elements.length;
      report.push({ ...place, ...comparison });
    }
  }
  return report;
}

type Compared = CircuitComparison extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'run' | 'title'>
    : never
  : never;

async function compared(before: RunCircuit, after: RunCircuit, left: number): Promise<Compared> {
  let difference: CircuitDifference;
  try {
    const [one, other] = [await before.load(), await after.load()];
    const longest = Math.max(one.operations.length, other.operations.length);
    if (longest > mostCompared) return tooLarge(longest, mostCompared, 'compared');
    difference = circuitDifference(one, other);
  } catch (thrown) {
    // One circuit that cannot be read keeps nobody from the rest of the comparison.
    return { kind: 'untold', reason: describeFailure(Failure.from(thrown)) };
  }
  const counts = differenceCounts(difference.steps);
  const operations = counts.same + counts.removed + counts.added + counts.changed;
  if (operations === counts.same) return { kind: 'same', operations };
  if (operations > mostDrawn) return tooLarge(operations, mostDrawn, 'drawn');
  if (2 * operations > left)
    return { kind: 'untold', reason: 'There are too many drawings already. Compare fewer runs at once.' };
  return { kind: 'drawn', counts, drawing: comparedDrawing(difference) };
}

function tooLarge(operations: number, most: number, what: string): Compared {
  const reason = `${groupedNumber(operations)} operations are too many; up to ${groupedNumber(most)} are ${what}.`;
  return { kind: 'untold', reason: `${reason} The lines that differ are below.` };
}

/** Circuits of the same title; and those that are the only other one of their runs. */
function pairs(own: readonly RunCircuit[], theirs: readonly RunCircuit[]): (readonly [RunCircuit, RunCircuit])[] {
  const found = own.flatMap((one) => {
    const other = theirs.find(({ title }) => title === one.title);
    return other ? [[one, other] as const] : [];
  });
  const rest = (circuits: readonly RunCircuit[], place: 0 | 1) =>
    circuits.filter((circuit) => !found.some((pair) => pair[place] === circuit));
  const [[one, ...moreOwn], [other, ...moreTheirs]] = [rest(own, 0), rest(theirs, 1)];
  const isOnly = moreOwn.length === 0 && moreTheirs.length === 0;
  return one && other && isOnly ? [...found, [one, other] as const] : found;
}

/** The circuit of a circuit file, that of a pipeline as it is trained, or those of the files a pipeline has read. */
function circuitsOf({ record, store }: StoredCircuits): readonly RunCircuit[] {
  const { configuration, file, includePaths, inputs, kind } = record;
  const files = recordedFiles(inputs, store);
  const ofFile = (path: string): RunCircuit => ({
    title: path,
    load: async () => (await loadCircuit(path, files, () => 0, { includePaths })).circuit,
  });
  if (kind === 'circuit') return [ofFile(basename(file))];
  const pipeline = resolvedConfiguration(configuration);
  if (pipeline !== undefined)
    return hasCircuit(pipeline)
      ? [{ title: 'Circuit of the pipeline', load: () => pipelineCircuit(pipeline, record, store) }]
      : [];
  return Object.keys(inputs)
    .filter((path) => /\.qasm[23]?$/i.test(path))
    .sort()
    .map(ofFile);
}

/** Those that were fitted to devices, as these got them. */
function sentCircuitsOf({ record, store }: StoredCircuits): readonly RunCircuit[] {
  return sentCircuits(record).map(({ backend, name }) => ({
    title: `Circuit as sent to ${backend}`,
    load: async () => await keptProgram(name, record, store),
  }));
}

function hasCircuit({ quantum }: ResolvedPipeline): boolean {
  return quantum.circuit !== undefined || quantum.featureMap !== undefined || quantum.ansatz !== undefined;
}

/** @throws Failure of the files and of the circuit */
async function pipelineCircuit(
  pipeline: ResolvedPipeline,
  { includePaths, inputs }: RunRecord,
  store: RunStore,
): Promise<Circuit> {
  const files = recordedFiles(inputs, store);
  const observable = pipeline.problem && (await loadProblem(pipeline, files)).observable;
  return (await assembleCircuit(pipeline, circuitLoader(files, includePaths), 'full', observable)).circuit;
}
