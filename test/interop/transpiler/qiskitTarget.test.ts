import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Circuit, GateName, GateOperation, Operation } from '#core/circuit/circuit.ts';
import { gateNames } from '#core/circuit/gateTable.ts';
import { nativeCall } from '#core/circuit/nativeGates.ts';
import { type Coupling, gridCouplings, ringCouplings } from '#core/transpiler/couplingMap.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import { basisName } from '#core/transpiler/gateBasis.ts';
import { type TranspilerLevel, transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { anyGate } from '#test/support/arbitraries/circuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

/** Rings of twelve qubits with others between and beside them, as on IBM's devices of 27 qubits, of which these are 21. */
const heavyHex: readonly Coupling[] = [
  ...([
    [0, 1],
    [1, 2],
    [1, 4],
    [2, 3],
    [3, 5],
    [4, 7],
    [5, 8],
    [6, 7],
    [7, 10],
    [8, 9],
    [8, 11],
  ] as const),
  ...([
    [10, 12],
    [11, 14],
    [12, 13],
    [12, 15],
    [13, 14],
    [14, 16],
    [15, 18],
    [16, 19],
    [17, 18],
    [19, 20],
  ] as const),
];

const bothWays = (pairs: readonly Coupling[]) =>
  pairs.flatMap(([one, other]): Coupling[] => [
    [one, other],
    [other, one],
  ]);

const devices = {
  'heavy hexagons with CZ': { qubits: 21, gates: ['rz', 'sx', 'x', 'cz'], couplings: bothWays(heavyHex) },
  'a ring with ECR in one direction': { qubits: 20, gates: ['rz', 'sx', 'x', 'ecr'], couplings: ringCouplings(20) },
  'trapped ions with MS': {
    qubits: 20,
    gates: ['gpi', 'gpi2', 'rxx'],
    couplings: bothWays(
      Array.from({ length: 20 }, (_, one) => Array.from({ length: one }, (__, other): Coupling => [other, one])).flat(),
    ),
  },
  'a grid with iSWAP': { qubits: 20, gates: ['rz', 'sx', 'x', 'iswap'], couplings: bothWays(gridCouplings(4, 5)) },
} as const;

/** Circuits by their number of qubits: most are small, so that all of them can be compared on every basis state. */
const families: readonly { qubits: readonly number[]; gates: number; controls: number; each: number }[] = [
  { qubits: [1], gates: 10, controls: 0, each: 24 },
  { qubits: [2, 3], gates: 8, controls: 1, each: 150 },
  { qubits: [3, 4], gates: 4, controls: 2, each: 20 },
  { qubits: [4, 5], gates: 8, controls: 1, each: 50 },
  { qubits: [6, 7], gates: 8, controls: 1, each: 10 },
  { qubits: [8], gates: 6, controls: 1, each: 4 },
  { qubits: [9, 10], gates: 4, controls: 1, each: 1 },
  { qubits: [11, 12, 13, 14], gates: 10, controls: 1, each: 2 },
  { qubits: [16], gates: 6, controls: 1, each: 1 },
  { qubits: [20], gates: 4, controls: 1, each: 1 },
];

const matrixFree = gateNames.filter((name): name is GateName => name !== 'gphase');

function circuits(): Circuit[] {
  return families.flatMap(({ controls, each, gates, qubits }) =>
    qubits.flatMap((width) =>
      fc
        .sample(fc.array(anyGate(width, matrixFree, controls), { minLength: gates / 2, maxLength: gates }), {
          numRuns: each,
          seed: 4_151 * width,
        })
        .map((operations) => circuit(width, operations)),
    ),
  );
}

/** In turns; the highest takes longest and adds nothing to what is done to a circuit. */
const levels: readonly TranspilerLevel[] = [0, 1, 2, 1, 2, 0, 2, 3];

const answerSchema = z.object({
  id: z.number(),
  device: z.string(),
  unsupported: z.array(z.string()),
  infidelity: z.number(),
});

/** By the name a device has for it: [name, parameters, qubits]. */
function instruction(operation: Operation): [string, number[], number[]] {
  if (operation.kind !== 'gate' && operation.kind !== 'unitary') throw new Error(`There is no ${operation.kind}.`);
  const name = basisName(operation);
  const qubits = [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
  const parameters = operation.kind === 'gate' ? (nativeCall(operation)?.parameters ?? operation.parameters) : [];
  return [name, parameters.filter((angle) => typeof angle === 'number'), qubits];
}

/** By a gate of Qiskit and its controls: [name, parameters, controls, targets]. */
function written({ controls, gate, parameters, targets }: GateOperation) {
  return [gate, parameters, controls.map(({ qubit, value }) => [qubit, value]), targets];
}

test('five hundred circuits on four devices do what they did, in instructions that Qiskit’s Target allows', async () => {
  const all = circuits();
  expect(all.length).toBeGreaterThanOrEqual(500);
  const script = join(projectRoot, 'test', 'interop', 'transpiler', 'fitted_circuits.py');
  const child = spawn(await pythonEnvironment(), [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = text(child.stdout);
  const ended = once(child, 'exit');
  const send = async (value: unknown) => {
    if (!child.stdin.write(`${JSON.stringify(value)}\n`)) await once(child.stdin, 'drain');
  };
  await send(devices);
  let sent = 0;
  for (const [id, original] of all.entries()) {
    for (const [place, [device, { couplings, gates, qubits }]] of Object.entries(devices).entries()) {
      const level = levels[(id + place) % levels.length] ?? 2;
      const target = deviceTarget({ name: device, qubitCount: qubits, gates, couplings });
      const { final, initial, circuit: fitted } = transpileCircuit(original, target, { level, seed: id });
      const instructions = fitted.operations.map(instruction);
      await send({
        ...{ id, device, initial, final, qubits: original.qubitCount, instructions },
        original: original.operations.flatMap((operation) => (operation.kind === 'gate' ? [written(operation)] : [])),
      });
      sent++;
    }
  }
  child.stdin.end();
  const lines = (await answers).trimEnd().split('\n');
  expect((await ended)[0]).toBe(0);
  const checked = lines.map((line) => answerSchema.parse(JSON.parse(line)));
  expect(checked).toHaveLength(sent);
  expect(checked.filter(({ unsupported }) => unsupported.length > 0)).toEqual([]);
  // Errors of amplitudes enter squared; those of angles near to a border of the Weyl chamber come to 1e-11.
  expect(checked.filter(({ infidelity }) => !(infidelity < 1e-10))).toEqual([]);
});
