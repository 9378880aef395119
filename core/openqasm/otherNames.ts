/** Names that other tools and languages have for standard gates, with what a version of OpenQASM calls them. */
const gateNames: ReadonlyMap<string, { readonly 2: string; readonly 3: string | undefined }> = new Map([
  ['ccnot', { 2: 'ccx', 3: 'ccx' }],
  ['cnot', { 2: 'cx', 3: 'cx' }],
  ['CNOT', { 2: 'cx', 3: 'cx' }],
  ['cphase', { 2: 'cu1', 3: undefined }],
  ['cphaseshift', { 2: 'cu1', 3: 'cp' }],
  ['cu1', { 2: 'cu1', 3: 'cp' }],
  ['fredkin', { 2: 'cswap', 3: 'cswap' }],
  ['i', { 2: 'id', 3: 'id' }],
  ['iden', { 2: 'id', 3: 'id' }],
  ['phase', { 2: 'u1', 3: undefined }],
  ['phaseshift', { 2: 'u1', 3: 'p' }],
  ['si', { 2: 'sdg', 3: 'sdg' }],
  ['ti', { 2: 'tdg', 3: 'tdg' }],
  ['toffoli', { 2: 'ccx', 3: 'ccx' }],
  ['v', { 2: 'sx', 3: 'sx' }],
  ['vi', { 2: 'sxdg', 3: undefined }],
  ['xx', { 2: 'rxx', 3: undefined }],
  ['zz', { 2: 'rzz', 3: undefined }],
]);

/** Functions by the names of the other version. */
const functionNames: ReadonlyMap<string, { readonly 2: string | undefined; readonly 3: string | undefined }> = new Map([
  ['acos', { 2: undefined, 3: 'arccos' }],
  ['arccos', { 2: 'acos', 3: undefined }],
  ['arcsin', { 2: 'asin', 3: undefined }],
  ['arctan', { 2: 'atan', 3: undefined }],
  ['asin', { 2: undefined, 3: 'arcsin' }],
  ['atan', { 2: undefined, 3: 'arctan' }],
  ['ceil', { 2: undefined, 3: 'ceiling' }],
  ['ln', { 2: undefined, 3: 'log' }],
  ['log', { 2: 'ln', 3: undefined }],
]);

/** What a language version calls a gate or function that has another name elsewhere; undefined for other names. */
export function standardName(name: string, role: 'gate' | 'function', major: 2 | 3): string | undefined {
  return (role === 'gate' ? gateNames : functionNames).get(name)?.[major];
}
