import { azurePrice } from './azure/azurePrices.ts';
import type { DevicePrice } from './backend.ts';
import { plannedSeconds as plannedBraketSeconds, publishedPrice as publishedBraketPrice } from './braket/prices.ts';
import { plannedSeconds as plannedIbmSeconds } from './ibm/ibmPrice.ts';

/** The price that a provider publishes of a device, without asking it; undefined where it publishes none that is known here. */
export function publishedPrice(adapter: string, device: string): DevicePrice | undefined {
  switch (adapter) {
    case 'braket':
      return publishedBraketPrice(device);
    case 'azure':
      return azurePrice(device);
    default:
      return undefined;
  }
}

/** What is sent to a device, as far as the time depends on it. */
export interface SentWork {
  readonly circuits: number;
  /** Of all circuits. */
  readonly shots: number;
  readonly jobs: number;
  /** Of one circuit. */
  readonly circuit?: { readonly qubits: number; readonly gates: number };
}

/**
 * Seconds that a provider will charge for work, by the rule its own estimates are made by, and with the assumptions in
 * words; undefined where nobody can tell beforehand.
 */
export function chargedSeconds(
  adapter: string,
  device: string,
  { circuit, circuits, jobs, shots }: SentWork,
): { readonly seconds: number; readonly arithmetic: string } | undefined {
  switch (adapter) {
    case 'braket':
      return circuit && plannedBraketSeconds(device, circuits, circuit);
    case 'ibm':
      return plannedIbmSeconds(jobs, shots);
    default:
      return undefined;
  }
}
