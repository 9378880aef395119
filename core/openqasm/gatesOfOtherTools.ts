import type { CallShape } from './binder.ts';

/*
 * Gates that circulating programs use and no standard library has: those that are standard gates by another name, and
 * those for which a definition can be inserted.
 */

/** Other names of standard gates, by language version. */
const standardGateNames: Readonly<Record<2 | 3, Readonly<Record<string, string>>>> = {
  2: {
    ccnot: 'ccx',
    cnot: 'cx',
    cphase: 'cu1',
    cphaseshift: 'cu1',
    fredkin: 'cswap',
    i: 'id',
    iden: 'id',
    phase: 'u1',
    phaseshift: 'u1',
    si: 'sdg',
    sxi: 'sxdg',
    ti: 'tdg',
    toffoli: 'ccx',
    v: 'sx',
    vdg: 'sxdg',
    vi: 'sxdg',
    xx: 'rxx',
    zz: 'rzz',
  },
  3: {
    ccnot: 'ccx',
    cnot: 'cx',
    cphaseshift: 'cp',
    cu1: 'cp',
    fredkin: 'cswap',
    i: 'id',
    iden: 'id',
    phaseshift: 'p',
    si: 'sdg',
    ti: 'tdg',
    toffoli: 'ccx',
    v: 'sx',
  },
};

/** Functions by their names in the other version. */
const functionNames: Readonly<Record<2 | 3, Readonly<Record<string, string>>>> = {
  2: { arccos: 'acos', arcsin: 'asin', arctan: 'atan', log: 'ln' },
  3: { acos: 'arccos', asin: 'arcsin', atan: 'arctan', ceil: 'ceiling', ln: 'log' },
};

/** The name that a language version has for what other tools or the other version call otherwise. */
export function standardName(name: string, role: 'gate' | 'function' | 'other', major: 2 | 3): string | undefined {
  const names = { gate: standardGateNames, function: functionNames, other: undefined }[role]?.[major];
  return names && Object.hasOwn(names, name) ? names[name] : undefined;
}

interface Definition {
  readonly parameters: string;
  readonly qubits: string;
  /** Bodies over the standard library; absent where the version's library has the gate. */
  readonly 2?: string;
  readonly 3?: string;
}

/** A definition that is the same in both versions. */
function both(parameters: string, qubits: string, body: string): Definition {
  return { parameters, qubits, 2: body, 3: body };
}

/** A definition of what `qelib1.inc` has. */
function onlyIn3(parameters: string, qubits: string, body: string): Definition {
  return { parameters, qubits, 3: body };
}

const rzx = (angle: string) => `h b; cx a, b; rz(${angle}) b; cx a, b; h b;`;

