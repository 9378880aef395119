import { hyperbolicTangentOf } from '#core/base/elementary/exponential.ts';
import { type CalibrationSnapshot, type DatedNumber, numberOf } from './calibrationSnapshot.ts';

/** What is measured of a qubit, of a pair of them or of a gate on some. Times are seconds, errors are 0…1. */
const calibratedQuantities = ['T1', 'T2', 'p10', 'p01', 'readoutLength', 'error', 'gateLength'] as const;
export type CalibratedQuantity = (typeof calibratedQuantities)[number];

/** A part of a device: a qubit, a pair that a gate acts on, or a gate with figures of its own. */
export interface CalibratedPart {
  readonly kind: 'qubit' | 'pair' | 'gate';
  /** In ascending order, unless it is a gate. */
  readonly qubits: readonly number[];
  /** The name of a gate. */
  readonly gate?: string;
}

/** A value that differs between calibrations of a device. */
export interface CalibrationChange {
  readonly part: CalibratedPart;
  readonly quantity: CalibratedQuantity;
  /** By calibration; undefined where it was not measured. */
  readonly values: readonly (number | undefined)[];
  /**
   * The most that a use of the part errs more or less often than in the first calibration, 0…1: a gate or a readout by its
   * error, a lifetime by what decays meanwhile. 0 where it cannot be told.
   */
  readonly effect: number;
}

/** What differs between calibrations of one device, the greatest effect first. */
export interface CalibrationDifference {
  readonly changes: readonly CalibrationChange[];
  /** Parts that only some of them know, and which. */
  readonly partly: readonly { readonly part: CalibratedPart; readonly isThere: readonly boolean[] }[];
}

type Measured = number | DatedNumber | undefined;

interface PartValues {
  readonly part: CalibratedPart;
  readonly values: ReadonlyMap<CalibratedQuantity, number>;
}

/**
 * Compares calibrations of a device value by value with the first of them; those that are not known are neither a difference
 * nor missing parts. Figures of single gates that only repeat those of their qubit or pair are not named again.
 */
export function calibrationDifference(
  calibrations: readonly (CalibrationSnapshot | undefined)[],
): CalibrationDifference {
  const tables = calibrations.map((calibration) => calibration && partsOf(calibration));
  const keys = [...new Set(tables.flatMap((table) => (table ? [...table.parts.keys()] : [])))];
  const changes: CalibrationChange[] = [];
  const partly: { part: CalibratedPart; isThere: boolean[] }[] = [];
  for (const key of keys) {
    const rows = tables.map((table) => table?.parts.get(key));
    const part = rows.find((row) => row !== undefined)?.part;
    if (part === undefined) continue;
    const isThere = rows.map((row) => row !== undefined);
    if (part.kind !== 'gate' && isThere.some((there, index) => !there && tables[index] !== undefined))
      partly.push({ part, isThere });
    changes.push(...changesOf(part, rows, tables));
  }
  return {
    changes: changes.sort((one, other) => other.effect - one.effect || relativeChange(other) - relativeChange(one)),
    partly,
  };
}

/** The greatest factor between the first value and another, at least 1; 1 where one is missing or not positive. */
function relativeChange({ values: [first, ...others] }: CalibrationChange): number {
  return others.reduce<number>((most, other) => {
    if (first === undefined || other === undefined || first <= 0 || other <= 0) return most;
    return Math.max(most, other / first, first / other);
  }, 1);
}

interface PartTable {
  readonly parts: ReadonlyMap<string, PartValues>;
  /** How long the longest gate takes that a qubit takes part in, in seconds. */
  readonly longestGates: ReadonlyMap<number, number>;
}

