import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type {
  AssignOperation,
  Circuit,
  ConditionalOperation,
  MeasureOperation,
  Operation,
  SwitchOperation,
  WhileOperation,
} from '#core/circuit/circuit.ts';
import { expressionBits } from '#core/circuit/classicalTraversal.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { conditionBits, operationBits, operationQubits } from '#core/circuit/operationQubits.ts';
import { measurementChannel, resetChannel } from '../noise/standardChannels.ts';
import {
  type CircuitNoise,
  isComputed,
  isNoisyGate,
  isUnitary,
  type NoisyGate,
  type NoisyOperation,
} from './circuitNoise.ts';
import { afterJointReading, tailOf } from './programTail.ts';
import type { GateOptions, PreparedGates, UnitaryGate } from './quantumState.ts';
import { type JointReading, type MeasurementReadout, measurementReadouts } from './readoutErrors.ts';

/** What depends on bits of the run. */
interface Asking {
  /** The bits it looks at or writes. */
  readonly asks: readonly number[];
}

/** A piece of a circuit that depends on the run or decides it. */
export type Instruction<Gates> =
  /** `isComputed`: some angle is known only when the gates are reached. */
  | {
      readonly kind: 'gates';
      readonly gates: Gates;
      readonly isComputed: boolean;
      readonly asks: readonly number[];
      readonly source?: OffsetRange;
    }
  | { readonly kind: 'measure'; readonly qubit: number; readonly bit?: number }
  /** What is read of bits that have just been measured is not what they are. */
  | (Pick<JointReading, 'bits' | 'matrix'> & { readonly kind: 'misread' })
  /** Qubits are measured, and misread into their bits at once: of a mixed state this has as many outcomes as readings. */
  | (JointReading & { readonly kind: 'read' })
  | { readonly kind: 'reset'; readonly qubit: number }
  | (Pick<AssignOperation, 'target' | 'value' | 'source'> & Asking & { readonly kind: 'assign' })
  | (Pick<ConditionalOperation, 'condition' | 'source'> &
      Asking & {
        readonly kind: 'conditional';
        readonly body: readonly Instruction<Gates>[];
        readonly otherwise: readonly Instruction<Gates>[];
      })
  | (Pick<WhileOperation, 'condition' | 'source'> &
      Asking & {
        readonly kind: 'while';
        readonly body: readonly Instruction<Gates>[];
      })
  | (Pick<SwitchOperation, 'subject' | 'source'> &
      Asking & {
        readonly kind: 'switch';
        readonly cases: ReadonlyMap<number, readonly Instruction<Gates>[]>;
        /** Absent where no other value may occur. */
        readonly otherwise: readonly Instruction<Gates>[] | undefined;
      });

/**
 * A circuit ready to run for many bindings on one method. `head` holds what depends on measured values, in order; it is
 * empty for circuits that only measure at the end. `tail` follows it, `readout` says which qubit the final sample writes
 * to which bit, and `epilogue` is the classical computation after that. Binding changes the gates in place, so a program
 * belongs to one thread.
 */
export interface Program<Gates> {
  readonly qubitCount: number;
  /** What the memory of a run holds. */
  readonly classical: Pick<Circuit, 'bitCount' | 'parameters' | 'variables'>;
  readonly head: readonly Instruction<Gates>[];
  readonly tail: Gates;
  readonly readout: readonly { readonly qubit: number; readonly bit: number }[];
  readonly epilogue: readonly Instruction<Gates>[];
  /** Gates that binding makes complete. */
  readonly parametric: readonly Gates[];
}

export interface ProgramOptions extends GateOptions {
  /** Leave measurements and classical computation out: every qubit is read at the end by whoever asks. */
  readonly ignoreMeasurements?: boolean;
  /** Leave everything in its place: all of the circuit is head, and nothing is read or computed after it. */
  readonly inOrder?: boolean;
  /** Resets, and measurements whose result is discarded, are channels, so that runs take no different ways there. */
  readonly mixing?: boolean;
  /** Misread measurements are instructions `read`, for states that can be mixtures of what was measured. */
  readonly readsMixtures?: boolean;
}

/** Makes gates ready for a method. */
type Preparation<Gates> = (operations: readonly UnitaryGate[], options: GateOptions) => Gates;

/** Makes gates and the noise between them ready for a method. */
type NoisyPreparation<Gates> = (operations: readonly NoisyGate[], options: GateOptions) => Gates;

/**
 * Compiles a circuit: gates become what `prepare` makes of them, final measurements are postponed to one sample,
 * classical computation that only concerns the result to after it.
 *
 * @throws Failure with `ignoreMeasurements`, `invalid-circuit` when the circuit resets a qubit in use or depends on a
 * measured value; and what `prepare` throws
 */
export function compileProgram<Gates extends PreparedGates>(
  circuit: Circuit,
  prepare: Preparation<Gates>,
  options: ProgramOptions = {},
): Program<Gates> {
  // Without noise there are no channels among the operations.
  const prepareGates = (operations: readonly NoisyGate[], gateOptions: GateOptions) =>
    prepare(operations.filter(isUnitary), gateOptions);
  return compileNoisyProgram(circuit, prepareGates, noiseless, options);
}

