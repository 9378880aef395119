import type * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ExportedProgram } from '#core/circuit/export/exportedProgram.ts';
import { exportIonqCircuit } from '#core/circuit/export/ionqJson.ts';
import { exportQasm2 } from '#core/circuit/export/qasm2.ts';
import { exportQuil } from '#core/circuit/export/quil.ts';
import type { CircuitOutcome } from '../backend.ts';
import { ionqOutcome } from '../ionq/ionqOutcome.ts';
import type { AzureFamily } from './azureTargets.ts';
import { ionqHistogramSchema, quantinuumResultsSchema, rigettiResultsSchema } from './wire.ts';

/** How circuits go to the targets of a provider, and how its results are read. */
export interface AzureFormat {
  readonly input: string;
  readonly contentType: string;
  readonly output: string;
  /** @throws Failure `invalid-circuit` naming what the format cannot say */
  write(circuit: Circuit): string;
  /**
   * @param circuit what was run; without it, bits are as the provider numbers them
   * @returns undefined for what is not of the format
   */
  read(text: string, circuit: Circuit | undefined): CircuitOutcome | undefined;
}

const quantinuumFormat: AzureFormat = {
  input: 'honeywell.openqasm.v1',
  contentType: 'application/qasm',
  output: 'honeywell.quantum-results.v1',
  write: (circuit) => textOf(exportQasm2(circuit), "Quantinuum's OpenQASM 2"),
  read(text, circuit) {
    const registers = parsed(text, quantinuumResultsSchema);
    if (registers === undefined) return undefined;
    const places = circuit ? declaredRegisters(textOf(exportQasm2(circuit), "Quantinuum's OpenQASM 2")) : undefined;
    return outcomeOfShots(circuit?.bitCount, registers, places, (shot) => [...shot].reverse());
  },
};

const ionqFormat: AzureFormat = {
  input: 'ionq.circuit.v1',
  contentType: 'application/json',
  output: 'ionq.quantum-results.v1',
  write: (circuit) =>
    JSON.stringify({ gateset: 'qis', qubits: circuit.qubitCount, circuit: exportIonqCircuit(circuit) }),
  read(text, circuit) {
    const results = parsed(text, ionqHistogramSchema);
    return results && ionqOutcome(results.histogram, circuit);
  },
};

/** The memory that Rigetti gives back. */
const readOut = 'ro';

const rigettiFormat: AzureFormat = {
  input: 'rigetti.quil.v1',
  contentType: 'text/plain',
  output: 'rigetti.quil-results.v1',
  write: (circuit) => textOf(exportQuil(withOneRegister(circuit)), 'Quil'),
  read(text, circuit) {
    const regions = parsed(text, rigettiResultsSchema);
    const shots = regions?.[readOut];
    if (shots === undefined) return undefined;
    const places = new Map([[readOut, 0]]);
    return outcomeOfShots(circuit?.bitCount, { [readOut]: shots }, places, (shot) => shot.map(String));
  },
};

const formats: { readonly [Family in AzureFamily]: AzureFormat } = {
  quantinuum: quantinuumFormat,
  ionq: ionqFormat,
  rigetti: rigettiFormat,
};

/** The format of the targets of a provider. */
export function azureFormat(family: AzureFamily): AzureFormat {
  return formats[family];
}

/** The format of a result by the name the job has of it. */
export function formatOfResults(output: string): AzureFormat | undefined {
  return Object.values(formats).find((format) => format.output === output);
}

function textOf({ omissions, text }: ExportedProgram, language: string): string {
  if (text !== undefined) return text;
  const [first] = omissions.filter(({ severity }) => severity === 'error');
  throw new Failure('invalid-circuit', `${language} cannot express this circuit: ${first?.what ?? 'something'}.`, {
    advice: `${first?.why ?? 'Change the circuit'}, or run it on the embedded simulator.`,
  });
}

function withOneRegister(circuit: Circuit): Circuit {
  const { bitCount } = circuit;
  return { ...circuit, bitRegisters: bitCount === 0 ? [] : [{ name: readOut, start: 0, size: bitCount }] };
}

/** The first bits of the classical registers a program declares, by their names. */
function declaredRegisters(program: string): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  let next = 0;
  for (const [, name = '', size] of program.matchAll(/^creg (\w+)\[(\d+)\];$/gm)) {
    starts.set(name, next);
    next += Number(size);
  }
  return starts;
}

/**
 * Counts shots. Those in which a qubit was lost say nothing of their bits and are left out.
 * @param size number of bits; all there are unless given
 * @param starts the first bits of registers; one after the other unless given
 * @param bitsOf the bits of one shot of a register, the lowest first
 */
function outcomeOfShots<Shot>(
  size: number | undefined,
  registers: Readonly<Record<string, readonly Shot[]>>,
  starts: ReadonlyMap<string, number> | undefined,
  bitsOf: (shot: Shot) => readonly string[],
): CircuitOutcome | undefined {
  const shotCount = Math.max(0, ...Object.values(registers).map(({ length }) => length));
  const counts: Record<string, number> = {};
  let counted = 0;
  for (let shot = 0; shot < shotCount; shot++) {
    const bits: string[] = size === undefined ? [] : new Array<string>(size).fill('0');
    let next = 0;
    for (const [name, shots] of Object.entries(registers)) {
      const given = shots[shot];
      const own = given === undefined ? [] : bitsOf(given);
      const start = starts === undefined ? next : starts.get(name);
      next += own.length;
      if (start === undefined) continue;
      own.forEach((bit, index) => {
        if (size === undefined || start + index < size) bits[start + index] = bit;
      });
    }
    if (bits.some((bit) => bit !== '0' && bit !== '1')) continue;
    const key = bits.reverse().join('');
    counts[key] = (counts[key] ?? 0) + 1;
    counted++;
  }
  if (shotCount === 0) return undefined;
  if (counted === 0) {
    throw new Failure('unknown', `In all ${shotCount} shots a qubit was lost, so that there is no result.`, {
      advice: 'Run the circuit again, with more shots.',
    });
  }
  const probabilities = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count / counted]));
  return { probabilities, counts };
}

function parsed<T>(text: string, schema: z.ZodType<T>): T | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = schema.safeParse(json);
  return result.success ? result.data : undefined;
}
