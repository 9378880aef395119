import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { readFactors, readWidth } from '../circuits/readout.ts';
import type { CheckContext } from './checkContext.ts';
import { circuitFiles, circuitOf } from './circuitFacts.ts';

/** Observables that cannot be evaluated: HP108. */
export function checkObservables(context: CheckContext): void {
  const { definition, pipeline } = context;
  const qubits = readWidth(pipeline.quantum);
  // Whoever names a register says what is read.
  const measuring = pipeline.quantum.measure.qubits ? undefined : measuringFiles(context);
  const check = (observables: readonly string[] | undefined, path: SourcePath) =>
    observables?.forEach((observable, index) => {
      const factors = readFactors(pipeline, observable);
      if (factors === undefined) context.report('HP108', [...path, index], observable, qubits, undefined);
      const unmeasured = measuring && factors?.find(({ qubit }) => !measuring.qubits.has(qubit));
      if (unmeasured)
        context.report('HP108', [...path, index], observable, qubits, {
          qubit: unmeasured.qubit,
          files: measuring.files,
        });
    });
  check(definition.quantum.measure?.observables, ['quantum', 'measure', 'observables']);
  check(definition.interface?.output?.observables, ['interface', 'output', 'observables']);
}

/** The qubits that circuit files measure; undefined where none of them measures, so that all are read. */
function measuringFiles(
  context: CheckContext,
): { readonly qubits: ReadonlySet<number>; readonly files: string } | undefined {
  const qubits = new Set<number>();
  const files = circuitFiles(context).flatMap(({ path: _named, ...use }) => {
    const { file } = use;
    const measured = measuredQubits(circuitOf(context, use));
    for (const qubit of measured) qubits.add(qubit);
    return measured.length === 0 ? [] : [file];
  });
  return files.length === 0 ? undefined : { qubits, files: [...new Set(files)].join(' and ') };
}

function measuredQubits(circuit: Circuit | undefined): number[] {
  const measured = (operation: Operation): number[] =>
    operation.kind === 'measure' ? [operation.qubit] : bodiesOf(operation).flatMap((body) => body.flatMap(measured));
  return circuit?.operations.flatMap(measured) ?? [];
}