const definitions: Readonly<Record<string, Definition>> = {
  c3sqrtx: onlyIn3('', 'a, b, c, d', 'ctrl(3) @ sx a, b, c, d;'),
  c3sx: { parameters: '', qubits: 'a, b, c, d', 2: 'c3sqrtx a, b, c, d;', 3: 'ctrl(3) @ sx a, b, c, d;' },
  c3x: onlyIn3('', 'a, b, c, d', 'ctrl(3) @ x a, b, c, d;'),
  c4x: onlyIn3('', 'a, b, c, d, e', 'ctrl(4) @ x a, b, c, d, e;'),
  ccz: { parameters: '', qubits: 'a, b, c', 2: 'h c; ccx a, b, c; h c;', 3: 'ctrl(2) @ z a, b, c;' },
  cs: { parameters: '', qubits: 'a, b', 2: 'cu1(pi/2) a, b;', 3: 'ctrl @ s a, b;' },
  csdg: { parameters: '', qubits: 'a, b', 2: 'cu1(-pi/2) a, b;', 3: 'ctrl @ sdg a, b;' },
  csx: onlyIn3('', 'a, b', 'ctrl @ sx a, b;'),
  cu3: onlyIn3('theta, phi, lambda', 'a, b', 'cu(theta, phi, lambda, 0) a, b;'),
  dcx: both('', 'a, b', 'cx a, b; cx b, a;'),
  ecr: both('', 'a, b', `${rzx('pi/4')} x a; ${rzx('-pi/4')}`),
  fsim: both(
    'theta, phi',
    'a, b',
    `h a; h b; cx a, b; rz(theta) b; cx a, b; h a; h b; rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b; cp(-phi) a, b;`,
  ),
  iswap: both('', 'a, b', 's a; s b; h a; cx a, b; cx b, a; h b;'),
  r: both('theta, phi', 'a', 'u3(theta, phi - pi/2, pi/2 - phi) a;'),
  rccx: onlyIn3('', 'a, b, c', 'h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c;'),
  rxx: onlyIn3('theta', 'a, b', 'h a; h b; cx a, b; rz(theta) b; cx a, b; h a; h b;'),
  ryy: both('theta', 'a, b', 'rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b;'),
  rzx: both('theta', 'a, b', rzx('theta')),
  rzz: onlyIn3('theta', 'a, b', 'cx a, b; rz(theta) b; cx a, b;'),
  sxdg: onlyIn3('', 'a', 'inv @ sx a;'),
  u: onlyIn3('theta, phi, lambda', 'a', 'gphase(-theta/2); U(theta, phi, lambda) a;'),
  u0: onlyIn3('gamma', 'a', ''),
  xx_minus_yy: both(
    'theta, beta',
    'a, b',
    `rz(-beta) b; rx(pi/2) a; rx(pi/2) b; cx a, b; rz(-theta/2) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b; h a; h b; cx a, b; rz(theta/2) b; cx a, b; h a; h b; rz(beta) b;`,
  ),
  xx_plus_yy: both(
    'theta, beta',
    'a, b',
    `rz(beta) a; rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta/2) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b; h a; h b; cx a, b; rz(theta/2) b; cx a, b; h a; h b; rz(-beta) a;`,
  ),
};

/** Gates that take any number of controls before their target. */
const controlled: Readonly<Record<string, { readonly parameters: string; readonly gate: string }>> = {
  mcp: { parameters: '(lambda)', gate: 'p(lambda)' },
  mcphase: { parameters: '(lambda)', gate: 'p(lambda)' },
  mct: { parameters: '', gate: 'x' },
  mcx: { parameters: '', gate: 'x' },
};

/** What `mcx` of so many qubits is in `qelib1.inc`. */
const controlledX: Readonly<Record<number, string>> = { 2: 'cx', 3: 'ccx', 4: 'c3x', 5: 'c4x' };

/** Controls beyond which a list of qubit names helps nobody. */
const mostQubits = 64;

/** Every gate with a definition that has a fixed number of qubits, for tests. */
export const definedGates: readonly string[] = Object.keys(definitions);

/**
 * A line that defines a gate of other tools over the standard library of a language version, for a call of the given
 * shape; undefined when there is none.
 */
export function gateDefinition(name: string, call: CallShape, major: 2 | 3): string | undefined {
  if (Object.hasOwn(controlled, name)) return controlledDefinition(name, call, major);
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const body = definition?.[major];
  if (!definition || body === undefined) return undefined;
  const { parameters, qubits } = definition;
  if (countOf(parameters) !== call.parameters || countOf(qubits) !== call.qubits) return undefined;
  return definitionText(name, parameters === '' ? '' : `(${parameters})`, qubits, body);
}

function controlledDefinition(name: string, call: CallShape, major: 2 | 3): string | undefined {
  const definition = controlled[name];
  if (!definition || call.qubits < 2 || call.qubits > mostQubits) return undefined;
  const { gate, parameters } = definition;
  if (call.parameters !== (parameters === '' ? 0 : 1)) return undefined;
  const qubits = Array.from({ length: call.qubits }, (_, index) => `q${index}`).join(', ');
  if (major === 3) return definitionText(name, parameters, qubits, `ctrl(${call.qubits - 1}) @ ${gate} ${qubits};`);
  const standard = gate === 'x' ? controlledX[call.qubits] : undefined;
  return standard === undefined ? undefined : definitionText(name, parameters, qubits, `${standard} ${qubits};`);
}

function definitionText(name: string, parameters: string, qubits: string, body: string): string {
  return `gate ${name}${parameters} ${qubits} { ${body}${body === '' ? '' : ' '}}`;
}

function countOf(list: string): number {
  return list === '' ? 0 : list.split(',').length;
}
