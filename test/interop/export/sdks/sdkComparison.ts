import { expect } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { measuredFlow } from '#core/circuit/export/measuredFlow.ts';
import { OmissionList } from '#core/circuit/export/omissionList.ts';
import { finalResults } from '#core/circuit/export/python/returnedBits.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import type { Sdk, SdkRun } from './sdkAnswers.ts';

/** Shots behind every frequency. */
const shots = 4_000;

/** What went wrong with the programs of some runs, each with its program; empty when all ran. */
export function failures(runs: readonly SdkRun[]): string {
  const failed = runs.filter(({ answer }) => answer?.error !== undefined);
  return failed.map(({ answer, name, program }) => `${name}\n${program}\n${answer?.error}`).join('\n\n');
}

/** Expects the unitary of the circuit, global phase included; false when the answer has none. */
export function expectUnitary({ answer, circuit, name, program }: SdkRun): boolean {
  if (answer?.unitary === undefined) return false;
  const operations = circuit.operations.filter(({ kind }) => kind !== 'barrier');
  const wanted = operationsUnitary(operations, circuit.qubitCount);
  expect(matrixDistance(answer.unitary, wanted), `${name}\n${program}`).toBeLessThan(1e-9);
  return true;
}

/**
 * Expects every outcome as often as the circuit gives it; false when the answer has none of the kind.
 */
export function expectOutcomes(run: SdkRun, kind: 'distribution' | 'frequencies', sdk: Sdk): boolean {
  const { answer, circuit, name, program } = run;
  const returned = answer?.[kind];
  if (returned === undefined) return false;
  // Only Qiskit returns bits that hold something computed.
  const compared = sdk === 'qiskit' ? shownBits(circuit) : comparableBits(circuit);
  const found = foundOutcomes(returned, run, compared, sdk);
  const wanted = wantedOutcomes(circuit, compared);
  for (const outcome of new Set([...Object.keys(found), ...Object.keys(wanted)])) {
    const probability = wanted[outcome] ?? 0;
    const deviation = Math.sqrt(Math.max(0, probability * (1 - probability)) / shots);
    const tolerance = kind === 'frequencies' && probability > 1e-12 ? 5 * deviation + 1 / shots : 1e-9;
    const difference = Math.abs((found[outcome] ?? 0) - probability);
    expect(difference, `${name}: ${outcome}\n${program}`).toBeLessThan(tolerance);
  }
  return true;
}

/** The bits whose values an SDK returns, in the order of the digits; extra ones that a program needs come before them. */
function returnedBits({ circuit, program = '' }: SdkRun, sdk: Sdk): readonly number[] {
  if (sdk === 'qiskit' || sdk === 'cirq') return allBits(circuit).toReversed();
  // What is measured on no way is not in the program.
  const measured = [...program.matchAll(/\[(\d+)\] = measure /g)].map(([, bit]) => Number(bit));
  if (measured.length > 0 && sdk === 'braket') {
    return allBits(circuit)
      .toReversed()
      .filter((bit) => measured.includes(bit));
  }
  const flow = measuredFlow(circuit, new OmissionList(), 'The test');
  const finals = finalResults(flow);
  const isReturned = (bit: number) =>
    sdk === 'pennylane' ? finals[bit] !== undefined : flow.results.some((result) => result.bit === bit);
  return allBits(circuit).toReversed().filter(isReturned);
}

function allBits({ bitCount }: Circuit): number[] {
  return Array.from({ length: bitCount }, (_, bit) => bit);
}

/** Outcomes of the bits that are compared, from those that an SDK returns. */
function foundOutcomes(
  returned: Readonly<Record<string, number>>,
  run: SdkRun,
  compared: readonly number[],
  sdk: Sdk,
): Record<string, number> {
  const { name, program } = run;
  const places = returnedBits(run, sdk);
  const found: Record<string, number> = {};
  for (const [outcome, share] of Object.entries(returned)) {
    const digits = places.length === 0 ? '' : outcome.slice(-places.length);
    expect(digits, `${name}\n${program}`).toHaveLength(places.length);
    const key = compared.map((bit) => digits[places.indexOf(bit)] ?? '0').join('');
    found[key] = (found[key] ?? 0) + share;
  }
  return found;
}

/** What the circuit gives for some of its bits. */
function wantedOutcomes(circuit: Circuit, compared: readonly number[]): Record<string, number> {
  const registers = circuit.bitRegisters.filter(({ isInternal }) => !isInternal).toReversed();
  const places = registers.flatMap(({ size, start }) =>
    Array.from({ length: size }, (_, bit) => start + size - 1 - bit),
  );
  const wanted: Record<string, number> = {};
  for (const [outcome, probability] of Object.entries(outcomeDistribution(circuit))) {
    const digits = outcome.replaceAll(' ', '');
    const key = compared.map((bit) => digits[places.indexOf(bit)] ?? '0').join('');
    wanted[key] = (wanted[key] ?? 0) + probability;
  }
  return wanted;
}

/** Bits that every SDK can return: those that hold a result of a measurement in the end, or never got any. */
function comparableBits(circuit: Circuit): number[] {
  const flow = measuredFlow(circuit, new OmissionList(), 'The test');
  const finals = finalResults(flow);
  return shownBits(circuit).filter((bit) => finals[bit] !== undefined || flow.bits[bit]?.kind === 'leaf');
}

/** Bits that are part of the result. */
function shownBits(circuit: Circuit): number[] {
  const registers = circuit.bitRegisters.filter(({ isInternal }) => !isInternal);
  return registers.flatMap(({ size, start }) => Array.from({ length: size }, (_, bit) => start + bit));
}
