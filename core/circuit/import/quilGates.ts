import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { Control, GateName, GateOperation } from '../circuit.ts';
import { gateOperation as gate } from '../gateOperation.ts';

/** A gate of the Quil standard or of pyQuil. */
export interface QuilGateDescription {
  readonly parameters: number;
  readonly qubits: number;
  write(parameters: readonly Angle[], qubits: readonly number[]): GateOperation[];
}

export const quilGateDescriptions: ReadonlyMap<string, QuilGateDescription> = new Map([
  ['I', plain('id')],
  ['X', plain('x')],
  ['Y', plain('y')],
  ['Z', plain('z')],
  ['H', plain('h')],
  ['S', plain('s')],
  ['T', plain('t')],
  ['PHASE', plain('p', 1)],
  ['RX', plain('rx', 1)],
  ['RY', plain('ry', 1)],
  ['RZ', plain('rz', 1)],
  ['U', plain('u', 3)],
  ['CNOT', plain('x', 0, 1)],
  ['CCNOT', plain('x', 0, 2)],
  ['CZ', plain('z', 0, 1)],
  ['CPHASE', plain('p', 1, 1)],
  ['CPHASE00', phaseOf(0, 0)],
  ['CPHASE01', phaseOf(0, 1)],
  ['CPHASE10', phaseOf(1, 0)],
  ['SWAP', pair('swap')],
  ['CSWAP', { parameters: 0, qubits: 3, write: (_none, [c = 0, ...targets]) => [gate('swap', [], targets, [c])] }],
  ['ISWAP', pair('iswap')],
  ['RXX', pair('rxx', 1)],
  ['RYY', pair('ryy', 1)],
  ['RZZ', pair('rzz', 1)],
  ['XY', { parameters: 1, qubits: 2, write: ([angle = 0], qubits) => exchange(angle, qubits) }],
  ['SQISW', { parameters: 0, qubits: 2, write: (_none, qubits) => exchange(Math.PI / 2, qubits) }],
  [
    'PSWAP',
    {
      parameters: 1,
      qubits: 2,
      write: ([angle = 0], qubits) => {
        const [a = 0, b = 0] = qubits;
        return [
          gate('swap', [], qubits),
          gate('gphase', [angle], [], [on(a, 0), on(b, 1)]),
          gate('gphase', [angle], [], [on(a, 1), on(b, 0)]),
        ];
      },
    },
  ],
  [
    'FSIM',
    {
      parameters: 2,
      qubits: 2,
      write: ([theta = 0, phi = 0], qubits) => {
        const [a = 0, b = 0] = qubits;
        return [...exchange(theta, qubits), gate('p', [phi], [b], [a])];
      },
    },
  ],
] satisfies readonly (readonly [string, QuilGateDescription])[]);

/** Controls come first, then targets. */
function plain(name: GateName, parameters = 0, controls = 0): QuilGateDescription {
  return {
    parameters,
    qubits: controls + 1,
    write: (angles, qubits) => [gate(name, angles, qubits.slice(controls), qubits.slice(0, controls))],
  };
}

function pair(name: GateName, parameters = 0): QuilGateDescription {
  return { parameters, qubits: 2, write: (angles, qubits) => [gate(name, angles, qubits)] };
}

/** A phase on one basis state, the first qubit's value first. */
function phaseOf(first: 0 | 1, second: 0 | 1): QuilGateDescription {
  return {
    parameters: 1,
    qubits: 2,
    write: (angles, [a = 0, b = 0]) => [gate('gphase', angles, [], [on(a, first), on(b, second)])],
  };
}

/** exp(iθ/4 · (XX + YY)). */
function exchange(angle: Angle, qubits: readonly number[]): GateOperation[] {
  const half = transformAngle('negate', combineAngles('divide', angle, 2));
  return [gate('rxx', [half], qubits), gate('ryy', [half], qubits)];
}

function on(qubit: number, value: 0 | 1): Control {
  return { qubit, value };
}
