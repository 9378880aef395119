import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { isRunTimeAngle } from '#core/circuit/angle.ts';
import type {
  AssignOperation,
  Circuit,
  ConditionalOperation,
  GateOperation,
  MeasureOperation,
  Operation,
  SwitchOperation,
  UnitaryOperation,
  WhileOperation,
} from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationBits, operationQubits } from '#core/circuit/operationQubits.ts';
import { compileSteps } from './compileSteps.ts';
import { requireSimulable } from './stateVector.ts';
import { bindStep, type Step } from './step.ts';

/** A piece of a circuit that depends on the run or decides it. */
export type Instruction =
  /** `isComputed`: some angle is known only when the steps are reached. */
  | {
      readonly kind: 'steps';
      readonly steps: readonly Step[];
      readonly isComputed: boolean;
      readonly source?: OffsetRange;
    }
  | { readonly kind: 'measure'; readonly qubit: number; readonly bit?: number }
  | { readonly kind: 'reset'; readonly qubit: number }
  | (Pick<AssignOperation, 'target' | 'value' | 'source'> & { readonly kind: 'assign' })
  | (Pick<ConditionalOperation, 'condition' | 'source'> & {
      readonly kind: 'conditional';
      readonly body: readonly Instruction[];
      readonly otherwise: readonly Instruction[];
    })
  | (Pick<WhileOperation, 'condition' | 'source'> & { readonly kind: 'while'; readonly body: readonly Instruction[] })
  | (Pick<SwitchOperation, 'subject' | 'source'> & {
      readonly kind: 'switch';
      readonly cases: ReadonlyMap<number, readonly Instruction[]>;
      /** Absent where no other value may occur. */
      readonly otherwise: readonly Instruction[] | undefined;
    });

/**
 * A circuit ready to run for many bindings. `head` holds what depends on measured values, in order; it is empty for
 * circuits that only measure at the end. `tail` follows it, `readout` says which qubit the final sample writes to which
 * bit, and `epilogue` is the classical computation after that. Binding changes the steps in place, so a compiled circuit
 * belongs to one thread.
 */
export interface CompiledCircuit {
  readonly qubitCount: number;
  /** What the memory of a run holds. */
  readonly classical: Pick<Circuit, 'bitCount' | 'parameters' | 'variables'>;
  readonly head: readonly Instruction[];
  readonly tail: readonly Step[];
  readonly readout: readonly { readonly qubit: number; readonly bit: number }[];
  readonly epilogue: readonly Instruction[];
  readonly parametricSteps: readonly Step[];
}

export interface CompileOptions {
  /** Leave measurements and classical computation out: every qubit is read at the end by whoever asks. */
  readonly ignoreMeasurements?: boolean;
  /** Leave uncontrolled global phases out, which only amplitudes show. */
  readonly ignoreGlobalPhase?: boolean;
}

/**
 * Compiles a circuit: gates become sweeps over the state, final measurements are postponed to one sample, classical
 * computation that only concerns the result to after it.
 *
 * @throws Failure `too-large` above the width of the simulator; with `ignoreMeasurements`, `invalid-circuit` when the
 * circuit resets a qubit in use or depends on a measured value
 */
export function compileCircuit(circuit: Circuit, options: CompileOptions = {}): CompiledCircuit {
  requireSimulable(circuit.qubitCount);
  const operations = options.ignoreMeasurements ? gatesOnly(circuit.operations) : withoutIdleResets(circuit.operations);
  const { start, postponed } = options.ignoreMeasurements ? { start: 0, postponed: new Set() } : tailOf(operations);
  const head = compileInstructions(operations.slice(0, start), options);
  const tail = operations.slice(start).filter((operation) => !postponed.has(operation));
  const steps = compileSteps(tail.filter(isUnitary), options.ignoreGlobalPhase === true);
  const readout = tail
    .filter((operation): operation is MeasureOperation => operation.kind === 'measure')
    .flatMap(({ bit, qubit }) => (bit === undefined ? [] : [{ bit, qubit }]));
  const { bitCount, parameters, qubitCount, variables } = circuit;
  return {
    qubitCount,
    classical: { bitCount, parameters, ...(variables && { variables }) },
    head,
    tail: steps,
    readout,
    epilogue: compileInstructions(
      operations.filter((operation) => postponed.has(operation)),
      options,
    ),
    parametricSteps: [...head.flatMap(stepsOf), ...steps].filter(({ parametric }) => parametric),
  };
}

/**
 * Sets the parameters for the next run.
 * @throws Failure `invalid-input` when there are too few or too many values, or one is not finite
 */
export function bindParameters(compiled: CompiledCircuit, values: ArrayLike<number>): void {
  const { parameters } = compiled.classical;
  if (values.length !== parameters.length) {
    throw new Failure(
      'invalid-input',
      `The circuit has ${parameters.length} parameters, but ${values.length} values were given.`,
    );
  }
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) {
      throw new Failure('invalid-input', `The value of parameter '${parameters[index]?.name}' is not a finite number.`);
    }
  }
  for (const step of compiled.parametricSteps) bindStep(step, values);
}

/** Whether runs may take different ways through the instructions. */
export function canBranch(instructions: readonly Instruction[]): boolean {
  return instructions.some(measures);
}

function measures(instruction: Instruction): boolean {
  switch (instruction.kind) {
    case 'measure':
    case 'reset':
      return true;
    case 'conditional':
      return canBranch(instruction.body) || canBranch(instruction.otherwise);
    case 'while':
      return canBranch(instruction.body);
    case 'switch':
      return [...instruction.cases.values(), instruction.otherwise ?? []].some(canBranch);
    case 'steps':
    case 'assign':
      return false;
  }
}

