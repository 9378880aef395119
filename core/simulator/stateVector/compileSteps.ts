import type { Control, GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { createStep, type MatrixSource, type Step } from './step.ts';

/**
 * Turns gates into sweeps over the state: neighbouring one-qubit gates are merged, diagonal and exchanging gates get their
 * own sweeps.
 * @param ignoreGlobalPhase leave uncontrolled global phases out, which only amplitudes show
 */
export function compileSteps(
  operations: readonly (GateOperation | UnitaryOperation)[],
  ignoreGlobalPhase: boolean,
): Step[] {
  const steps: Step[] = [];
  // One-qubit gates wait here, per qubit, to be merged until something else needs the qubit.
  const waiting = new Map<number, MatrixSource[]>();
  const globalPhases: MatrixSource[] = [];
  const flush = (qubit: number) => {
    const sources = waiting.get(qubit);
    waiting.delete(qubit);
    if (sources !== undefined) steps.push(oneQubitStep([], qubit, sources));
  };
  for (const operation of operations) {
    const { controls, targets } = operation;
    const [target] = targets;
    const source = sourceOf(operation);
    if (operation.kind === 'gate' && operation.gate === 'id') continue;
    if (target === undefined) {
      if (controls.length === 0) {
        globalPhases.push(source);
        continue;
      }
      for (const { qubit } of controls) flush(qubit);
      steps.push(createStep('phase', controls, [], [source]));
    } else if (targets.length === 1 && controls.length === 0) {
      const sources = waiting.get(target) ?? [];
      sources.push(source);
      waiting.set(target, sources);
    } else {
      for (const qubit of operationQubits(operation)) flush(qubit);
      steps.push(
        targets.length === 1
          ? oneQubitStep(controls, target, [source])
          : createStep(wideKind(operation), controls, targets, [source]),
      );
    }
  }
  for (const qubit of [...waiting.keys()]) flush(qubit);
  if (globalPhases.length > 0 && !ignoreGlobalPhase) steps.push(createStep('phase', [], [], globalPhases));
  return steps;
}

function sourceOf(operation: GateOperation | UnitaryOperation): MatrixSource {
  return operation.kind === 'gate'
    ? { kind: 'gate', gate: operation.gate, angles: operation.parameters }
    : { kind: 'fixed', values: Float64Array.from(operation.matrix.values) };
}

function oneQubitStep(controls: readonly Control[], target: number, sources: readonly MatrixSource[]): Step {
  const [only] = sources;
  if (sources.length === 1 && only?.kind === 'gate' && only.gate === 'x') {
    return createStep('flip', controls, [target], sources);
  }
  return createStep(sources.every(isDiagonal) ? 'diagonal' : 'dense', controls, [target], sources);
}

function isDiagonal(source: MatrixSource): boolean {
  return source.kind === 'gate'
    ? gateTable[source.gate].diagonal
    : [2, 3, 4, 5].every((index) => source.values[index] === 0);
}

function wideKind(operation: GateOperation | UnitaryOperation): 'exchange' | 'diagonal' | 'matrix' {
  if (operation.kind === 'unitary') return 'matrix';
  if (operation.gate === 'swap') return 'exchange';
  return gateTable[operation.gate].diagonal ? 'diagonal' : 'matrix';
}