/** Nothing goes wrong. */
export const noiseless: CircuitNoise = {
  place: (operations) => operations,
  readoutError: () => undefined,
  correlatedReadout: [],
};

/** As {@link compileProgram}, with noise between the operations and misread bits. */
export function compileNoisyProgram<Gates extends PreparedGates>(
  circuit: Circuit,
  prepare: NoisyPreparation<Gates>,
  noise: CircuitNoise,
  options: ProgramOptions = {},
): Program<Gates> {
  const compiler = new ProgramCompiler(prepare, noise, options, new Set(askedBits(circuit.operations)));
  const placed = noise.place(circuit.operations, true);
  const operations = compiler.mixed(operationsToRun(placed, options));
  const { start: boundary, postponed } = tailOf(operations, options);
  const start = afterJointReading(operations, boundary, noise);
  const head = compiler.compile(operations.slice(0, start));
  const tail = operations.slice(start).filter((operation) => operation.kind === 'channel' || !postponed.has(operation));
  const gates = compiler.gates(tail.filter(isNoisyGate));
  const readout = tail
    .filter((operation) => operation.kind === 'measure')
    .flatMap(({ bit, qubit }) => (bit === undefined ? [] : [{ bit, qubit }]));
  const { bitCount, parameters, qubitCount, variables } = circuit;
  return {
    qubitCount,
    classical: { bitCount, parameters, ...(variables && { variables }) },
    head,
    tail: gates,
    readout,
    epilogue: compiler.compile(
      operations.filter((operation) => operation.kind !== 'channel' && postponed.has(operation)),
    ),
    parametric: compiler.parametric,
  };
}

/**
 * Sets the parameters for the next run.
 * @throws Failure `invalid-input` when there are too few or too many values, or one is not finite
 */
export function bindProgram({ classical, parametric }: Program<PreparedGates>, values: ArrayLike<number>): void {
  const { parameters } = classical;
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
  for (const gates of parametric) gates.bind(values);
}

/** Whether runs may take different ways through the instructions. */
export function canBranch(instructions: readonly Instruction<unknown>[]): boolean {
  return instructions.some(measures);
}

function measures(instruction: Instruction<unknown>): boolean {
  switch (instruction.kind) {
    case 'measure':
    case 'read':
    case 'reset':
      return true;
    case 'conditional':
      return canBranch(instruction.body) || canBranch(instruction.otherwise);
    case 'while':
      return canBranch(instruction.body);
    case 'switch':
      return [...instruction.cases.values(), instruction.otherwise ?? []].some(canBranch);
    case 'gates':
    case 'misread':
    case 'assign':
      return false;
  }
}

function operationsToRun(
  operations: readonly NoisyOperation[],
  { ignoreMeasurements, inOrder }: ProgramOptions,
): readonly NoisyOperation[] {
  if (inOrder) return operations;
  return ignoreMeasurements ? gatesOnly(operations) : withoutIdleResets(operations);
}

/** Resets of qubits that nothing has touched do nothing. */
function withoutIdleResets(operations: readonly NoisyOperation[]): NoisyOperation[] {
  const touched = new Set<number>();
  return operations.filter((operation) => {
    if (operation.kind === 'reset' && !touched.has(operation.qubit)) return false;
    if (operation.kind !== 'barrier') for (const qubit of touchedQubits(operation)) touched.add(qubit);
    return true;
  });
}

function touchedQubits(operation: NoisyOperation): readonly number[] {
  return operation.kind === 'channel' ? operation.qubits : operationQubits(operation);
}

function gatesOnly(operations: readonly NoisyOperation[]): NoisyOperation[] {
  const kept = withoutIdleResets(operations.filter(({ kind }) => kind !== 'measure' && kind !== 'assign'));
  const dynamic = kept.find(
    (operation) => (!isNoisyGate(operation) && operation.kind !== 'barrier') || isComputed(operation),
  );
  if (dynamic) {
    const what = dynamic.kind === 'reset' ? `resets qubit ${dynamic.qubit}` : 'depends on measured bits';
    throw new Failure('invalid-circuit', `The circuit ${what}, so it has no single final state to evaluate.`, {
      advice: 'Use a circuit of gates only, or simulate it with shots.',
    });
  }
  return kept;
}

/** The bits that operations look at or compute. */
function askedBits(operations: readonly Operation[]): number[] {
  return operations.flatMap((operation) => {
    switch (operation.kind) {
      case 'measure':
        return [];
      case 'conditional':
      case 'while':
        return [...conditionBits(operation.condition), ...bodiesOf(operation).flatMap(askedBits)];
      case 'switch':
        return [...expressionBits(operation.subject), ...bodiesOf(operation).flatMap(askedBits)];
      default:
        return operationBits(operation);
    }
  });
}

