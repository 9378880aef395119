import { type Result, success } from '#core/base/result.ts';
import type { Operation, Register } from '#core/circuit/circuit.ts';
import { operationBits, operationQubits } from '#core/circuit/operationQubits.ts';
import { mentionTokens } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { Refusal, WireGesture, WireProposal } from './circuitGesture.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { type DrawnRegister, registerOfWire } from './drawnRegister.ts';
import { freeRegisterName } from './freeNames.ts';
import { declarationEdit } from './measuredBit.ts';
import { refuse } from './refuse.ts';
import { deleted, statementText } from './statementText.ts';

/** Registers are not larger than anybody looks at. */
const largestRegister = 10_000;

/** Adds, takes away or resizes the wires of a circuit by their declarations. */
export function changeWires(program: DrawnProgram, gesture: WireGesture): Result<WireProposal, Refusal> {
  switch (gesture.kind) {
    case 'add-wire':
      return addWire(program, gesture.holds, gesture.isSeparate ?? false);
    case 'resize-register': {
      const found = registerOfWire(program, gesture.wire);
      return found.ok ? resized(program, found.value, gesture.size) : found;
    }
    case 'delete-wire':
      return deleteWire(program, gesture.wire);
  }
}

function addWire(program: DrawnProgram, holds: 'qubit' | 'bit', isSeparate: boolean): Result<WireProposal, Refusal> {
  const { bitRegisters, qubitCount, qubitRegisters } = program.circuit;
  if (qubitRegisters.some(({ name }) => name === '$') && holds === 'qubit') {
    return refuse('This program names the qubits of a device, such as $0; name another in the text.');
  }
  const last = holds === 'qubit' ? qubitRegisters.at(-1) : bitRegisters.findLast(({ isInternal }) => !isInternal);
  if (isSeparate || !last || last.scalar) return success(newRegister(program, holds, last));
  const wire = holds === 'qubit' ? last.start : qubitCount + bitRegisters.indexOf(last);
  const found = registerOfWire(program, wire);
  const grown = found.ok ? resized(program, found.value, last.size + 1) : found;
  return grown.ok
    ? success({ ...grown.value, label: `Add ${last.name}[${last.size}]`, offer: 'new-register' })
    : { ok: false, error: { ...grown.error, offer: 'new-register' } };
}

function newRegister(program: DrawnProgram, holds: 'qubit' | 'bit', last: Register | undefined): WireProposal {
  const { analysis, circuit } = program;
  const { statements, text } = analysis.tree;
  const name = freeRegisterName(analysis, holds);
  const isVersion2 = analysis.version.major === 2;
  const written = isVersion2 ? `${holds === 'qubit' ? 'qreg' : 'creg'} ${name}[1];` : `${holds}[1] ${name};`;
  // Bits are declared below the qubits where there are none yet.
  const neighbour = last ?? (holds === 'bit' ? circuit.qubitRegisters.at(-1) : undefined);
  const symbol = neighbour && analysis.globalScope.names.get(neighbour.name);
  const behind = symbol?.place?.file === 0 ? statements.indexAt(symbol.place.declaration.start) : -1;
  const first = last ? last.start + last.size : 0;
  return {
    replacements: [declarationEdit(program, { text: written, behind }, text.length)],
    label: `Add register ${name}`,
    wires: { holds, added: 1, numberOf: (element) => (element < first ? element : element + 1) },
  };
}

/** The register with another size, as its declaration writes it. */
function resized(
  program: DrawnProgram,
  { holds, register, size: written }: DrawnRegister,
  size: number,
): Result<WireProposal, Refusal> {
  const { name, source } = register;
  if (!written) return refuse(`'${name}' is a single ${holds}. Add another register instead.`, source);
  const { end, start } = written;
  if (written.kind !== 'integer') {
    const text = program.analysis.tree.text.slice(start, end);
    return refuse(`The size of '${name}' is '${text}', which other lines may use; change it in the text.`, written);
  }
  if (!Number.isInteger(size) || size < 1 || size > largestRegister) {
    return refuse(`A register has from 1 to ${largestRegister} ${holds}s. Delete it where none is wanted.`, written);
  }
  if (size === register.size) return refuse(`'${name}' has ${size} ${holds}s already.`, written);
  const used = lastUsed(program, holds, register, size);
  if (used) return used;
  const gone = (element: number) => element >= register.start + size && element < register.start + register.size;
  const numberOf = (element: number) => {
    if (gone(element)) return undefined;
    return element < register.start + register.size ? element : element + size - register.size;
  };
  return success({
    replacements: [{ range: { start, end }, newText: String(size) }],
    label: `Resize ${name} to ${size}`,
    wires: { holds, added: size - register.size, numberOf },
  });
}

