import type { CallShape } from './scopes.ts';

/** How a gate is defined in terms of others. */
interface Definition {
  readonly parameters: string;
  readonly qubits: string;
  /** The body for OpenQASM 3, over `stdgates.inc`. */
  readonly body3: string;
  /** The body for OpenQASM 2, over the `qelib1.inc` of the paper; absent for gates that circulating copies of it have. */
  readonly body2?: string;
}

/** A body that is the same in both versions. */
function inBoth(parameters: string, qubits: string, body: string): Definition {
  return { parameters, qubits, body3: body, body2: body };
}

function inVersion3(parameters: string, qubits: string, body3: string): Definition {
  return { parameters, qubits, body3 };
}

/**
 * Gates that circuits use though the standard library of their version has none of the name, exact with their global
 * phase.
 */
const definitions: ReadonlyMap<string, Definition> = new Map([
  ['cu1', inVersion3('lambda', 'a, b', 'cp(lambda) a, b;')],
  ['cu3', inVersion3('theta, phi, lambda', 'a, b', 'cu(theta, phi, lambda, 0) a, b;')],
  ['u0', inVersion3('gamma', 'a', '')],
  ['u', inVersion3('theta, phi, lambda', 'a', 'gphase(-theta/2); U(theta, phi, lambda) a;')],
  ['sxdg', inVersion3('', 'a', 'inv @ sx a;')],
  ['csx', inVersion3('', 'a, b', 'ctrl @ sx a, b;')],
  ['rxx', inVersion3('theta', 'a, b', 'h a; h b; cx a, b; rz(theta) b; cx a, b; h b; h a;')],
  ['rzz', inVersion3('theta', 'a, b', 'cx a, b; rz(theta) b; cx a, b;')],
  ['rccx', inVersion3('', 'a, b, c', 'h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c;')],
  [
    'rc3x',
    inVersion3(
      '',
      'a, b, c, d',
      'h d; t d; cx c, d; tdg d; h d; ' +
        'cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, d; tdg d; ' +
        'h d; t d; cx c, d; tdg d; h d;',
    ),
  ],
  ['c3x', inVersion3('', 'a, b, c, d', 'ctrl(3) @ x a, b, c, d;')],
  ['c3sqrtx', inVersion3('', 'a, b, c, d', 'ctrl(3) @ sx a, b, c, d;')],
  ['c4x', inVersion3('', 'a, b, c, d, e', 'ctrl(4) @ x a, b, c, d, e;')],

  ['ccz', inBoth('', 'a, b, c', 'h c; ccx a, b, c; h c;')],
  ['cs', { ...inVersion3('', 'a, b', 'cp(pi/2) a, b;'), body2: 'cu1(pi/2) a, b;' }],
  ['csdg', { ...inVersion3('', 'a, b', 'cp(-pi/2) a, b;'), body2: 'cu1(-pi/2) a, b;' }],
  ['dcx', inBoth('', 'a, b', 'cx a, b; cx b, a;')],
  ['iswap', inBoth('', 'a, b', 's a; s b; h a; cx a, b; cx b, a; h b;')],
  ['r', inBoth('theta, phi', 'a', 'u3(theta, phi - pi/2, pi/2 - phi) a;')],
  ['ryy', inBoth('theta', 'a, b', 'rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) b; rx(-pi/2) a;')],
  ['rzx', inBoth('theta', 'a, b', 'h b; cx a, b; rz(theta) b; cx a, b; h b;')],
  ['c3sx', { ...inVersion3('', 'a, b, c, d', 'ctrl(3) @ sx a, b, c, d;'), body2: 'c3sqrtx a, b, c, d;' }],
  [
    'fsim',
    inBoth(
      'theta, phi',
      'a, b',
      'h a; h b; cx a, b; rz(theta) b; cx a, b; h b; h a; ' +
        'rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) b; rx(-pi/2) a; ' +
        'cp(-phi) a, b;',
    ),
  ],
  [
    'xx_minus_yy',
    inBoth(
      'theta, beta',
      'a, b',
      'rz(-beta) b; ' +
        'rx(pi/2) a; rx(pi/2) b; cx a, b; rz(-theta/2) b; cx a, b; rx(-pi/2) b; rx(-pi/2) a; ' +
        'h a; h b; cx a, b; rz(theta/2) b; cx a, b; h b; h a; ' +
        'rz(beta) b;',
    ),
  ],
  [
    'xx_plus_yy',
    inBoth(
      'theta, beta',
      'a, b',
      'rz(beta) a; ' +
        'rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta/2) b; cx a, b; rx(-pi/2) b; rx(-pi/2) a; ' +
        'h a; h b; cx a, b; rz(theta/2) b; cx a, b; h b; h a; ' +
        'rz(-beta) a;',
    ),
  ],
  ['ecr', inBoth('', 'a, b', 'h b; cx a, b; rz(pi/4) b; cx a, b; h b; x a; h b; cx a, b; rz(-pi/4) b; cx a, b; h b;')],
]);

