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
  ['ecr', inBoth('', 'a, b', 'h b; cx a, b; rz(pi/4) b; cx a, b; h b; x a; h b; cx a, b; rz(-pi/4) b; cx a, b; h b;')],
]);

/** The widest definition that is written on one line. */
const widestLine = 80;

/**
 * The text that defines a well-known gate which is not in the standard library of the version; it rests on that
 * library.
 * @returns undefined for other gates
 */
export function gateDefinitionText(name: string, major: 2 | 3): string | undefined {
  const definition = definitions.get(name);
  const body = major === 3 ? definition?.body3 : definition?.body2;
  if (!definition || body === undefined) return undefined;
  const parameters = definition.parameters === '' ? '' : `(${definition.parameters})`;
  const head = `gate ${name}${parameters} ${definition.qubits}`;
  const line = `${head} { ${body} }`;
  if (line.length <= widestLine && !body.slice(0, -1).includes(';')) return line;
  return `${head} {\n  ${body.replaceAll('; ', ';\n  ')}\n}`;
}

/** The gates {@link gateDefinitionText} can define in a version. */
export function definableGates(major: 2 | 3): string[] {
  return [...definitions].filter(([, { body2 }]) => major === 3 || body2 !== undefined).map(([name]) => name);
}