function changesOf(
  part: CalibratedPart,
  rows: readonly (PartValues | undefined)[],
  tables: readonly (PartTable | undefined)[],
): CalibrationChange[] {
  const quantities = new Set(rows.flatMap((row) => (row ? [...row.values.keys()] : [])));
  return [...quantities].flatMap((quantity) => {
    const values = rows.map((row) => row?.values.get(quantity));
    const known = rows.flatMap((row, index) => (row === undefined ? [] : [values[index]]));
    if (known.every((value) => value === known[0])) return [];
    if (part.kind === 'gate' && repeatsPart(part, quantity, values, tables)) return [];
    return [{ part, quantity, values, effect: effectOf(part, quantity, values, tables) }];
  });
}

/** Whether a gate is everywhere as good as its qubit or pair. */
function repeatsPart(
  { qubits }: CalibratedPart,
  quantity: CalibratedQuantity,
  values: readonly (number | undefined)[],
  tables: readonly (PartTable | undefined)[],
): boolean {
  const key = keyOf(qubits.length === 1 ? 'qubit' : 'pair', qubits);
  return values.every(
    (value, index) => value === undefined || tables[index]?.parts.get(key)?.values.get(quantity) === value,
  );
}

function effectOf(
  part: CalibratedPart,
  quantity: CalibratedQuantity,
  values: readonly (number | undefined)[],
  tables: readonly (PartTable | undefined)[],
): number {
  const errors = values.map((value, index) => {
    const table = tables[index];
    return value === undefined || table === undefined ? undefined : errorPerUse(part, quantity, value, table);
  });
  const [first, ...others] = errors;
  if (first === undefined) return 0;
  return others.reduce<number>(
    (most, other) => (other === undefined ? most : Math.max(most, Math.abs(other - first))),
    0,
  );
}

function errorPerUse(
  { qubits }: CalibratedPart,
  quantity: CalibratedQuantity,
  value: number,
  table: PartTable,
): number | undefined {
  switch (quantity) {
    case 'error':
    case 'p01':
    case 'p10':
      return value;
    case 'T1':
    case 'T2': {
      const length = table.longestGates.get(qubits[0] ?? 0);
      return length === undefined ? undefined : decay(length, value);
    }
    case 'gateLength':
    case 'readoutLength': {
      const lifetimes = qubits.flatMap((qubit) => {
        const known = table.parts.get(keyOf('qubit', [qubit]))?.values;
        return [known?.get('T1'), known?.get('T2')].filter((time) => time !== undefined);
      });
      return lifetimes.length === 0 ? undefined : decay(value, Math.min(...lifetimes));
    }
  }
}

/** How much is lost in a time by what lives so long. */
function decay(time: number, lifetime: number): number {
  // 1 - exp(-x), without cancellation where x is small.
  const half = hyperbolicTangentOf(time / (2 * lifetime));
  return (2 * half) / (1 + half);
}

function partsOf({ edges = [], gates = [], qubits }: CalibrationSnapshot): PartTable {
  const parts = new Map<string, PartValues>();
  const longestGates = new Map<number, number>();
  const add = (part: CalibratedPart, measured: Readonly<Partial<Record<CalibratedQuantity, Measured>>>) => {
    const values = new Map<CalibratedQuantity, number>();
    for (const quantity of calibratedQuantities) {
      const value = measured[quantity];
      if (value !== undefined) values.set(quantity, numberOf(value));
    }
    parts.set(keyOf(part.kind, part.qubits, part.gate), { part, values });
    const length = values.get('gateLength');
    if (length === undefined) return;
    for (const qubit of part.qubits) longestGates.set(qubit, Math.max(longestGates.get(qubit) ?? 0, length));
  };
  for (const { qubit, ...measured } of qubits) add({ kind: 'qubit', qubits: [qubit] }, measured);
  for (const { qubits: pair, ...measured } of edges)
    add({ kind: 'pair', qubits: [...pair].sort((one, other) => one - other) }, measured);
  for (const { gate, qubits: of, ...measured } of gates) add({ kind: 'gate', gate, qubits: of }, measured);
  return { parts, longestGates };
}

function keyOf(kind: CalibratedPart['kind'], qubits: readonly number[], gate = ''): string {
  return `${kind} ${gate} ${qubits.join()}`;
}
