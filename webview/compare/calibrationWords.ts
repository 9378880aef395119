import type { DeviceComparison } from '#core/protocol/comparisonView.ts';
import { formatNumber, formatSignificant } from '../format/numbers.ts';

type CalibratedValue = DeviceComparison['values'][number];
type Part = Pick<CalibratedValue, 'gate' | 'kind' | 'qubits'>;

/** `Qubit 3`, `Qubits 3–4`, `cz on 3, 4`. */
export function partName({ gate, kind, qubits }: Part): string {
  switch (kind) {
    case 'qubit':
      return `Qubit ${qubits[0] ?? ''}`;
    case 'pair':
      return `Qubits ${qubits.join('–')}`;
    case 'gate':
      return `${gate ?? 'Gate'} on ${qubits.join(', ')}`;
  }
}

/** What was measured of a part, in a few words. */
export function quantityName({ kind, quantity }: Pick<CalibratedValue, 'kind' | 'quantity'>): string {
  switch (quantity) {
    case 'T1':
    case 'T2':
      return quantity;
    case 'p10':
      return 'reads 1 for 0';
    case 'p01':
      return 'reads 0 for 1';
    case 'readoutLength':
      return 'readout time';
    case 'error':
      return kind === 'qubit' ? 'one-qubit gate error' : kind === 'pair' ? 'two-qubit gate error' : 'gate error';
    case 'gateLength':
      return kind === 'qubit' ? 'one-qubit gate time' : 'gate time';
  }
}

/** Lifetimes in µs, lengths in ns, errors as shares of one. */
export function calibratedText(quantity: CalibratedValue['quantity'], value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  switch (quantity) {
    case 'T1':
    case 'T2':
      return `${formatSignificant(value * 1e6)}\u00a0µs`;
    case 'readoutLength':
    case 'gateLength':
      return `${formatSignificant(value * 1e9)}\u00a0ns`;
    case 'error':
    case 'p01':
    case 'p10':
      return formatSignificant(value);
  }
}

/** How a value relates to that of the reference: `+12 %`, `× 3.4` where it is a multiple; empty for what is not known. */
export function changeText(reference: number | null | undefined, value: number | null | undefined): string {
  if (reference === null || reference === undefined || value === null || value === undefined) return '';
  if (reference === value) return 'same';
  if (reference <= 0 || value < 0) return '';
  const factor = value / reference;
  if (factor >= 2) return `× ${formatSignificant(Number(factor.toPrecision(2)))}`;
  const percent = 100 * (factor - 1);
  const decimals = Math.abs(percent) < 10 ? 1 : 0;
  const text = formatNumber(percent, decimals);
  return `${percent > 0 ? '+' : ''}${text}\u00a0%`;
}

/** Whether a device that has the value errs less by it than with that of the reference. */
export function isBetter(quantity: CalibratedValue['quantity'], reference: number, value: number): boolean {
  return quantity === 'T1' || quantity === 'T2' ? value > reference : value < reference;
}
