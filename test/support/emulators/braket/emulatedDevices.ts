/** The devices of the emulator, with capabilities in the shapes Amazon Braket gives them. */

export type EmulatedStatus = 'ONLINE' | 'OFFLINE' | 'RETIRED';

export interface EmulatedDevice {
  readonly deviceArn: string;
  readonly deviceName: string;
  readonly providerName: string;
  readonly deviceType: 'QPU' | 'SIMULATOR';
  deviceStatus: EmulatedStatus;
  /** Where it is; the managed simulators are in several regions. */
  readonly regions: readonly string[];
  /** Qubits that are really simulated; circuits may be declared up to the device's own number. */
  readonly qubits: number;
  readonly shotsRange: readonly [number, number];
  readonly operations: readonly string[];
  readonly queueSize: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

const header = (name: string) => ({ name: `braket.device_schema.${name}`, version: '1' });

const everyGate = [
  ...['ccnot', 'cnot', 'cphaseshift', 'cphaseshift00', 'cphaseshift01', 'cphaseshift10', 'cswap', 'cv', 'cy', 'cz'],
  ...['gpi', 'gpi2', 'h', 'i', 'iswap', 'phaseshift', 'prx', 'rx', 'ry', 'rz', 's', 'si', 'swap', 't', 'ti', 'v', 'vi'],
  ...['x', 'xx', 'y', 'yy', 'z', 'zz'],
];
const ionGates = [
  ...['x', 'y', 'z', 'rx', 'ry', 'rz', 'h', 'cnot', 's', 'si', 't', 'ti', 'v', 'vi', 'xx', 'yy', 'zz', 'swap'],
];

const always = [{ executionDay: 'Everyday', windowStartHour: '00:00:00', windowEndHour: '23:59:59' }];

interface Description {
  readonly schema: string;
  readonly operations: readonly string[];
  readonly shotsRange: readonly [number, number];
  readonly cost: { readonly price: number; readonly unit: string };
  readonly windows?: typeof always;
  readonly location: string;
  readonly updatedAt: string;
  readonly paradigm: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly isSimulator: boolean;
}

function capabilities(description: Description): Readonly<Record<string, unknown>> {
  const { cost, isSimulator, location, more, operations, paradigm, schema, shotsRange, updatedAt } = description;
  const [least, most] = shotsRange;
  return {
    braketSchemaHeader: header(schema),
    service: {
      braketSchemaHeader: header('device_service_properties'),
      executionWindows: description.windows ?? always,
      shotsRange,
      deviceCost: cost,
      deviceDocumentation: {
        imageUrl: 'https://example.invalid/device.png',
        summary: 'An emulated device',
        externalDocumentationUrl: 'https://example.invalid/',
      },
      deviceLocation: location,
      updatedAt,
      getTaskPollIntervalMillis: null,
    },
    action: {
      'braket.ir.openqasm.program': {
        version: ['1'],
        actionType: 'braket.ir.openqasm.program',
        supportedOperations: operations,
        supportedModifiers: [],
        supportedPragmas: ['verbatim', 'braket_result_type_probability'].slice(isSimulator ? 1 : 0),
        forbiddenPragmas: [],
        maximumQubitArrays: 1,
        maximumClassicalArrays: 1,
        forbiddenArrayOperations: [],
        requiresAllQubitsMeasurement: !isSimulator,
        supportPhysicalQubits: !isSimulator,
        requiresContiguousQubitIndices: isSimulator,
        supportsPartialVerbatimBox: false,
        supportsUnassignedMeasurements: true,
        disabledQubitRewiringSupported: !isSimulator,
        supportedResultTypes: [{ name: 'Probability', observables: null, minShots: least, maxShots: most }],
      },
    },
    paradigm,
    provider: {},
    deviceParameters: {},
    ...more,
  };
}

const simulatorParadigm = (qubitCount: number) => ({
  braketSchemaHeader: header('simulators.gate_model_simulator_paradigm_properties'),
  qubitCount,
});

const simulatorRegions = ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-2'];

function simulator(name: 'SV1' | 'DM1', qubitCount: number): EmulatedDevice {
  const shotsRange = [0, 100_000] as const;
  return {
    deviceArn: `arn:aws:braket:::device/quantum-simulator/amazon/${name.toLowerCase()}`,
    deviceName: name,
    providerName: 'Amazon Braket',
    deviceType: 'SIMULATOR',
    deviceStatus: 'ONLINE',
    regions: simulatorRegions,
    qubits: qubitCount,
    shotsRange,
    operations: everyGate,
    queueSize: '0',
    capabilities: capabilities({
      schema: 'simulators.gate_model_simulator_device_capabilities',
      operations: everyGate,
      shotsRange,
      cost: { price: 0.075, unit: 'minute' },
      location: 'us-east-1',
      updatedAt: '2026-08-01T00:00:00.000Z',
      paradigm: simulatorParadigm(qubitCount),
      isSimulator: true,
    }),
  };
}

/** Nine qubits in a square, numbered from 1 as the vendor does. */
const garnetGraph = {
  1: ['2', '4'],
  2: ['3', '5'],
  3: ['6'],
  4: ['5', '7'],
  5: ['6', '8'],
  6: ['9'],
  7: ['8'],
  8: ['9'],
};

function garnet(): EmulatedDevice {
  const operations = [...everyGate];
  const shotsRange = [1, 20_000] as const;
  const time = (value: number) => ({ value, standardError: null, unit: 'S' });
  const fidelity = (name: string, value: number) => ({ fidelityType: { name, description: null }, fidelity: value });
  const qubits = Array.from({ length: 9 }, (_, index) => String(index + 1));
  const pairs = Object.entries(garnetGraph).flatMap(([from, to]) => to.map((other) => `${from}-${other}`));
  return {
    deviceArn: 'arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet',
    deviceName: 'Garnet',
    providerName: 'IQM',
    deviceType: 'QPU',
    deviceStatus: 'ONLINE',
    regions: ['eu-north-1'],
    qubits: 9,
    shotsRange,
    operations,
    queueSize: '12',
    capabilities: capabilities({
      schema: 'iqm.iqm_device_capabilities',
      operations,
      shotsRange,
      cost: { price: 0.00145, unit: 'shot' },
      windows: [{ executionDay: 'Weekdays', windowStartHour: '08:00:00', windowEndHour: '18:30:00' }],
      location: 'Finland',
      updatedAt: '2026-08-20T06:00:00.000Z',
      paradigm: {
        braketSchemaHeader: header('gate_model_qpu_paradigm_properties'),
        qubitCount: 9,
        nativeGateSet: ['cz', 'prx'],
        connectivity: { fullyConnected: false, connectivityGraph: garnetGraph },
      },
      more: {
        provider: {
          braketSchemaHeader: header('iqm.iqm_provider_properties'),
          properties: {
            one_qubit: Object.fromEntries(qubits.map((qubit) => [qubit, { T1: 4e-5, T2: 1e-5, fRO: 0.98 }])),
          },
        },
        standardized: {
          braketSchemaHeader: {
            name: 'braket.device_schema.standardized_gate_model_qpu_device_properties',
            version: '1',
          },
          oneQubitProperties: Object.fromEntries(
            qubits.map((qubit) => [
              qubit,
              {
                T1: time(4e-5),
                T2: time(1e-5),
                oneQubitFidelity: [fidelity('RANDOMIZED_BENCHMARKING', 0.999), fidelity('READOUT', 0.98)],
              },
            ]),
          ),
          twoQubitProperties: Object.fromEntries(
            pairs.map((pair) => [
              pair,
              { twoQubitGateFidelity: [{ gateName: 'CZ', ...fidelity('INTERLEAVED_RANDOMIZED_BENCHMARKING', 0.99) }] },
            ]),
          ),
        },
      },
      isSimulator: false,
    }),
  };
}

function forte(): EmulatedDevice {
  const shotsRange = [1, 5000] as const;
  return {
    deviceArn: 'arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1',
    deviceName: 'Forte 1',
    providerName: 'IonQ',
    deviceType: 'QPU',
    deviceStatus: 'OFFLINE',
    regions: ['us-east-1'],
    qubits: 36,
    shotsRange,
    operations: ionGates,
    queueSize: '>2000',
    capabilities: capabilities({
      schema: 'ionq.ionq_device_capabilities',
      operations: ionGates,
      shotsRange,
      cost: { price: 0.08, unit: 'shot' },
      location: 'Maryland, USA',
      updatedAt: '2026-08-19T00:00:00.000Z',
      paradigm: {
        braketSchemaHeader: header('gate_model_qpu_paradigm_properties'),
        qubitCount: 36,
        nativeGateSet: ['GPI', 'GPI2', 'ZZ'],
        connectivity: { fullyConnected: true, connectivityGraph: {} },
      },
      isSimulator: false,
    }),
  };
}

/** A device for analog programs, without the action that takes circuits. */
function aquila(): EmulatedDevice {
  const shotsRange = [1, 1000] as const;
  return {
    deviceArn: 'arn:aws:braket:us-east-1::device/qpu/quera/Aquila',
    deviceName: 'Aquila',
    providerName: 'QuEra',
    deviceType: 'QPU',
    deviceStatus: 'ONLINE',
    regions: ['us-east-1'],
    qubits: 256,
    shotsRange,
    operations: [],
    queueSize: '3',
    capabilities: {
      braketSchemaHeader: header('quera.quera_device_capabilities'),
      service: {
        braketSchemaHeader: header('device_service_properties'),
        executionWindows: always,
        shotsRange,
        deviceCost: { price: 0.01, unit: 'shot' },
        deviceDocumentation: { imageUrl: '', summary: '', externalDocumentationUrl: '' },
        deviceLocation: 'Boston, USA',
        updatedAt: '2026-08-19T00:00:00.000Z',
      },
      action: { 'braket.ir.ahs.program': { version: ['1'], actionType: 'braket.ir.ahs.program' } },
      paradigm: { braketSchemaHeader: header('quera.quera_ahs_paradigm_properties'), qubitCount: 256 },
      deviceParameters: {},
    },
  };
}

function ankaa(): EmulatedDevice {
  const shotsRange = [1, 100_000] as const;
  return {
    deviceArn: 'arn:aws:braket:us-west-1::device/qpu/rigetti/Ankaa-3',
    deviceName: 'Ankaa-3',
    providerName: 'Rigetti',
    deviceType: 'QPU',
    deviceStatus: 'RETIRED',
    regions: ['us-west-1'],
    qubits: 84,
    shotsRange,
    operations: everyGate,
    queueSize: '0',
    capabilities: capabilities({
      schema: 'rigetti.rigetti_device_capabilities',
      operations: everyGate,
      shotsRange,
      cost: { price: 0.0009, unit: 'shot' },
      location: 'California, USA',
      updatedAt: '2026-02-01T00:00:00.000Z',
      paradigm: {
        braketSchemaHeader: header('gate_model_qpu_paradigm_properties'),
        qubitCount: 84,
        nativeGateSet: ['rx', 'rz', 'iswap'],
        connectivity: { fullyConnected: false, connectivityGraph: { 0: ['1'] } },
      },
      more: { provider: { braketSchemaHeader: header('rigetti.rigetti_provider_properties'), specs: {} } },
      isSimulator: false,
    }),
  };
}

export function emulatedDevices(): EmulatedDevice[] {
  return [simulator('SV1', 34), simulator('DM1', 17), garnet(), forte(), aquila(), ankaa()];
}
