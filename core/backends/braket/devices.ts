import type { BackendDescription, DeviceCalibration, DeviceSummary } from '../backend.ts';
import { shortName } from './deviceNames.ts';
import { devicePrice } from './prices.ts';
import type { BraketCapabilities, BraketDevice, BraketSummary } from './wire.ts';

const circuitAction = 'braket.ir.openqasm.program';

/** Of Braket's gates those that OpenQASM's standard library or we call otherwise. */
const standardNames: ReadonlyMap<string, string> = new Map([
  ['i', 'id'],
  ['si', 'sdg'],
  ['ti', 'tdg'],
  ['v', 'sx'],
  ['vi', 'sxdg'],
  ['phaseshift', 'p'],
  ['cnot', 'cx'],
  ['ccnot', 'ccx'],
  ['cphaseshift', 'cp'],
  ['cv', 'csx'],
  ['xx', 'rxx'],
  ['yy', 'ryy'],
  ['zz', 'rzz'],
  ['prx', 'r'],
]);

/** A device as the list of devices tells of it. */
export function listedDevice(summary: BraketSummary): DeviceSummary {
  const { deviceArn, deviceName, deviceStatus, deviceType, providerName } = summary;
  const isOnline = deviceStatus === 'ONLINE';
  const isKnown = isOnline || deviceStatus === 'OFFLINE' || deviceStatus === 'RETIRED';
  return {
    device: deviceArn,
    title: providerName == null ? deviceName : `${providerName} ${deviceName}`,
    kind: deviceType === 'SIMULATOR' ? 'simulator' : 'hardware',
    status: isOnline ? 'available' : isKnown ? 'unavailable' : 'unknown',
    ...(isOnline ? {} : { notice: deviceStatus.toLowerCase() }),
  };
}

/**
 * A device as it tells of itself.
 * @param now milliseconds since 1970, for the date of prices
 */
export function deviceSummary(device: BraketDevice, now: number): DeviceSummary {
  const { deviceCapabilities: capabilities, deviceQueueInfo: queues } = device;
  const listed = listedDevice(device);
  const qubits = capabilities.paradigm?.qubitCount;
  const takesCircuits = takenGates(capabilities) !== undefined;
  const notices = [
    listed.notice,
    takesCircuits ? undefined : 'takes no circuits',
    windowsText(capabilities.service.executionWindows ?? []),
  ].filter((notice) => notice !== undefined);
  const price = devicePrice(device.deviceArn, capabilities.service.deviceCost, now);
  const { notice: _, ...shown } = listed;
  return {
    ...shown,
    ...(takesCircuits ? {} : { status: 'unavailable' }),
    ...(qubits == null ? {} : { qubits }),
    ...(notices.length === 0 ? {} : { notice: notices.join('; ') }),
    ...queueOf(queues ?? []),
    ...(price === undefined ? {} : { price }),
  };
}

/** @param id the name of the backend */
export function deviceDescription(id: string, device: BraketDevice, now: number): BackendDescription {
  const { deviceCapabilities: capabilities } = device;
  const { paradigm, service } = capabilities;
  const couplings = couplingsOf(capabilities);
  const native = paradigm?.nativeGateSet ?? [];
  const gates = native.length > 0 ? native : [...(takenGates(capabilities) ?? [])];
  const maximumShots = service.shotsRange?.[1];
  return {
    ...deviceSummary(device, now),
    id,
    adapter: 'braket',
    qubits: paradigm?.qubitCount ?? 0,
    gates: [...new Set(gates.map((gate) => standardNames.get(gate.toLowerCase()) ?? gate.toLowerCase()))],
    ...(couplings === undefined ? {} : { couplings }),
    takes: 'any-circuit',
    takesFeedback: false,
    ...(maximumShots === undefined ? {} : { maximumShots }),
    version: service.updatedAt ?? shortName(device.deviceArn),
  };
}

/** What its provider last measured of a device; undefined for simulators and others that tell nothing. */
export function deviceCalibration(device: BraketDevice): DeviceCalibration | undefined {
  const { provider, service, standardized } = device.deviceCapabilities;
  const values = Object.fromEntries(Object.entries({ standardized, provider }).filter(([, value]) => isFilled(value)));
  if (Object.keys(values).length === 0) return undefined;
  const calibratedAt = Date.parse(service.updatedAt ?? '');
  return {
    id: [shortName(device.deviceArn), service.updatedAt ?? ''].join(' ').trim(),
    ...(Number.isFinite(calibratedAt) ? { calibratedAt } : {}),
    values,
  };
}

/** Braket's names of the gates that circuits for a device may have, lower case; undefined where it takes no circuits. */
export function takenGates({ action }: BraketCapabilities): ReadonlySet<string> | undefined {
  const operations = action?.[circuitAction]?.supportedOperations;
  return operations == null ? undefined : new Set(operations.map((name) => name.toLowerCase()));
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/**
 * Pairs in the numbers 0… of the device's qubits in their order, as vendors begin at 0 or at 1 and leave some out. A
 * vendor may name a pair once or twice; gates act in both orders.
 */
function couplingsOf({ paradigm }: BraketCapabilities): (readonly [number, number])[] | undefined {
  const connectivity = paradigm?.connectivity;
  if (connectivity == null || connectivity.fullyConnected === true) return undefined;
  const graph = connectivity.connectivityGraph ?? {};
  const labels = [...new Set(Object.entries(graph).flatMap(([from, to]) => [from, ...to]))];
  labels.sort((left, right) => Number(left) - Number(right));
  const isContiguous = labels.every((label) => Number(label) < (paradigm?.qubitCount ?? 0));
  const numbers = new Map(labels.map((label, index) => [label, isContiguous ? Number(label) : index]));
  const pairs = new Map<string, readonly [number, number]>();
  for (const [from, neighbours] of Object.entries(graph)) {
    for (const to of neighbours) {
      const one = numbers.get(from) ?? 0;
      const other = numbers.get(to) ?? 0;
      pairs.set(`${one} ${other}`, [one, other]).set(`${other} ${one}`, [other, one]);
    }
  }
  return [...pairs.values()].sort((left, right) => left[0] - right[0] || left[1] - right[1]);
}

/** Tasks waiting; a size may be told as `>4000`. */
function queueOf(queues: NonNullable<BraketDevice['deviceQueueInfo']>): Pick<DeviceSummary, 'queueLength'> {
  const sizes = queues
    .filter(({ queue }) => queue === 'QUANTUM_TASKS_QUEUE')
    .flatMap(({ queueSize }) => /\d+/.exec(queueSize)?.map(Number) ?? []);
  return sizes.length === 0 ? {} : { queueLength: sizes.reduce((sum, size) => sum + size, 0) };
}

/** When a device runs tasks, in UTC; undefined where that is always. */
function windowsText(windows: NonNullable<BraketCapabilities['service']['executionWindows']>): string | undefined {
  const limited = windows.filter(
    ({ executionDay, windowEndHour, windowStartHour }) =>
      !(/^everyday$/i.test(executionDay) && windowStartHour.startsWith('00:00') && windowEndHour >= '23:59'),
  );
  if (limited.length < windows.length || limited.length === 0) return undefined;
  const texts = limited.map(
    ({ executionDay, windowEndHour, windowStartHour }) =>
      `${executionDay} ${windowStartHour.slice(0, 5)}–${windowEndHour.slice(0, 5)}`,
  );
  return `runs tasks ${texts.join(', ')} UTC`;
}
