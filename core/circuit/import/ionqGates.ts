import type { GateName, GateOperation } from '../circuit.ts';
import { gateOperation as gate } from '../gateOperation.ts';

/** What one gate of IonQ has, read from its object. */
export interface IonqGateFields {
  readonly targets: readonly number[];
  readonly controls: readonly number[];
  /** Radians. */
  readonly rotation: number | undefined;
  /** Turns, of native gates. */
  readonly phases: readonly number[];
  /** Turns, of native gates. */
  readonly angle: number | undefined;
}

export interface IonqGateDescription {
  readonly targets: 1 | 2;
  readonly gateset: 'qis' | 'native';
  /** Native gates take no controls. */
  readonly controllable: boolean;
  readonly rotation: 'required' | 'optional' | 'none';
  /** How many phases it takes. */
  readonly phases: 0 | 1 | 2;
  write(fields: IonqGateFields): GateOperation[];
}

const turn = 2 * Math.PI;

/** The gates of both gate sets by name, except for `pauliexp` and `nop`. */
export const ionqGateDescriptions: ReadonlyMap<string, IonqGateDescription> = new Map([
  ['id', fixed('id')],
  ['x', fixed('x')],
  ['not', fixed('x')],
  ['cnot', fixed('x')],
  ['y', fixed('y')],
  // With a rotation, clients mean the phase gate.
  [
    'z',
    {
      ...fixed('z'),
      rotation: 'optional',
      write: ({ controls, rotation, targets }) => [
        rotation === undefined ? gate('z', [], targets, controls) : gate('p', [rotation], targets, controls),
      ],
    },
  ],
  ['h', fixed('h')],
  ['s', fixed('s')],
  ['si', fixed('sdg')],
  ['t', fixed('t')],
  ['ti', fixed('tdg')],
  ['v', fixed('sx')],
  ['vi', fixed('sxdg')],
  ['rx', rotation('rx', 1)],
  ['ry', rotation('ry', 1)],
  ['rz', rotation('rz', 1)],
  ['swap', { ...fixed('swap'), targets: 2 }],
  ['xx', rotation('rxx', 2)],
  ['yy', rotation('ryy', 2)],
  [
    'zz',
    {
      ...rotation('rzz', 2),
      rotation: 'optional',
      // The native gate of this name has an angle in turns.
      write: ({ angle, controls, rotation: radians, targets }) => [
        gate('rzz', [radians ?? (angle ?? 0.25) * turn], targets, controls),
      ],
    },
  ],
  ['gpi', native(1, ([phi = 0], [target = 0]) => [gate('u', [Math.PI, phi, Math.PI - phi], [target])])],
  [
    'gpi2',
    native(1, ([phi = 0], [target = 0]) => [gate('u', [Math.PI / 2, phi - Math.PI / 2, Math.PI / 2 - phi], [target])]),
  ],
  [
    'ms',
    native(2, ([first = 0, second = 0], targets, angle) => {
      const [a = 0, b = 0] = targets;
      return [
        gate('rz', [-first], [a]),
        gate('rz', [-second], [b]),
        gate('rxx', [angle], targets),
        gate('rz', [first], [a]),
        gate('rz', [second], [b]),
      ];
    }),
  ],
] satisfies readonly (readonly [string, IonqGateDescription])[]);

function fixed(name: GateName): IonqGateDescription {
  return {
    targets: 1,
    gateset: 'qis',
    controllable: true,
    rotation: 'none',
    phases: 0,
    write: ({ controls, targets }) => [gate(name, [], targets, controls)],
  };
}

function rotation(name: GateName, targets: 1 | 2): IonqGateDescription {
  return {
    targets,
    gateset: 'qis',
    controllable: true,
    rotation: 'required',
    phases: 0,
    write: (fields) => [gate(name, [fields.rotation ?? 0], fields.targets, fields.controls)],
  };
}

function native(
  targets: 1 | 2,
  write: (phases: readonly number[], targets: readonly number[], angle: number) => GateOperation[],
): IonqGateDescription {
  return {
    targets,
    gateset: 'native',
    controllable: false,
    rotation: 'none',
    phases: targets,
    write: (fields) =>
      write(
        fields.phases.map((phase) => phase * turn),
        fields.targets,
        (fields.angle ?? 0.25) * turn,
      ),
  };
}
