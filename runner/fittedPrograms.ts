import type { Circuit } from '#core/circuit/circuit.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { placedOperation } from '#core/circuit/placedOperation.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { sentCircuitName } from '#core/runs/sentCircuits.ts';
import { onPhysicalQubits } from '#core/transpiler/deviceTarget.ts';
import { loadCircuit } from './circuitProgram.ts';
import { recordedFiles } from './inputSnapshot.ts';
import type { RunExecution } from './runExecution.ts';

/** Longer programs are not kept, in characters: what fits no device of today fills no store. */
const longestKept = 2_000_000;

/**
 * Keeps a circuit as a backend gets it, as an OpenQASM 3 program on the qubits of its device; durable when it resolves. What
 * OpenQASM cannot say or what is very long is not kept.
 * @throws Failure of the store
 */
export async function keepFittedProgram(
  { services, store, writer }: RunExecution,
  backend: string,
  circuit: Circuit,
): Promise<void> {
  const { text } = exportQasm3(onDeviceQubits(circuit));
  if (text === undefined || text.length > longestKept) return;
  const sha256 = await store.saveArtifact(new TextEncoder().encode(services.redactor.redact(text)));
  const name = sentCircuitName(backend);
  writer.later(async (to, run) => {
    const { attachments = {} } = (await to.get(run)) ?? {};
    if (attachments[name] !== sha256) await to.update(run, { attachments: { ...attachments, [name]: sha256 } });
  });
  await writer.settled();
}

/** With the numbers of the qubits of the device, where it names them. */
function onDeviceQubits({ deviceQubits, ...circuit }: Circuit): Circuit {
  if (deviceQubits === undefined || deviceQubits.length === 0) return onPhysicalQubits(circuit);
  const place = (qubit: number) => deviceQubits[qubit] ?? qubit;
  const operations = circuit.operations.map((operation) => placedOperation(operation, place));
  return onPhysicalQubits({ ...circuit, qubitCount: Math.max(...deviceQubits) + 1, operations });
}

/**
 * A program that was kept, on the qubits that it uses, each a register named as the device names it.
 * @throws Failure of the copy
 */
export async function keptProgram(
  name: string,
  { attachments = {} }: Pick<RunRecord, 'attachments'>,
  store: RunStore,
): Promise<Circuit> {
  const { circuit } = await loadCircuit(name, recordedFiles(attachments, store), () => 0);
  const used = [...new Set(circuit.operations.flatMap(operationQubits))].sort((one, other) => one - other);
  const places = new Map(used.map((qubit, place) => [qubit, place]));
  return {
    ...circuit,
    qubitCount: used.length,
    qubitRegisters: used.map((qubit, start) => ({ name: `$${qubit}`, start, size: 1, scalar: true })),
    operations: circuit.operations.map((operation) =>
      placedOperation(operation, (qubit) => places.get(qubit) ?? qubit),
    ),
  };
}
