import { ionqMaximumShots } from '#core/circuit/export/ionqJson.ts';
import type { DeviceKind } from '../backend.ts';

/** Whose gate set, formats and prices a target has. */
export type AzureFamily = 'ionq' | 'quantinuum' | 'rigetti';

/** What is known of a target besides what the workspace tells of it. */
export interface AzureTarget {
  readonly family: AzureFamily | undefined;
  readonly kind: DeviceKind;
  /** Where the workspace tells none. */
  readonly qubits: number | undefined;
  /** Reads programs and runs none: all bits of its results are 0. */
  readonly onlyChecks: boolean;
  readonly takesFeedback: boolean;
  readonly gates: readonly string[];
  readonly maximumShots: number | undefined;
}

/** Qubits by the part of the name that stands for the machine. */
const machineQubits: readonly (readonly [RegExp, number])[] = [
  [/^ionq\.simulator$/, 29],
  [/^ionq\.qpu\.aria/, 25],
  [/^ionq\.qpu\.forte/, 36],
  [/^quantinuum\..*\.h2-/, 56],
  [/^quantinuum\..*\.helios-/, 98],
  [/^rigetti\.sim\.qvm$/, 20],
  [/-108q$/, 108],
];

const ionqGates = 'x y z h s sdg t tdg sx sxdg rx ry rz cx swap rxx ryy rzz'.split(' ');

/** What a target is, by its name. */
export function azureTarget(id: string): AzureTarget {
  const family = azureFamily(id);
  const onlyChecks = /^quantinuum\.sim\..*sc$/.test(id);
  const isEmulator = /^quantinuum\.sim\..*e$/.test(id);
  const isSimulator = id.includes('.sim.') || id.endsWith('.simulator');
  const kind: DeviceKind = isEmulator ? 'emulator' : isSimulator ? 'simulator' : 'hardware';
  return {
    family,
    kind,
    qubits: machineQubits.find(([name]) => name.test(id))?.[1],
    onlyChecks,
    takesFeedback: family === 'quantinuum' || (family === 'rigetti' && kind === 'simulator'),
    gates: gatesOf(family, kind),
    maximumShots: shotsOf(family),
  };
}

function azureFamily(id: string): AzureFamily | undefined {
  const [provider] = id.toLowerCase().split('.');
  return provider === 'ionq' || provider === 'quantinuum' || provider === 'rigetti' ? provider : undefined;
}

function gatesOf(family: AzureFamily | undefined, kind: DeviceKind): readonly string[] {
  switch (family) {
    case 'ionq':
      return ionqGates;
    case 'quantinuum':
      return ['r', 'rz', 'rzz'];
    case 'rigetti':
      // Which pairs a machine couples is not told, and a list would say that all are.
      return kind === 'hardware' ? [] : ['rx', 'rz', 'cz', 'iswap'];
    case undefined:
      return [];
  }
}

function shotsOf(family: AzureFamily | undefined): number | undefined {
  switch (family) {
    case 'ionq':
      return ionqMaximumShots;
    case 'quantinuum':
      return 10_000;
    case 'rigetti':
    case undefined:
      return undefined;
  }
}
