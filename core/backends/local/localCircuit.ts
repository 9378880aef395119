import { Failure } from '#core/base/failure.ts';
import { isRunTimeAngle } from '#core/circuit/angle.ts';
import type {
  Circuit,
  Condition,
  GateName,
  GateOperation,
  Operation,
  UnitaryOperation,
} from '#core/circuit/circuit.ts';
import { type ConditionTree, conditionTree } from '#core/circuit/export/conditionTree.ts';
import type { Decision } from '#core/circuit/export/decision.ts';
import { type Formula, formulaOf } from '#core/circuit/export/formula.ts';
import { type FlowStep, isMeasuredAtEnd, measuredFlow } from '#core/circuit/export/measuredFlow.ts';
import { OmissionList } from '#core/circuit/export/omissionList.ts';
import { braketSource } from '#core/circuit/export/python/braketOpenqasm.ts';
import { switchConditions } from '#core/circuit/export/switchConditions.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { expressIn } from '#core/circuit/synthesis/expressIn.ts';
import type { LocalAdapter } from '../backendConfiguration.ts';
import { localPackages } from './localPackages.ts';

/**
 * A step as the Python side reads it: a gate by the name OpenQASM has for it, with controls first among the qubits and
 * angles in radians; or something that measures, or asks for what was measured.
 */
export type LocalStep =
  | readonly [gate: string, qubits: readonly number[], angles: readonly number[]]
  | readonly ['measure', qubits: readonly [number], bit: number]
  | readonly ['reset', qubits: readonly [number]]
  | readonly ['barrier', qubits: readonly number[]]
  | readonly ['if', condition: LocalCondition, body: readonly LocalStep[], otherwise: readonly LocalStep[]]
  | readonly ['while', condition: LocalCondition, body: readonly LocalStep[]];

export type LocalCondition =
  | readonly ['is', bit: number, value: 0 | 1]
  | readonly ['and' | 'or', parts: readonly LocalCondition[]];

/** A circuit as it is sent to a package. Its bits need not be those of the circuit. */
export type LocalProgram =
  | {
      readonly qubits: number;
      readonly bits: number;
      /** Every bit is measured once, by a qubit that nothing happens to afterwards. */
      readonly measuredAtEnd: boolean;
      readonly steps: readonly LocalStep[];
    }
  | { readonly openqasm: string };

/** A circuit for a package, and what its counts mean. */
export interface LocalCircuit {
  readonly program: LocalProgram;
  /**
   * The bits of the circuit, all of them, the last one leftmost.
   * @param digits what the package counted: the bits of the program, the last one leftmost
   */
  read(digits: string): string;
}

/**
 * A bound circuit that measures into bits, for the simulators of a package. What a circuit computes from measured bits
 * becomes conditions on them; gates that not all packages have become gates that all of them have.
 *
 * @throws Failure `invalid-circuit` naming what the package cannot do, such as a loop, and the advice what can
 */
export function localCircuit(circuit: Circuit, adapter: LocalAdapter): LocalCircuit {
  if (circuit.qubitCount === 0) throw refusal(adapter, 'It has no qubits', 'Declare a qubit');
  switch (adapter) {
    case 'qiskit-aer':
      return structuredCircuit(circuit) ?? flatCircuit(circuit, adapter);
    case 'cirq':
    case 'pennylane':
      return flatCircuit(circuit, adapter);
    case 'braket-local':
      return braketCircuit(circuit);
  }
}

/** As a program in which operations happen under conditions, for packages without loops and conditional measurements. */
function flatCircuit(circuit: Circuit, adapter: LocalAdapter): LocalCircuit {
  const omissions = new OmissionList();
  const flow = measuredFlow(circuit, omissions, localPackages[adapter].title);
  refuseOmissions(omissions, adapter);
  const program = {
    qubits: circuit.qubitCount,
    bits: flow.results.length,
    measuredAtEnd: isMeasuredAtEnd(flow),
    steps: flow.steps.flatMap(flowSteps),
  };
  const bits = flow.bits.toReversed();
  const read = (digits: string) => bits.map((bit) => (holdsFor(bit, digits) ? '1' : '0')).join('');
  return { program, read };
}

function flowSteps(step: FlowStep): LocalStep[] {
  switch (step.kind) {
    case 'measure':
      return [['measure', [step.operation.qubit], step.result]];
    case 'barrier':
      return [['barrier', step.operation.qubits]];
    case 'act': {
      const { guard, operation } = step;
      const acts: LocalStep[] = operation.kind === 'reset' ? [['reset', [operation.qubit]]] : gateSteps(operation);
      if (guard.kind === 'leaf') return guard.value ? acts : [];
      // A phase is nothing to be done under a condition.
      if (acts.length === 0) return [];
      return [['if', conditionOfFormula(formulaOf(guard)), acts, []]];
    }
  }
}

function conditionOfFormula(formula: Formula): LocalCondition {
  switch (formula.kind) {
    case 'result':
      return ['is', formula.result, formula.value];
    case 'and':
    case 'or':
      return [formula.kind, formula.parts.map(conditionOfFormula)];
    case 'truth':
      throw new Failure('unknown', 'A condition that always has the same value was not left out.');
  }
}

/** The value of a bit where results have these digits, the last result leftmost. */
function holdsFor(bit: Decision<boolean>, digits: string): boolean {
  let decision = bit;
  while (decision.kind === 'choice') decision = digits.at(-1 - decision.result) === '1' ? decision.high : decision.low;
  return decision.value;
}

