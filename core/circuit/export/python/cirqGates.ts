import type { Control, GateName, GateOperation, UnitaryOperation } from '../../circuit.ts';
import { withoutControlledPhase } from './controlledPhase.ts';
import type { MatrixTable } from './matrixTable.ts';
import { type AngleDialect, pythonAngle, pythonExponent, pythonFactor, pythonHalfTurns } from './pythonAngle.ts';
import { pythonString } from './pythonNames.ts';
import type { PythonRegisters } from './pythonRegisters.ts';

/** A gate that is not yet on its qubits, as Python; `isAtom` when a call or a method can follow. */
interface CirqGate {
  readonly text: string;
  readonly isAtom: boolean;
}

const fixed: { readonly [Name in GateName]?: CirqGate } = {
  id: { text: 'cirq.I', isAtom: true },
  x: { text: 'cirq.X', isAtom: true },
  y: { text: 'cirq.Y', isAtom: true },
  z: { text: 'cirq.Z', isAtom: true },
  h: { text: 'cirq.H', isAtom: true },
  s: { text: 'cirq.S', isAtom: true },
  sdg: { text: 'cirq.S**-1', isAtom: false },
  t: { text: 'cirq.T', isAtom: true },
  tdg: { text: 'cirq.T**-1', isAtom: false },
  sx: { text: 'cirq.X**0.5', isAtom: false },
  sxdg: { text: 'cirq.X**-0.5', isAtom: false },
  swap: { text: 'cirq.SWAP', isAtom: true },
  iswap: { text: 'cirq.ISWAP', isAtom: true },
};

/** Gates with so many controls on 1 that have a name. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ['1 x', 'cirq.CX'],
  ['1 z', 'cirq.CZ'],
  ['2 x', 'cirq.CCX'],
  ['2 z', 'cirq.CCZ'],
  ['1 swap', 'cirq.CSWAP'],
]);

export interface CirqContext {
  readonly registers: PythonRegisters;
  readonly matrices: MatrixTable;
  readonly dialect: AngleDialect;
  /** The function for values of e^x that may hold parameters. */
  readonly exponential: (isBound: boolean) => string;
}

/** @returns operations on qubits, to be applied in order; undefined when an angle cannot be written */
export function cirqOperations(operation: GateOperation, context: CirqContext): string[] | undefined {
  return collected(withoutControlledPhase(operation).map((gate) => controlledOperations(gate, context)));
}

/** The gate for several qubits one by one; undefined when it takes several gates or an angle cannot be written. */
export function cirqOnEach(operation: GateOperation, qubits: string, context: CirqContext): string | undefined {
  const gates = gatesOf(operation, context);
  const [gate] = gates ?? [];
  return gate && gates?.length === 1 ? `${receiver(gate)}.on_each(${qubits})` : undefined;
}

export function cirqUnitary(operation: UnitaryOperation, context: CirqContext): string {
  const { controls, label, targets } = operation;
  const title = label === '' ? [] : [`name=${pythonString(label)}`];
  const gate = `cirq.MatrixGate(${[context.matrices.variable(operation), ...title].join(', ')})`;
  // In Cirq the first qubit is the highest bit of a matrix index.
  const operands = targets.toReversed().map((qubit) => context.registers.qubit(qubit));
  return withControls(`${gate}(${operands.join(', ')})`, controls, context);
}

function controlledOperations(operation: GateOperation, context: CirqContext): string[] | undefined {
  const { controls, gate, parameters, targets } = operation;
  const { registers } = context;
  const qubits = targets.map((qubit) => registers.qubit(qubit)).join(', ');
  if (controls.length > 0 && controls.every(({ value }) => value === 1)) {
    const all = [...controls.map(({ qubit }) => registers.qubit(qubit)), qubits].join(', ');
    const name = controlledNames.get(`${controls.length} ${gate}`);
    if (name !== undefined) return [`${name}(${all})`];
    if (gate === 'p' && controls.length === 1) {
      const exponent = pythonExponent(parameters[0] ?? 0, context.dialect);
      return exponent === undefined ? undefined : [`cirq.CZ(${all}) ** ${exponent}`];
    }
  }
  if (gate === 'gphase') {
    const isBound = typeof parameters[0] === 'number';
    const angle = pythonFactor(parameters[0] ?? 0, context.dialect);
    if (angle === undefined) return undefined;
    const exponential = context.exponential(isBound);
    return [`cirq.global_phase_operation(${exponential}(${isBound ? '1j' : 'sympy.I'} * ${angle}))`];
  }
  return gatesOf(operation, context)?.map((each) => {
    const power = each.isAtom ? undefined : /^([\w.]+)\*\*(.+)$/.exec(each.text);
    const placed = power ? `${power[1]}(${qubits}) ** ${power[2]}` : `${receiver(each)}(${qubits})`;
    return withControls(power && controls.length > 0 ? `(${placed})` : placed, controls, context);
  });
}

/** The gates, in order, that a gate without its controls is; U(θ, φ, λ) is P(φ) RY(θ) P(λ), phase included. */
function gatesOf({ gate, parameters }: GateOperation, { dialect }: CirqContext): CirqGate[] | undefined {
  const [first = 0, second = 0, third = 0] = parameters;
  const known = fixed[gate];
  if (known) return [known];
  switch (gate) {
    case 'p':
      return single(pythonExponent(first, dialect), (exponent) => ({ text: `cirq.Z**${exponent}`, isAtom: false }));
    case 'rx':
    case 'ry':
    case 'rz':
      return single(pythonAngle(first, dialect), (angle) => ({ text: `cirq.${gate}(${angle})`, isAtom: true }));
    case 'rxx':
    case 'ryy':
    case 'rzz': {
      const name = `cirq.${gate.slice(1).toUpperCase()}PowGate`;
      return single(pythonHalfTurns(first, dialect), (turns) => ({
        text: `${name}(exponent=${turns}, global_shift=-0.5)`,
        isAtom: true,
      }));
    }
    case 'u': {
      const phase = (angle: typeof first) => ({ kind: 'gate', gate: 'p', parameters: [angle] }) as const;
      const parts = [
        ...(third === 0 ? [] : [phase(third)]),
        { kind: 'gate', gate: 'ry', parameters: [first] } as const,
        ...(second === 0 ? [] : [phase(second)]),
      ];
      return collected(
        parts.map((part) => gatesOf({ ...part, controls: [], targets: [] }, { dialect } as CirqContext)),
      );
    }
    default:
      return undefined;
  }
}

function single(text: string | undefined, gate: (text: string) => CirqGate): CirqGate[] | undefined {
  return text === undefined ? undefined : [gate(text)];
}

function collected<T>(parts: readonly (readonly T[] | undefined)[]): T[] | undefined {
  const known = parts.flatMap((part) => (part ? [part] : []));
  return known.length === parts.length ? known.flat() : undefined;
}

function receiver({ isAtom, text }: CirqGate): string {
  return isAtom ? text : `(${text})`;
}

function withControls(operation: string, controls: readonly Control[], { registers }: CirqContext): string {
  if (controls.length === 0) return operation;
  const qubits = controls.map(({ qubit }) => registers.qubit(qubit));
  const isPlain = controls.every(({ value }) => value === 1);
  const values = isPlain ? [] : [`control_values=[${controls.map(({ value }) => value).join(', ')}]`];
  return `${operation}.controlled_by(${[...qubits, ...values].join(', ')})`;
}