/** Refuses a size for which an element is used that would not be there. */
function lastUsed(
  program: DrawnProgram,
  holds: 'qubit' | 'bit',
  { name, size: before, start }: Register,
  size: number,
): Result<never, Refusal> | undefined {
  for (let element = before - 1; element >= size; element--) {
    const user = userOf(program.circuit.operations, holds, start + element);
    if (user) return refusedUse(program, `${name}[${element}]`, user);
  }
  return undefined;
}

function deleteWire(program: DrawnProgram, wire: number): Result<WireProposal, Refusal> {
  const found = registerOfWire(program, wire);
  if (!found.ok) return found;
  const drawn = found.value;
  const { element, holds, register, symbol } = drawn;
  const { name, size, start } = register;
  const elements =
    element === undefined ? Array.from({ length: size }, (_, index) => start + index) : [start + element];
  for (const each of elements) {
    const user = userOf(program.circuit.operations, holds, each);
    const text = element === undefined || register.scalar ? name : `${name}[${element}]`;
    if (user) return refusedUse(program, text, user);
  }
  if (element === undefined || size === 1) return deletedRegister(program, drawn);
  if (element === size - 1) {
    const shorter = resized(program, drawn, size - 1);
    return shorter.ok ? success({ ...shorter.value, label: `Delete ${name}[${element}]` }) : shorter;
  }
  const { size: written } = drawn;
  if (written?.kind !== 'integer') return resized(program, drawn, size - 1);
  const [main] = program.analysis.files;
  const replacements = [{ range: { start: written.start, end: written.end }, newText: String(size - 1) }];
  for (const token of main ? mentionTokens(main, symbol) : []) {
    const index = writtenIndex(program, token);
    if (index && index.value > element) replacements.push({ range: index.range, newText: String(index.value - 1) });
  }
  const gone = start + element;
  const numberOf = (each: number) => (each === gone ? undefined : each < gone ? each : each - 1);
  return success({ replacements, label: `Delete ${name}[${element}]`, wires: { holds, added: -1, numberOf } });
}

/** The number in brackets behind a name, where there is nothing else in them. */
function writtenIndex({ analysis }: DrawnProgram, token: number) {
  const { ends, kinds, starts, text } = analysis.tree.tokens;
  const isIndex =
    kinds[token + 1] === tokenKind.leftBracket &&
    kinds[token + 2] === tokenKind.integer &&
    kinds[token + 3] === tokenKind.rightBracket;
  const range = { start: starts[token + 2] ?? 0, end: ends[token + 2] ?? 0 };
  return isIndex ? { value: Number(text.slice(range.start, range.end).replaceAll('_', '')), range } : undefined;
}

function deletedRegister(program: DrawnProgram, drawn: DrawnRegister): Result<WireProposal, Refusal> {
  const { analysis } = program;
  const { declaration, holds, name, register, statement, symbol } = drawn;
  const [main] = analysis.files;
  const mention = (main ? mentionTokens(main, symbol) : []).find((token) => token !== name.token);
  if (main && mention !== undefined) {
    const range = { start: main.tree.tokens.starts[mention] ?? 0, end: main.tree.tokens.ends[mention] ?? 0 };
    return refuse(`Line ${program.lineOf(range)} names '${register.name}'. Delete that first.`, range);
  }
  if (declaration.kind === 'classical-declaration' && declaration.initializer) {
    return refuse(`'${register.name}' has a value to begin with; delete it in the text.`, declaration);
  }
  const { size, start } = register;
  return success({
    replacements: [deleted(analysis.tree, statementText(analysis.tree, analysis.tree.statements, statement))],
    label: `Delete ${register.name}`,
    wires: {
      holds,
      added: -size,
      numberOf: (element) => (element < start ? element : element < start + size ? undefined : element - size),
    },
  });
}

function refusedUse(program: DrawnProgram, wire: string, { source }: Operation): Result<never, Refusal> {
  const where = source ? ` in line ${program.lineOf(source)}` : '';
  return refuse(`'${wire}' is used${where}. Delete what is on it first, or move it to another wire.`, source);
}

/** The first operation that does something with a qubit or bit; a barrier does nothing. */
function userOf(operations: readonly Operation[], holds: 'qubit' | 'bit', element: number): Operation | undefined {
  const elementsOf = holds === 'qubit' ? operationQubits : operationBits;
  return operations.find((operation) => operation.kind !== 'barrier' && elementsOf(operation).includes(element));
}
