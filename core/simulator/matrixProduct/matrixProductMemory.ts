import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import { defaultBondLimit } from './truncation.ts';

/** The most that a state may come to take, and the most that the matrices of one gate may. */
const maximumStateBytes = 2 ** 32;
const maximumWorkBytes = 2 ** 32 - 2 ** 26;

/** So many matrices of two contracted sites are in memory while a gate is applied. */
const workMatrices = 12;

/**
 * The bytes of a state of so many qubits whose bonds are all as large as the limit and the number of qubits on both
 * sides allow.
 */
function matrixProductBytes(qubits: number, bondLimit: number): number {
  const bond = (site: number) => Math.min(bondLimit, 2 ** Math.min(site, qubits - site));
  let bytes = 0;
  for (let site = 0; site < qubits; site++) bytes += 32 * bond(site) * bond(site + 1);
  return bytes;
}

/**
 * The bond limit for so many qubits where none is given: the usual one, or what fits into memory with very many qubits.
 */
export function usualBondLimit(qubits: number): number {
  return Math.min(defaultBondLimit, Math.floor(Math.sqrt(maximumStateBytes / (32 * Math.max(1, qubits)))));
}

/**
 * Refuses states that may not fit into memory, before any is asked for.
 * @returns the most bytes that a state may take
 * @throws Failure `too-large`
 */
export function requireMemory(qubits: number, bondLimit: number): number {
  const bytes = matrixProductBytes(qubits, bondLimit);
  const bond = Math.min(bondLimit, 2 ** Math.floor(qubits / 2));
  const work = workMatrices * 64 * bond * bond;
  if (bytes <= maximumStateBytes && work <= maximumWorkBytes) return bytes;
  const [needed, limit] = bytes > maximumStateBytes ? [bytes, maximumStateBytes] : [work, maximumWorkBytes];
  throw new Failure(
    'too-large',
    `A matrix product state of ${qubits} qubits with bonds up to ${bondLimit} may need ${formatBytes(needed)}, more than the ${formatBytes(limit)} the embedded simulator gives it.`,
    { advice: 'Choose a smaller bond limit, or use fewer qubits.' },
  );
}