/** What has outcomes that nobody learns of is a channel. */
function asChannel(operation: NoisyOperation): NoisyOperation {
  if (operation.kind === 'reset') return { kind: 'channel', channel: resetChannel, qubits: [operation.qubit] };
  if (operation.kind === 'measure' && operation.bit === undefined) {
    return { kind: 'channel', channel: measurementChannel, qubits: [operation.qubit] };
  }
  return operation;
}

/** Turns operations into instructions, and remembers the gates that wait for parameters. */
class ProgramCompiler<Gates extends PreparedGates> {
  readonly parametric: Gates[] = [];
  readonly #prepare: NoisyPreparation<Gates>;
  readonly #noise: CircuitNoise;
  readonly #asked: ReadonlySet<number>;
  readonly #options: ProgramOptions;

  /** @param asked the bits that the run may depend on */
  constructor(
    prepare: NoisyPreparation<Gates>,
    noise: CircuitNoise,
    options: ProgramOptions,
    asked: ReadonlySet<number>,
  ) {
    this.#asked = asked;
    this.#prepare = prepare;
    this.#noise = noise;
    this.#options = options;
  }

  /** Resets as channels, where the method can. */
  mixed(operations: readonly NoisyOperation[]): readonly NoisyOperation[] {
    return this.#options.mixing ? operations.map(asChannel) : operations;
  }

  gates(operations: readonly NoisyGate[]): Gates {
    const gates = this.#prepare(operations, this.#options);
    if (gates.isParametric && !operations.some(isComputed)) this.parametric.push(gates);
    return gates;
  }

  /** @param operations with their noise */
  compile(operations: readonly NoisyOperation[]): Instruction<Gates>[] {
    const instructions: Instruction<Gates>[] = [];
    let waiting: NoisyGate[] = [];
    const flush = () => {
      const [first] = waiting;
      if (first === undefined) return;
      const computed = isComputed(first);
      const source = computed && first.kind === 'gate' && first.source ? { source: first.source } : {};
      const asks = computed ? waiting.flatMap((gate) => (gate.kind === 'channel' ? [] : operationBits(gate))) : [];
      instructions.push({ kind: 'gates', gates: this.gates(waiting), isComputed: computed, asks, ...source });
      waiting = [];
    };
    const readouts = measurementReadouts(operations, this.#noise);
    for (const [place, operation] of operations.entries()) {
      if (isNoisyGate(operation)) {
        // Gates of which some are computed are bound as one, so those that are not stay by themselves.
        if (waiting[0] && isComputed(waiting[0]) !== isComputed(operation)) flush();
        waiting.push(operation);
        continue;
      }
      if (operation.kind === 'barrier') continue;
      flush();
      if (operation.kind === 'measure') instructions.push(...this.#measurement(operation, readouts.get(place)));
      else instructions.push(this.#compileOther(operation));
    }
    flush();
    return instructions;
  }

  #measurement({ bit, qubit }: MeasureOperation, readout: MeasurementReadout | undefined): Instruction<Gates>[] {
    const measure = { kind: 'measure', qubit, ...(bit === undefined ? {} : { bit }) } as const;
    if (readout === undefined) return [measure];
    const { bits, matrix } = readout.reading;
    // Bits that nothing depends on are misread when all is done.
    if (this.#options.readsMixtures && bits.some((each) => this.#asked.has(each))) {
      return readout.isComplete ? [{ kind: 'read', ...readout.reading }] : [];
    }
    return readout.isComplete ? [measure, { kind: 'misread', bits, matrix }] : [measure];
  }

  #compileBody(operations: readonly Operation[]): Instruction<Gates>[] {
    return this.compile(this.mixed(this.#noise.place(operations, false)));
  }

  #compileOther(operation: Exclude<Operation, UnitaryGate | { kind: 'barrier' | 'measure' }>): Instruction<Gates> {
    const source = operation.source && { source: operation.source };
    switch (operation.kind) {
      case 'reset':
        return { kind: 'reset', qubit: operation.qubit };
      case 'assign':
        return {
          kind: 'assign',
          target: operation.target,
          value: operation.value,
          asks: operationBits(operation),
          ...source,
        };
      case 'conditional': {
        const body = this.#compileBody(operation.body);
        const otherwise = this.#compileBody(operation.otherwise);
        const { condition } = operation;
        return { kind: 'conditional', condition, body, otherwise, asks: conditionBits(condition), ...source };
      }
      case 'while': {
        const { condition } = operation;
        const body = this.#compileBody(operation.body);
        return { kind: 'while', condition, body, asks: conditionBits(condition), ...source };
      }
      case 'switch': {
        const cases = new Map<number, readonly Instruction<Gates>[]>();
        for (const { body, values } of operation.cases) {
          const instructions = this.#compileBody(body);
          for (const value of values) cases.set(value, instructions);
        }
        const otherwise = operation.isExhaustive ? undefined : this.#compileBody(operation.otherwise);
        const { subject } = operation;
        return { kind: 'switch', subject, cases, otherwise, asks: expressionBits(subject), ...source };
      }
    }
  }
}
