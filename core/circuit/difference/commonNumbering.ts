import type { Circuit, Operation, Register } from '../circuit.ts';
import { type Renumbering, renumberedOperation } from '../renumberedOperation.ts';

/**
 * Two circuits with the same numbers for what is the same in both: wires of registers of the same name, parameters, and
 * variables of the same name and type. Registers that only one of them names are each the same as the other's next such
 * register. Source ranges and groups are dropped, for they are of different texts.
 */
export interface CommonNumbering {
  readonly before: Circuit;
  readonly after: Circuit;
  /** Which of the common wires each of them has. */
  readonly has: { readonly before: OwnWires; readonly after: OwnWires };
}

export interface OwnWires {
  readonly qubits: readonly boolean[];
  /** Of registers of bits: how many of their bits; 0 for one of the other circuit. */
  readonly bitRegisters: readonly number[];
  readonly variables: readonly boolean[];
}

export function commonNumbering(before: Circuit, after: Circuit): CommonNumbering {
  const qubits = commonRegisters(
    wholeRegisters(before.qubitRegisters, before.qubitCount, 'q'),
    wholeRegisters(after.qubitRegisters, after.qubitCount, 'q'),
  );
  const bits = commonRegisters(
    wholeRegisters(before.bitRegisters, before.bitCount, 'c'),
    wholeRegisters(after.bitRegisters, after.bitCount, 'c'),
  );
  const parameters = commonList(before.parameters, after.parameters, ({ name }) => name);
  const variables = commonList(before.variables ?? [], after.variables ?? [], ({ name, type }) =>
    JSON.stringify([name, type]),
  );
  const side = (circuit: Circuit, which: 'before' | 'after'): Circuit => {
    const numbers: Renumbering = {
      qubit: (qubit) => qubits.numbers[which].get(qubit) ?? qubit,
      bit: (bit) => bits.numbers[which].get(bit) ?? bit,
      parameter: (index) => parameters.numbers[which][index] ?? index,
      variable: (index) => variables.numbers[which][index] ?? index,
    };
    return {
      qubitCount: qubits.count,
      bitCount: bits.count,
      qubitRegisters: qubits.registers[which],
      bitRegisters: bits.registers[which],
      parameters: parameters.entries[which],
      ...(variables.entries[which].length > 0 && { variables: variables.entries[which] }),
      operations: circuit.operations.map((operation) => renumberedOperation(withoutOrigin(operation), numbers)),
    };
  };
  const own = (which: 'before' | 'after'): OwnWires => {
    const isOwn = new Set(qubits.numbers[which].values());
    return {
      qubits: Array.from({ length: qubits.count }, (_, qubit) => isOwn.has(qubit)),
      bitRegisters: bits.sizes[which],
      variables: variables.entries[which].map((_, index) => variables.numbers[which].includes(index)),
    };
  };
  return {
    before: side(before, 'before'),
    after: side(after, 'after'),
    has: { before: own('before'), after: own('after') },
  };
}

/** Bits and qubits of no register as a register of their own. */
function wholeRegisters(registers: readonly Register[], count: number, name: string): readonly Register[] {
  return registers.length > 0 || count === 0 ? registers : [{ name, start: 0, size: count }];
}

function withoutOrigin(operation: Operation): Operation {
  const { group: _group, source: _source, ...rest } = operation;
  switch (rest.kind) {
    case 'conditional':
      return { ...rest, body: rest.body.map(withoutOrigin), otherwise: rest.otherwise.map(withoutOrigin) };
    case 'switch':
      return {
        ...rest,
        cases: rest.cases.map((each) => ({ ...each, body: each.body.map(withoutOrigin) })),
        otherwise: rest.otherwise.map(withoutOrigin),
      };
    case 'while':
      return { ...rest, body: rest.body.map(withoutOrigin) };
    default:
      return rest;
  }
}

interface Sides<Value> {
  readonly before: Value;
  readonly after: Value;
}

function commonRegisters(before: readonly Register[], after: readonly Register[]) {
  const partners = new Map<Register, Register>();
  for (const register of before) {
    const same = after.find(({ name }) => name === register.name);
    if (same) partners.set(register, same);
  }
  const taken = new Set(partners.values());
  const free = after.filter((register) => !taken.has(register));
  for (const register of before) {
    const next = partners.has(register) ? undefined : free.shift();
    if (next) partners.set(register, next);
  }
  const pairs: Partial<Sides<Register>>[] = [
    ...before.map((register) => {
      const partner = partners.get(register);
      return { before: register, ...(partner && { after: partner }) };
    }),
    ...free.map((register) => ({ after: register })),
  ];
  const registers: Sides<Register[]> = { before: [], after: [] };
  const sizes: Sides<number[]> = { before: [], after: [] };
  const numbers: Sides<Map<number, number>> = { before: new Map(), after: new Map() };
  let start = 0;
  for (const pair of pairs) {
    const size = Math.max(pair.before?.size ?? 0, pair.after?.size ?? 0);
    for (const which of ['before', 'after'] as const) {
      const own = pair[which];
      const { isInternal, name = '', scalar } = own ?? pair.before ?? pair.after ?? {};
      registers[which].push({
        name,
        start,
        size,
        ...(scalar === true && size === 1 && { scalar }),
        ...(isInternal === true && { isInternal }),
      });
      sizes[which].push(own?.size ?? 0);
      for (let place = 0; place < (own?.size ?? 0); place++)
        numbers[which].set((own?.start ?? 0) + place, start + place);
    }
    start += size;
  }
  return { registers, sizes, numbers, count: start };
}

/** The entries of the first list, then those that only the second has; with the place of each there. */
function commonList<Entry>(before: readonly Entry[], after: readonly Entry[], keyOf: (entry: Entry) => string) {
  const places = new Map(before.map((entry, index) => [keyOf(entry), index]));
  const more: Entry[] = [];
  const numbers = after.map((entry) => places.get(keyOf(entry)) ?? before.length + more.push(entry) - 1);
  const entries = [...before, ...more];
  return {
    entries: { before: entries, after: entries },
    numbers: { before: before.map((_, index) => index), after: numbers },
  };
}
