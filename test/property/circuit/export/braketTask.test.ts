import fc from 'fast-check';
import { expect, test } from 'vitest';
import { braketTaskQubits, exportBraketTask } from '#core/circuit/export/braketTask.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { readProgram } from '#test/support/emulators/braket/braketProgram.ts';
import { emulatedDevices } from '#test/support/emulators/braket/emulatedDevices.ts';
import { stateAfter } from '#test/support/emulators/braket/gateMatrices.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';

const qubits = 4;

/** Devices with every gate, and with those of ions only. */
const devices = emulatedDevices().filter(({ deviceName }) => deviceName === 'SV1' || deviceName === 'Forte 1');

test.each(devices)('a task for $deviceName has only its gates and makes the state of its circuit', (device) => {
  const { operations } = device;
  fc.assert(
    fc.property(anyGates(qubits, 12), (gates) => {
      const given = circuit(qubits, gates);
      const wires = braketTaskQubits(given);
      fc.pre(wires.length > 0);
      const { source } = exportBraketTask(given, new Set(operations));
      // Reads what the device takes, and refuses everything else.
      const rules = { supportedOperations: operations, qubitCount: device.qubits, contiguous: true };
      const program = readProgram(source, {}, rules);
      expect(program.measuredQubits).toEqual(wires.map((_, wire) => wire));
      const wanted = matrixAmplitudes(given);
      let [re, im] = [0, 0];
      stateAfter(wires.length, program.gates).forEach(([a, b], index) => {
        // The first qubit of a task is the highest bit of an index, that of a circuit the lowest.
        const place = wires.reduce((sum, qubit, wire) => {
          return (index >> (wires.length - 1 - wire)) & 1 ? sum + 2 ** qubit : sum;
        }, 0);
        const [c = Number.NaN, d = Number.NaN] = [wanted[2 * place], wanted[2 * place + 1]];
        re += a * c + b * d;
        im += a * d - b * c;
      });
      expect(Math.hypot(re, im)).toBeCloseTo(1, 9);
    }),
    { numRuns: 150 },
  );
});
