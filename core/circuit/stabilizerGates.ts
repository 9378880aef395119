import type { GateName, GateOperation } from './circuit.ts';
import { gateOperation } from './gateOperation.ts';

/** In terms of the gate table, up to a global phase; numbers are positions among the targets. */
const definitions = {
  I: '',
  X: 'x 0',
  Y: 'y 0',
  Z: 'z 0',
  H: 'h 0',
  H_XY: 's 0, y 0',
  H_YZ: 'sx 0, z 0',
  H_NXY: 's 0, x 0',
  H_NXZ: 'h 0, y 0',
  H_NYZ: 'sx 0, y 0',
  C_XYZ: 'h 0, sxdg 0',
  C_ZYX: 'h 0, s 0',
  C_NXYZ: 'sx 0, sdg 0',
  C_NZYX: 'sdg 0, sx 0',
  C_XNYZ: 'h 0, sx 0',
  C_XYNZ: 'sxdg 0, s 0',
  C_ZNYX: 'h 0, sdg 0',
  C_ZYNX: 's 0, sxdg 0',
  S: 's 0',
  S_DAG: 'sdg 0',
  SQRT_X: 'sx 0',
  SQRT_X_DAG: 'sxdg 0',
  SQRT_Y: 'ry+ 0',
  SQRT_Y_DAG: 'ry- 0',
  II: ' ',
  CX: 'cx 0 1',
  CY: 'cy 0 1',
  CZ: 'cz 0 1',
  XCX: 'h 0, cx 0 1, h 0',
  XCY: 'h 0, cy 0 1, h 0',
  XCZ: 'cx 1 0',
  YCX: 'sx 0, cx 0 1, sxdg 0',
  YCY: 'sx 0, cy 0 1, sxdg 0',
  YCZ: 'cy 1 0',
  SWAP: 'swap 0 1',
  ISWAP: 'iswap 0 1',
  ISWAP_DAG: 'rxx+ 0 1, ryy+ 0 1',
  CXSWAP: 'cx 0 1, swap 0 1',
  SWAPCX: 'swap 0 1, cx 0 1',
  CZSWAP: 'cz 0 1, swap 0 1',
  SQRT_XX: 'rxx+ 0 1',
  SQRT_XX_DAG: 'rxx- 0 1',
  SQRT_YY: 'ryy+ 0 1',
  SQRT_YY_DAG: 'ryy- 0 1',
  SQRT_ZZ: 'rzz+ 0 1',
  SQRT_ZZ_DAG: 'rzz- 0 1',
} as const;

/** The Clifford gates that have a name of their own; the names are Stim's. */
export type StabilizerGateName = keyof typeof definitions;

const controlled: ReadonlyMap<string, GateName> = new Map([
  ['cx', 'x'],
  ['cy', 'y'],
  ['cz', 'z'],
]);

const plain: ReadonlyMap<string, GateName> = new Map(
  (['x', 'y', 'z', 'h', 's', 'sdg', 'sx', 'sxdg', 'swap', 'iswap', 'ry', 'rxx', 'ryy', 'rzz'] as const).map((name) => [
    name,
    name,
  ]),
);

interface GateStep {
  readonly gate: GateName;
  readonly angle: number | undefined;
  readonly control: number | undefined;
  readonly targets: readonly number[];
}

export interface StabilizerGateDefinition {
  /** How many targets one application takes. */
  readonly size: 1 | 2;
  readonly steps: readonly GateStep[];
}

const gateDefinitions: ReadonlyMap<string, StabilizerGateDefinition> = new Map(
  Object.entries(definitions).map(([name, text]) => [name, definitionOf(text)] as const),
);

export const stabilizerGateNames = Object.keys(definitions) as readonly StabilizerGateName[];

export function isStabilizerGate(name: string): name is StabilizerGateName {
  return gateDefinitions.has(name);
}

export function stabilizerGateDefinition(name: StabilizerGateName): StabilizerGateDefinition {
  return gateDefinitions.get(name) ?? { size: 1, steps: [] };
}

/** A gate in terms of the gate table on the given qubits, as many as its size. */
export function stabilizerGateOperations(name: StabilizerGateName, qubits: readonly number[]): GateOperation[] {
  const place = (position: number) => qubits[position] ?? 0;
  return stabilizerGateDefinition(name).steps.map(({ angle, control, gate, targets }) =>
    gateOperation(
      gate,
      angle === undefined ? [] : [angle],
      targets.map(place),
      control === undefined ? [] : [place(control)],
    ),
  );
}

function definitionOf(text: string): StabilizerGateDefinition {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const isPair = text === ' ' || /1/.test(text);
  return { size: isPair ? 2 : 1, steps: parts.map(stepOf) };
}

function stepOf(text: string): GateStep {
  const [word = '', ...places] = text.trim().split(' ');
  const sign = word.endsWith('+') ? 1 : word.endsWith('-') ? -1 : 0;
  const name = sign === 0 ? word : word.slice(0, -1);
  const positions = places.map(Number);
  const inner = controlled.get(name);
  const [first] = positions;
  return {
    gate: inner ?? plain.get(name) ?? 'id',
    angle: sign === 0 ? undefined : (sign * Math.PI) / 2,
    control: inner === undefined ? undefined : first,
    targets: inner === undefined ? positions : positions.slice(1),
  };
}