/** The steps that binding makes complete, also inside other instructions. */
function stepsOf(instruction: Instruction): readonly Step[] {
  switch (instruction.kind) {
    case 'steps':
      return instruction.isComputed ? [] : instruction.steps;
    case 'conditional':
      return [...instruction.body, ...instruction.otherwise].flatMap(stepsOf);
    case 'while':
      return instruction.body.flatMap(stepsOf);
    case 'switch':
      return [...instruction.cases.values(), instruction.otherwise ?? []].flat().flatMap(stepsOf);
    case 'measure':
    case 'reset':
    case 'assign':
      return [];
  }
}

function isUnitary(operation: Operation): operation is GateOperation | UnitaryOperation {
  return operation.kind === 'gate' || operation.kind === 'unitary';
}

function isComputed(operation: Operation): boolean {
  return operation.kind === 'gate' && operation.parameters.some(isRunTimeAngle);
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

function gatesOnly(operations: readonly Operation[]): Operation[] {
  const kept = withoutIdleResets(operations.filter(({ kind }) => kind !== 'measure' && kind !== 'assign'));
  const dynamic = kept.find(
    (operation) => (!isUnitary(operation) && operation.kind !== 'barrier') || isComputed(operation),
  );
  if (dynamic) {
    const what = dynamic.kind === 'reset' ? `resets qubit ${dynamic.qubit}` : 'depends on measured bits';
    throw new Failure('invalid-circuit', `The circuit ${what}, so it has no single final state to evaluate.`, {
      advice: 'Use a circuit of gates only, or simulate it with shots.',
    });
  }
  return kept;
}

/**
 * Where the tail starts, and what of it is postponed to after the final sample. In the tail are only gates, measurements
 * and classical computation. What follows a measurement on its qubit commutes with it (controls and diagonal gates), so
 * that one sample at the end reads the same values; and classical computation is postponed past measurements into bits
 * it does not use.
 */
function tailOf(operations: readonly Operation[]): { readonly start: number; readonly postponed: Set<Operation> } {
  const disturbed = new Set<number>();
  const measured = new Set<number>();
  const postponed = new Set<Operation>();
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    const boundary = { start: index + 1, postponed };
    switch (operation?.kind) {
      case 'gate':
        if (isComputed(operation)) return boundary;
        if (!gateTable[operation.gate].diagonal) for (const qubit of operation.targets) disturbed.add(qubit);
        break;
      case 'unitary':
        for (const qubit of operation.targets) disturbed.add(qubit);
        break;
      case 'measure':
        if (disturbed.has(operation.qubit)) return boundary;
        if (operation.bit !== undefined) measured.add(operation.bit);
        break;
      case 'reset':
        return boundary;
      case 'conditional':
      case 'switch':
      case 'while':
      case 'assign':
        if (hasQuantum(operation) || operationBits(operation).some((bit) => measured.has(bit))) return boundary;
        postponed.add(operation);
        break;
      default:
        break;
    }
  }
  return { start: 0, postponed };
}

function hasQuantum(operation: Operation): boolean {
  return operationQubits(operation).length > 0 || bodiesOf(operation).some((body) => body.some(isOrHoldsUnitary));
}

/** A global phase acts on no qubit and is quantum all the same. */
function isOrHoldsUnitary(operation: Operation): boolean {
  return isUnitary(operation) || bodiesOf(operation).some((body) => body.some(isOrHoldsUnitary));
}

function compileInstructions(operations: readonly Operation[], options: CompileOptions): Instruction[] {
  const instructions: Instruction[] = [];
  let gates: (GateOperation | UnitaryOperation)[] = [];
  const flush = () => {
    const steps = compileSteps(gates, options.ignoreGlobalPhase === true);
    const [computed] = gates.filter(isComputed);
    if (steps.length > 0) {
      const source = computed?.source && { source: computed.source };
      instructions.push({ kind: 'steps', steps, isComputed: computed !== undefined, ...source });
    }
    gates = [];
  };
  for (const operation of operations) {
    if (isUnitary(operation)) {
      // Steps of which some are computed are bound as one, so those that are not stay by themselves.
      if (gates[0] && isComputed(gates[0]) !== isComputed(operation)) flush();
      gates.push(operation);
      continue;
    }
    if (operation.kind === 'barrier') continue;
    flush();
    instructions.push(compileInstruction(operation, options));
  }
  flush();
  return instructions;
}

function compileInstruction(
  operation: Exclude<Operation, GateOperation | UnitaryOperation | { kind: 'barrier' }>,
  options: CompileOptions,
): Instruction {
  const source = operation.source && { source: operation.source };
  const compiled = (body: readonly Operation[]) => compileInstructions(body, options);
  switch (operation.kind) {
    case 'measure': {
      const { bit, qubit } = operation;
      return { kind: 'measure', qubit, ...(bit === undefined ? {} : { bit }) };
    }
    case 'reset':
      return { kind: 'reset', qubit: operation.qubit };
    case 'assign':
      return { kind: 'assign', target: operation.target, value: operation.value, ...source };
    case 'conditional': {
      const { body, condition, otherwise } = operation;
      return { kind: 'conditional', condition, body: compiled(body), otherwise: compiled(otherwise), ...source };
    }
    case 'while':
      return { kind: 'while', condition: operation.condition, body: compiled(operation.body), ...source };
    case 'switch': {
      const cases = new Map<number, readonly Instruction[]>();
      for (const { body, values } of operation.cases) {
        const instructions = compiled(body);
        for (const value of values) cases.set(value, instructions);
      }
      const otherwise = operation.isExhaustive ? undefined : compiled(operation.otherwise);
      return { kind: 'switch', subject: operation.subject, cases, otherwise, ...source };
    }
  }
}
