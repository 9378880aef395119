import { Failure } from '#core/base/failure.ts';
import type {
  Circuit,
  Condition,
  Control,
  GateOperation,
  MeasureOperation,
  Operation,
  UnitaryOperation,
} from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { requireSimulable } from './stateVector.ts';
import { bindStep, createStep, type MatrixSource, type Step } from './step.ts';

/** A piece of a circuit that cannot be postponed to the end: what shots may take different ways through. */
export type Instruction =
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'measure'; readonly qubit: number; readonly bit?: number }
  | { readonly kind: 'reset'; readonly qubit: number }
  | {
      readonly kind: 'conditional';
      readonly condition: Condition;
      readonly body: readonly Instruction[];
      readonly otherwise: readonly Instruction[];
    };

/**
 * A circuit ready to run for many bindings. `head` holds what depends on measured values, in order; it is empty for
 * circuits that only measure at the end. `tail` follows it, and `readout` says which qubit the final sample writes to
 * which bit. Binding changes the steps in place, so a compiled circuit belongs to one thread.
 */
export interface CompiledCircuit {
  readonly qubitCount: number;
  readonly bitCount: number;
  readonly parameterNames: readonly string[];
  readonly head: readonly Instruction[];
  readonly tail: readonly Step[];
  readonly readout: readonly { readonly qubit: number; readonly bit: number }[];
  readonly parametricSteps: readonly Step[];
}

export interface CompileOptions {
  /** Leave measurements out: every qubit is read at the end by whoever asks. */
  readonly ignoreMeasurements?: boolean;
  /** Leave uncontrolled global phases out, which only amplitudes show. */
  readonly ignoreGlobalPhase?: boolean;
}

/**
 * Compiles a circuit: neighbouring one-qubit gates are merged, diagonal and exchanging gates get their own sweeps,
 * final measurements are postponed to one sample.
 *
 * @throws Failure `too-large` above the width of the simulator; with `ignoreMeasurements`, `invalid-circuit` when the
 * circuit resets a qubit in use or branches on a measured value
 */
export function compileCircuit(circuit: Circuit, options: CompileOptions = {}): CompiledCircuit {
  requireSimulable(circuit.qubitCount);
  const operations = options.ignoreMeasurements
    ? withoutMeasurements(circuit.operations)
    : withoutIdleResets(circuit.operations);
  const split = options.ignoreMeasurements ? 0 : tailStart(operations);
  const head = compileInstructions(operations.slice(0, split), options);
  const tail = operations.slice(split);
  const steps = compileSteps(tail.filter(isUnitary), options);
  const readout = tail
    .filter((operation): operation is MeasureOperation => operation.kind === 'measure')
    .flatMap(({ bit, qubit }) => (bit === undefined ? [] : [{ bit, qubit }]));
  return {
    qubitCount: circuit.qubitCount,
    bitCount: circuit.bitCount,
    parameterNames: circuit.parameters.map(({ name }) => name),
    head,
    tail: steps,
    readout,
    parametricSteps: [...head.flatMap(stepsOf), ...steps].filter(({ parametric }) => parametric),
  };
}

/**
 * Sets the parameters for the next run.
 * @throws Failure `invalid-input` when there are too few or too many values, or one is not finite
 */
export function bindParameters(compiled: CompiledCircuit, values: ArrayLike<number>): void {
  const { parameterNames } = compiled;
  if (values.length !== parameterNames.length) {
    throw new Failure(
      'invalid-input',
      `The circuit has ${parameterNames.length} parameters, but ${values.length} values were given.`,
    );
  }
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) {
      throw new Failure('invalid-input', `The value of parameter '${parameterNames[index]}' is not a finite number.`);
    }
  }
  for (const step of compiled.parametricSteps) bindStep(step, values);
}

function stepsOf(instruction: Instruction): readonly Step[] {
  switch (instruction.kind) {
    case 'steps':
      return instruction.steps;
    case 'conditional':
      return [...instruction.body, ...instruction.otherwise].flatMap(stepsOf);
    case 'measure':
    case 'reset':
      return [];
  }
}

function isUnitary(operation: Operation): operation is GateOperation | UnitaryOperation {
  return operation.kind === 'gate' || operation.kind === 'unitary';
}

/** Resets of qubits that nothing has touched do nothing. */
function withoutIdleResets(operations: readonly Operation[]): Operation[] {
  const touched = new Set<number>();
  return operations.filter((operation) => {
    if (operation.kind === 'reset' && !touched.has(operation.qubit)) return false;
    if (operation.kind !== 'barrier') for (const qubit of operationQubits(operation)) touched.add(qubit);
    return true;
  });
}

function withoutMeasurements(operations: readonly Operation[]): Operation[] {
  const kept = withoutIdleResets(operations.filter(({ kind }) => kind !== 'measure'));
  const dynamic = kept.find(({ kind }) => kind !== 'gate' && kind !== 'unitary' && kind !== 'barrier');
  if (dynamic) {
    const what = dynamic.kind === 'reset' ? `resets qubit ${dynamic.qubit}` : 'depends on measured bits';
    throw new Failure('invalid-circuit', `The circuit ${what}, so it has no single final state to evaluate.`, {
      advice: 'Use a circuit of gates only, or simulate it with shots.',
    });
  }
  return kept;
}

/**
 * Where the tail starts: from there on are only gates and measurements, and what follows a measurement on its qubit
 * commutes with it (controls and diagonal gates), so that one sample at the end reads the same values.
 */
function tailStart(operations: readonly Operation[]): number {
  const disturbed = new Set<number>();
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    switch (operation?.kind) {
      case 'gate':
        if (!gateTable[operation.gate].diagonal) for (const qubit of operation.targets) disturbed.add(qubit);
        break;
      case 'unitary':
        for (const qubit of operation.targets) disturbed.add(qubit);
        break;
      case 'measure':
        if (disturbed.has(operation.qubit)) return index + 1;
        break;
      case 'reset':
      case 'conditional':
      case 'switch':
      case 'while':
      case 'assign':
        return index + 1;
      default:
        break;
    }
  }
  return 0;
}

function compileInstructions(operations: readonly Operation[], options: CompileOptions): Instruction[] {
  const instructions: Instruction[] = [];
  let unitary: (GateOperation | UnitaryOperation)[] = [];
  const flush = () => {
    const steps = compileSteps(unitary, options);
    if (steps.length > 0) instructions.push({ kind: 'steps', steps });
    unitary = [];
  };
  for (const operation of operations) {
    switch (operation.kind) {
      case 'gate':
      case 'unitary':
        unitary.push(operation);
        break;
      case 'measure':
        flush();
        instructions.push({
          kind: 'measure',
          qubit: operation.qubit,
          ...(operation.bit === undefined ? {} : { bit: operation.bit }),
        });
        break;
      case 'reset':
        flush();
        instructions.push({ kind: 'reset', qubit: operation.qubit });
        break;
      case 'conditional':
        flush();
        instructions.push({
          kind: 'conditional',
          condition: operation.condition,
          body: compileInstructions(operation.body, options),
          otherwise: compileInstructions(operation.otherwise, options),
        });
        break;
      case 'barrier':
        break;
      case 'switch':
      case 'while':
      case 'assign':
        throw new Failure('unsupported', `The simulator does not run the operation '${operation.kind}' yet.`);
    }
  }
  flush();
  return instructions;
}

function compileSteps(operations: readonly (GateOperation | UnitaryOperation)[], options: CompileOptions): Step[] {
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
  if (globalPhases.length > 0 && !options.ignoreGlobalPhase) steps.push(createStep('phase', [], [], globalPhases));
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
