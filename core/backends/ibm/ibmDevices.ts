import { circuitLimits } from '#core/circuit/circuitsPerJob.ts';
import type { BackendDescription, DeviceStatus, DeviceSummary } from '../backend.ts';
import type { IbmConfiguration, IbmDevice, IbmStatus } from './wire.ts';

/** Executions (circuits times shots) that a job of the sampler may have. */
export const maximumExecutions = 10_000_000;

/** Gates with an angle that some devices offer beside those that all gates are made of, and not together with feedback. */
const fractionalGates = new Set(['rx', 'rzz']);

export function summaryOf({ is_simulator, name, qubits, queue_length, status }: IbmDevice): DeviceSummary {
  const said = status?.reason ?? '';
  const state = statusOf(status?.name);
  return {
    device: name,
    kind: is_simulator ? 'simulator' : 'hardware',
    status: state,
    ...(qubits == null ? {} : { qubits }),
    ...(state === 'available'
      ? {}
      : { notice: said === '' ? (status?.name ?? 'unknown') : `${status?.name}: ${said}` }),
    ...(queue_length == null ? {} : { queueLength: queue_length }),
  };
}

function statusOf(name: string | undefined): DeviceStatus {
  switch (name) {
    case 'online':
      return 'available';
    case 'paused':
    case 'offline':
      return 'unavailable';
    default:
      // Whatever IBM may add.
      return 'unknown';
  }
}

/**
 * @param id the name that the user gave the backend
 * @param isFractional whether circuits may use the fractional gates of a device that has some
 */
export function descriptionOf(
  id: string,
  configuration: IbmConfiguration,
  status: IbmStatus,
  isFractional: boolean,
): BackendDescription {
  const { backend_name, backend_version, coupling_map, n_qubits, simulator, supported_instructions } = configuration;
  const closed = whyClosed(status);
  return {
    id,
    adapter: 'ibm',
    device: backend_name,
    kind: simulator ? 'simulator' : 'hardware',
    qubits: n_qubits,
    status: closed === undefined ? 'available' : 'unavailable',
    ...(closed === undefined ? {} : { notice: closed }),
    ...(status.length_queue == null ? {} : { queueLength: status.length_queue }),
    gates: isFractional ? configuration.basis_gates : gatesOf(configuration),
    ...(coupling_map == null || coupling_map.length === 0 ? {} : { couplings: coupling_map }),
    takes: 'device-circuit',
    takesFeedback: !isFractional && (supported_instructions?.includes('if_else') ?? false),
    maximumShots: maximumExecutions,
    maximumCircuits: circuitLimits.ibm,
    version: backend_version ?? '',
  };
}

/** Gates that circuits may use together with feedback. */
function gatesOf({ basis_gates, simulator }: IbmConfiguration): readonly string[] {
  return simulator ? basis_gates : basis_gates.filter((name) => !fractionalGates.has(name));
}

/** Why a device works on no jobs at the moment, in the provider's words; undefined for one that does. */
export function whyClosed({ message, state, status }: IbmStatus): string | undefined {
  if (state && (status == null || status === 'active')) return undefined;
  const words = [status ?? '', message ?? ''].filter((text) => text !== '');
  return words.length === 0 ? 'out of service' : words.join(': ');
}
