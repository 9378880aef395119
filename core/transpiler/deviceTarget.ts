import type { Circuit } from '#core/circuit/circuit.ts';
import type { DeviceFacts } from '#core/circuit/device/deviceFile.ts';
import { CouplingMap } from './couplingMap.ts';
import { DeviceErrors } from './deviceErrors.ts';
import { deviceBasis, gateBasis } from './gateBasis.ts';
import type { TranspilerTarget } from './transpileCircuit.ts';

/**
 * What circuits are fitted to for a device: its gates, its couplings without those its calibration calls out of order, and
 * its errors.
 * @param basis gates that are meant instead of those of the device
 * @throws Failure `invalid-input` where the gates are no basis
 */
export function deviceTarget(
  { calibration, couplings, gates, qubitCount }: DeviceFacts,
  basis?: readonly string[],
): TranspilerTarget {
  const errors = calibration && new DeviceErrors(calibration);
  const working = couplings?.filter(([one, other]) => (errors?.pair(one, other) ?? 0) < 1);
  return {
    basis: basis ? gateBasis(basis) : deviceBasis(gates),
    ...(working && { coupling: new CouplingMap(qubitCount, working, { isDirected: true }) }),
    ...(errors && { errors }),
  };
}

/** A fitted circuit with the device's own qubits, which programs name by number. */
export function onPhysicalQubits(circuit: Circuit): Circuit {
  const { qubitCount } = circuit;
  return { ...circuit, qubitRegisters: qubitCount === 0 ? [] : [{ name: '$', start: 0, size: qubitCount }] };
}
