/** Regions Amazon Braket is in. */
export const braketRegions = ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-2', 'eu-north-1'] as const;

export const usualRegion = 'us-east-1';

const managedSimulators = 'arn:aws:braket:::device/quantum-simulator/amazon/';

/** The resource name of a device that needs no look at a list: one given in full, or a managed simulator. */
export function knownDeviceArn(device: string): string | undefined {
  if (device.startsWith('arn:')) return device;
  const name = device.toLowerCase();
  return name === 'sv1' || name === 'dm1' ? managedSimulators + name : undefined;
}

/** The region a device is in; undefined for the managed simulators, which are in several. */
export function regionOfDevice(arn: string): string | undefined {
  return arn.split(':')[3] || undefined;
}

/** What a configuration may name a device by: the last part of its resource name. */
export function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Whether a device of a list is the one a configuration names. */
export function isNamed(device: string, summary: { readonly deviceArn: string; readonly deviceName: string }): boolean {
  const wanted = device.toLowerCase();
  return shortName(summary.deviceArn).toLowerCase() === wanted || summary.deviceName.toLowerCase() === wanted;
}

/** Whether a device simulates the noise of density matrices, at the price of twice the qubits. */
export function isDensitySimulator(arn: string): boolean {
  return shortName(arn).toLowerCase() === 'dm1';
}