/** Gates that take any number of controls before their target, as a gate of the standard library under controls. */
const controlledGates: ReadonlyMap<string, { readonly parameters: string; readonly gate: string }> = new Map([
  ['mcp', { parameters: 'lambda', gate: 'p(lambda)' }],
  ['mcphase', { parameters: 'lambda', gate: 'p(lambda)' }],
  ['mct', { parameters: '', gate: 'x' }],
  ['mcx', { parameters: '', gate: 'x' }],
]);

/** The x gates of `qelib1.inc` by their number of qubits. */
const controlledX: readonly (string | undefined)[] = [undefined, undefined, 'cx', 'ccx', 'c3x', 'c4x'];

/** More operands than this nobody writes by hand, and reads even less. */
const mostQubits = 64;

/**
 * The text that defines a well-known gate which is not in the standard library of the version; it rests on that
 * library.
 * @returns undefined for other gates
 */
export function gateDefinitionText(name: string, major: 2 | 3): string | undefined {
  const definition = definitions.get(name);
  const body = major === 3 ? definition?.body3 : definition?.body2;
  return definition && body !== undefined
    ? definitionText(name, definition.parameters, definition.qubits, body)
    : undefined;
}

/** The names of the parameters and qubits of a gate that {@link gateDefinitionText} can define in a version. */
export function definableSignature(
  name: string,
  major: 2 | 3,
): { readonly parameters: string[]; readonly qubits: string[] } | undefined {
  const definition = definitions.get(name);
  if (!definition || gateDefinitionText(name, major) === undefined) return undefined;
  const { parameters, qubits } = definition;
  return { parameters: parameters === '' ? [] : parameters.split(', '), qubits: qubits.split(', ') };
}

/** The same for a gate that is called with so many parameters and qubits, which must be as many as it takes. */
export function gateDefinitionForCall(name: string, call: CallShape, major: 2 | 3): string | undefined {
  const controlled = controlledGates.get(name);
  if (controlled) return controlledDefinition(name, controlled, call, major);
  const definition = definitions.get(name);
  if (!definition || countOf(definition.parameters) !== call.parameters) return undefined;
  return countOf(definition.qubits) === call.qubits ? gateDefinitionText(name, major) : undefined;
}

function controlledDefinition(
  name: string,
  { gate, parameters }: { readonly parameters: string; readonly gate: string },
  call: CallShape,
  major: 2 | 3,
): string | undefined {
  if (call.qubits < 2 || call.qubits > mostQubits || call.parameters !== countOf(parameters)) return undefined;
  const qubits = Array.from({ length: call.qubits }, (_, index) => `q${index}`).join(', ');
  if (major === 3) return definitionText(name, parameters, qubits, `ctrl(${call.qubits - 1}) @ ${gate} ${qubits};`);
  const standard = gate === 'x' ? controlledX[call.qubits] : undefined;
  return standard && definitionText(name, parameters, qubits, `${standard} ${qubits};`);
}

function countOf(list: string): number {
  return list === '' ? 0 : list.split(',').length;
}

/** The widest definition that is written on one line. */
const widestLine = 80;

/** The definition of a gate, on one line where it is a single short statement. */
export function definitionText(name: string, parameters: string, qubits: string, body: string): string {
  const head = `gate ${name}${parameters === '' ? '' : `(${parameters})`} ${qubits}`;
  if (body === '') return `${head} { }`;
  const line = `${head} { ${body} }`;
  if (line.length <= widestLine && !body.slice(0, -1).includes(';')) return line;
  return `${head} {\n  ${body.replaceAll('; ', ';\n  ')}\n}`;
}

/** The gates {@link gateDefinitionText} can define in a version. */
export function definableGates(major: 2 | 3): string[] {
  return [...definitions].filter(([, { body2 }]) => major === 3 || body2 !== undefined).map(([name]) => name);
}
