import { definitionText } from './gateDefinitions.ts';

/** The rotation of d by a 2^-k-th part of X under the controls a, b, c, as phases `turn`, `-turn`, … of pairs. */
function threeControls(turn: string, [a, b, c, d]: readonly [string, string, string, string]): string {
  const phase = (control: string, sign: string) => `cu1(${sign}${turn}) ${control}, ${d};`;
  return [
    `h ${d};`,
    phase(a, ''),
    `cx ${a}, ${b};`,
    phase(b, '-'),
    `cx ${a}, ${b};`,
    phase(b, ''),
    `cx ${b}, ${c};`,
    phase(c, '-'),
    `cx ${a}, ${c};`,
    phase(c, ''),
    `cx ${b}, ${c};`,
    phase(c, '-'),
    `cx ${a}, ${c};`,
    phase(c, ''),
    `h ${d};`,
  ].join(' ');
}

const flipFourth = threeControls('pi/4', ['a', 'b', 'c', 'd']);

/**
 * The gates that circulating copies of `qelib1.inc` add, over those of the paper (arXiv:1707.03429), up to a global
 * phase: parameters, qubits, body.
 */
const definitions: ReadonlyMap<string, readonly [parameters: string, qubits: string, body: string]> = new Map([
  ['u0', ['gamma', 'a', '']],
  ['u', ['theta, phi, lambda', 'a', 'u3(theta, phi, lambda) a;']],
  ['p', ['lambda', 'a', 'u1(lambda) a;']],
  ['sx', ['', 'a', 'sdg a; h a; sdg a;']],
  ['sxdg', ['', 'a', 's a; h a; s a;']],
  ['swap', ['', 'a, b', 'cx a, b; cx b, a; cx a, b;']],
  ['cswap', ['', 'a, b, c', 'cx c, b; ccx a, b, c; cx c, b;']],
  ['crx', ['lambda', 'a, b', 'h b; crz(lambda) a, b; h b;']],
  ['cry', ['lambda', 'a, b', 'ry(lambda/2) b; cx a, b; ry(-lambda/2) b; cx a, b;']],
  ['cp', ['lambda', 'a, b', 'cu1(lambda) a, b;']],
  ['csx', ['', 'a, b', 'h b; cu1(pi/2) a, b; h b;']],
  [
    'cu',
    [
      'theta, phi, lambda, gamma',
      'a, b',
      'u1(gamma) a; u1((lambda+phi)/2) a; u1((lambda-phi)/2) b; cx a, b; ' +
        'u3(-theta/2, 0, -(phi+lambda)/2) b; cx a, b; u3(theta/2, phi, 0) b;',
    ],
  ],
  ['rxx', ['theta', 'a, b', 'h a; h b; cx a, b; u1(theta) b; cx a, b; h b; h a;']],
  ['rzz', ['theta', 'a, b', 'cx a, b; u1(theta) b; cx a, b;']],
  ['rccx', ['', 'a, b, c', 'h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c;']],
  [
    'rc3x',
    [
      '',
      'a, b, c, d',
      'h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, d; tdg d; h d; t d; cx c, d; tdg d; h d;',
    ],
  ],
  ['c3x', ['', 'a, b, c, d', flipFourth]],
  ['c3sqrtx', ['', 'a, b, c, d', threeControls('pi/8', ['a', 'b', 'c', 'd'])]],
  [
    'c4x',
    [
      '',
      'a, b, c, d, e',
      `h e; cu1(pi/2) d, e; h e; ${flipFourth} h e; cu1(-pi/2) d, e; h e; ${flipFourth} ${threeControls('pi/8', ['a', 'b', 'c', 'e'])}`,
    ],
  ],
]);

/** The text that defines one of the gates that the paper's `qelib1.inc` lacks, over those it has. */
export function paperDefinition(name: string): string {
  const [parameters = '', qubits = 'a', body = ''] = definitions.get(name) ?? [];
  return definitionText(name, parameters, qubits, body);
}
