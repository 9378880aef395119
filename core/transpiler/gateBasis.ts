import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';
import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';

/**
 * How gates on one qubit are made, named by the rotations they become, first to last: `zsx` is RZ √X RZ √X RZ with the
 * angles in the RZ, `zhz` the same with Hadamard gates; `r` turns about axes in the XY plane, `gpi` does so by π and π/2.
 */
export type OneQubitForm = 'u' | 'zsx' | 'zxz' | 'zyz' | 'xyx' | 'zhz' | 'r' | 'gpi';

/** The gate between two qubits that all others are made of. */
export type Entangler = 'cx' | 'cz' | 'ecr' | 'rzz' | 'rxx' | 'iswap';

/** The gates of a device. */
export interface GateBasis {
  /** As they were given. */
  readonly names: readonly string[];
  readonly form: OneQubitForm;
  /** Whether rotations about Z are the gate `p`, for there is no `rz`. */
  readonly phaseName: 'rz' | 'p';
  readonly entangler: Entangler;
  /** Whether a gate, by its name with controls or the device's own name, is in the basis. */
  has(name: string): boolean;
}

/** Where nothing is said: that of many superconducting devices. */
export const usualBasis: readonly string[] = ['rz', 'sx', 'x', 'cx'];

/** Names of gates that devices and their programs use, and what results call them. */
const synonyms: Readonly<Record<string, string>> = {
  u3: 'u',
  u1: 'p',
  phase: 'p',
  phaseshift: 'p',
  i: 'id',
  v: 'sx',
  vi: 'sxdg',
  si: 'sdg',
  ti: 'tdg',
  prx: 'r',
  u1q: 'r',
  cnot: 'cx',
  cphase: 'cp',
  cphaseshift: 'cp',
  zz: 'rzz',
  zzphase: 'rzz',
  xx: 'rxx',
  yy: 'ryy',
  ms: 'rxx',
};

const plainNames = [
  ...['id', 'x', 'y', 'z', 'h', 's', 'sdg', 't', 'tdg', 'sx', 'sxdg', 'p', 'rx', 'ry', 'rz', 'u', 'r', 'gpi', 'gpi2'],
  ...['cx', 'cy', 'cz', 'ch', 'cp', 'crx', 'cry', 'crz', 'ecr', 'swap', 'iswap', 'rxx', 'ryy', 'rzz'],
];

/**
 * The basis of gates of these names, such as `rz`, `sx`, `x`, `cz`.
 * @throws Failure `invalid-input` for a name that is none, and where the gates cannot make all gates on one or on two qubits
 */
export function gateBasis(names: readonly string[]): GateBasis {
  const gates = new Set(names.map(gateNamed));
  const form = formOf(gates);
  if (form === undefined) {
    throw new Failure('invalid-input', `The gates ${names.join(', ')} cannot make every gate on one qubit.`, {
      advice: 'Add for example rz and sx, or u, or rx and ry.',
    });
  }
  const entangler = (['cx', 'cz', 'ecr', 'rzz', 'rxx', 'iswap'] as const).find((name) => gates.has(name));
  if (entangler === undefined) {
    throw new Failure('invalid-input', `The gates ${names.join(', ')} cannot make every gate on two qubits.`, {
      advice: 'Add one of cx, cz, ecr, rzz, rxx (ms) and iswap.',
    });
  }
  return { names, form, phaseName: gates.has('rz') ? 'rz' : 'p', entangler, has: (name) => gates.has(name) };
}

/**
 * The basis of a device that may name more than gates, such as `measure` or `delay`, and gates nobody else has: what is
 * not known here is left out.
 * @throws Failure `invalid-input` where what is left cannot make all gates on one or on two qubits
 */
export function deviceBasis(names: readonly string[]): GateBasis {
  return gateBasis(names.filter((name) => nameOf(name) !== undefined));
}

/** The name of a gate in a basis: with a c for a control, or the device's own. */
export function basisName(operation: GateOperation | UnitaryOperation): string {
  if (operation.kind === 'unitary') return operation.controls.length === 0 ? operation.label : '';
  const { controls, gate, native } = operation;
  if (native !== undefined && controls.length === 0) return native;
  // A control on 0 is no gate of a device.
  return controls.some(({ value }) => value === 0) ? '' : `${'c'.repeat(controls.length)}${gate}`;
}

/** Gates that do not change when their qubits are exchanged. */
export function isSymmetric(name: string): boolean {
  return ['cz', 'cp', 'rzz', 'rxx', 'ryy', 'swap', 'iswap'].includes(name);
}

function nameOf(written: string): string | undefined {
  const name = written.toLowerCase();
  const known = synonyms[name] ?? name;
  return plainNames.includes(known) ? known : undefined;
}

function gateNamed(written: string): string {
  const known = nameOf(written);
  if (known !== undefined) return known;
  const name = written.toLowerCase();
  const meant = closestName(name, [...plainNames, ...Object.keys(synonyms)]);
  throw new Failure('invalid-input', `There is no gate ${written} that a basis could have.`, {
    advice: meant === undefined ? `Use some of ${plainNames.join(', ')}.` : `Did you mean ${meant}?`,
  });
}

function formOf(gates: ReadonlySet<string>): OneQubitForm | undefined {
  const turnsZ = gates.has('rz') || gates.has('p');
  if (gates.has('u')) return 'u';
  if (turnsZ && gates.has('sx')) return 'zsx';
  if (turnsZ && gates.has('rx')) return 'zxz';
  if (turnsZ && gates.has('ry')) return 'zyz';
  if (turnsZ && gates.has('h')) return 'zhz';
  if (gates.has('rx') && gates.has('ry')) return 'xyx';
  if (gates.has('r')) return 'r';
  return gates.has('gpi') && gates.has('gpi2') ? 'gpi' : undefined;
}