/** As it is, with loops and measurements in branches; undefined where it computes more than comparisons of bits. */
function structuredCircuit(circuit: Circuit): LocalCircuit | undefined {
  const { bitCount, operations, qubitCount } = circuit;
  if (!asksForBitsOnly(operations)) return undefined;
  // A measurement whose result is discarded changes the state all the same, so it has to happen.
  const steps = operations.flatMap((operation) => structuredSteps(operation, bitCount));
  const program = { qubits: qubitCount, bits: bitCount + 1, measuredAtEnd: false, steps };
  return { program, read: (digits) => digits.slice(1) };
}

function asksForBitsOnly(operations: readonly Operation[]): boolean {
  return operations.every((operation) => {
    if (operation.kind === 'assign') return false;
    if (operation.kind === 'gate' && operation.parameters.some(isRunTimeAngle)) return false;
    if (operation.kind === 'switch' && operation.subject.kind !== 'bits') return false;
    if ((operation.kind === 'conditional' || operation.kind === 'while') && !comparesBits(operation.condition))
      return false;
    return bodiesOf(operation).every(asksForBitsOnly);
  });
}

function comparesBits(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
      return true;
    case 'expression':
      return false;
    case 'not':
      return comparesBits(condition.operand);
    case 'and':
    case 'or':
      return comparesBits(condition.left) && comparesBits(condition.right);
  }
}

/** @param discarded the bit that takes results nobody wants */
function structuredSteps(operation: Operation, discarded: number): LocalStep[] {
  const all = (body: readonly Operation[]) => body.flatMap((inner) => structuredSteps(inner, discarded));
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return gateSteps(operation);
    case 'measure':
      return [['measure', [operation.qubit], operation.bit ?? discarded]];
    case 'reset':
      return [['reset', [operation.qubit]]];
    case 'barrier':
      return [['barrier', operation.qubits]];
    case 'conditional': {
      const holds = treeOf(operation.condition);
      if (holds.kind === 'constant') return all(holds.value ? operation.body : operation.otherwise);
      return [['if', conditionOfTree(holds), all(operation.body), all(operation.otherwise)]];
    }
    case 'switch':
      return all(switchConditions(operation));
    case 'while': {
      const holds = treeOf(operation.condition);
      if (holds.kind !== 'constant') return [['while', conditionOfTree(holds), all(operation.body)]];
      if (!holds.value) return [];
      throw refusal('qiskit-aer', 'An endless loop', 'nothing ends it; let its condition depend on a measurement');
    }
    case 'assign':
      throw new Failure('unknown', 'A computation was taken for a comparison of bits.');
  }
}

function treeOf(condition: Condition): ConditionTree<number> {
  return conditionTree(
    condition,
    (bit) => bit,
    () => {
      throw new Failure('unknown', 'An expression was taken for a comparison of bits.');
    },
  );
}

function conditionOfTree(tree: Exclude<ConditionTree<number>, { kind: 'constant' }>): LocalCondition {
  if (tree.kind === 'bit') return ['is', tree.bit, tree.negated ? 0 : 1];
  const parts = [tree.left, tree.right].map((part) => {
    if (part.kind === 'constant') throw new Failure('unknown', 'A constant part of a condition was not left out.');
    return conditionOfTree(part);
  });
  return [tree.kind, parts];
}

/** Braket's simulator takes control flow in its own OpenQASM only, so it gets all circuits like that. */
function braketCircuit(circuit: Circuit): LocalCircuit {
  const omissions = new OmissionList();
  const { counted, lines } = braketSource(circuit, omissions);
  refuseOmissions(omissions, 'braket-local');
  const read = (digits: string) => {
    const bits = new Array<string>(circuit.bitCount).fill('0');
    counted.forEach((bit, position) => {
      if (bit < circuit.bitCount) bits[circuit.bitCount - 1 - bit] = digits.at(-1 - position) ?? '0';
    });
    return bits.join('');
  };
  return { program: { openqasm: `${lines.join('\n')}\n` }, read };
}

/** Gates with so many controls on 1 that all packages have, by the names of OpenQASM. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ['1 x', 'cx'],
  ['1 y', 'cy'],
  ['1 z', 'cz'],
  ['1 p', 'cp'],
  ['2 x', 'ccx'],
]);

function isShared(gate: GateName, controls: number): boolean {
  return controls === 0 ? gate !== 'iswap' : controlledNames.has(`${controls} ${gate}`);
}

function gateSteps(operation: GateOperation | UnitaryOperation): LocalStep[] {
  return expressIn(operation, { supports: isShared }).flatMap(
    ({ controls, gate, parameters, targets }): LocalStep[] => {
      // A phase of the whole state is in no count.
      if (gate === 'gphase') return [];
      const angles = parameters.map((angle) => {
        if (typeof angle === 'number' && Number.isFinite(angle)) return angle;
        throw new Failure('invalid-input', 'The circuit has an angle that is no finite number.', {
          advice: 'Give each input a value.',
        });
      });
      const name = controlledNames.get(`${controls.length} ${gate}`) ?? gate;
      return [[name, [...controls.map(({ qubit }) => qubit), ...targets], angles]];
    },
  );
}

function refuseOmissions(omissions: OmissionList, adapter: LocalAdapter): void {
  const first = omissions.program('').omissions.find(({ severity }) => severity === 'error');
  if (first !== undefined) throw refusal(adapter, first.what, first.why);
}

function refusal(adapter: LocalAdapter, what: string, why: string): Failure {
  const others = adapter === 'qiskit-aer' ? 'the embedded simulator' : 'the embedded simulator or Qiskit Aer';
  const named = what.charAt(0).toLowerCase() + what.slice(1);
  return new Failure('invalid-circuit', `${localPackages[adapter].title} cannot run this circuit: ${named}.`, {
    advice: `${why.charAt(0).toUpperCase()}${why.slice(1)}, or run it on ${others}, which can do more.`,
  });
}
