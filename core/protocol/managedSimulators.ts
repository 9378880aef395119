import type { ConfiguredBackend } from './configuredBackend.ts';

/** A simulator that a provider runs, and how wide circuits may be there. */
interface ManagedSimulator {
  readonly adapter: ConfiguredBackend['adapter'];
  readonly device: RegExp;
  readonly qubits: number;
}

/**
 * Widths as providers publish them, looked up on 2026-08-20: IonQ's list of backends, the developer guide of Amazon Braket, and
 * the list of targets of Azure Quantum.
 */
const managedSimulators: readonly ManagedSimulator[] = [
  { adapter: 'ionq', device: /^simulator$/, qubits: 29 },
  { adapter: 'braket', device: /(?:^|\/)sv1$/i, qubits: 34 },
  { adapter: 'braket', device: /(?:^|\/)dm1$/i, qubits: 17 },
  { adapter: 'azure', device: /^ionq\.simulator$/, qubits: 29 },
  { adapter: 'azure', device: /^rigetti\.sim\.qvm$/, qubits: 20 },
];

/** The configured backends that are managed simulators, the widest first, as far as circuits of so many qubits fit. */
export function simulatorsForWidth(
  backends: Readonly<Record<string, ConfiguredBackend>>,
  qubits = 0,
): readonly { readonly id: string; readonly qubits: number }[] {
  return Object.entries(backends)
    .flatMap(([id, { adapter, device = '' }]) => {
      const known = managedSimulators.find((each) => each.adapter === adapter && each.device.test(device));
      return known === undefined || known.qubits < qubits ? [] : [{ id, qubits: known.qubits }];
    })
    .sort((one, other) => other.qubits - one.qubits);
}
