import type { Circuit } from '../circuit.ts';
import type { ExportedProgram, ExportFormat } from './exportedProgram.ts';
import { exportIonq } from './ionqJson.ts';
import { exportBraket } from './python/braket.ts';
import { exportCirq } from './python/cirq.ts';
import { exportPennylane } from './python/pennylane.ts';
import { exportQiskit } from './python/qiskit.ts';
import { exportQasm2 } from './qasm2.ts';
import { exportQasm3 } from './qasm3.ts';
import { exportQuil } from './quil.ts';
import { exportStim } from './stim.ts';

/** What programs need to know of a format to offer it and to keep its files. */
export interface ExportFormatDescription {
  readonly format: ExportFormat;
  /** As people call it: `Qiskit`. */
  readonly title: string;
  /** The editor's name for the language of the written program. */
  readonly languageId: 'openqasm' | 'python' | 'json' | 'plaintext';
  /** Of files that hold such programs, with the dot. */
  readonly extension: string;
}

interface Exporter extends ExportFormatDescription {
  readonly write: (circuit: Circuit) => ExportedProgram;
}

const exporters: { readonly [Format in ExportFormat]: Exporter } = {
  qasm2: exporter('qasm2', 'OpenQASM 2', 'openqasm', '.qasm', exportQasm2),
  qasm3: exporter('qasm3', 'OpenQASM 3', 'openqasm', '.qasm', exportQasm3),
  qiskit: exporter('qiskit', 'Qiskit', 'python', '.py', exportQiskit),
  cirq: exporter('cirq', 'Cirq', 'python', '.py', exportCirq),
  pennylane: exporter('pennylane', 'PennyLane', 'python', '.py', exportPennylane),
  braket: exporter('braket', 'Amazon Braket', 'python', '.py', exportBraket),
  quil: exporter('quil', 'Quil', 'plaintext', '.quil', exportQuil),
  ionq: exporter('ionq', 'IonQ JSON', 'json', '.json', exportIonq),
  stim: exporter('stim', 'Stim', 'plaintext', '.stim', exportStim),
};

/** All formats, in the order in which people are offered them. */
export const exportFormatDescriptions: readonly ExportFormatDescription[] = Object.values(exporters).map(
  ({ extension, format, languageId, title }) => ({ extension, format, languageId, title }),
);

/**
 * Writes a circuit in another format. The program, where there is one, does what the circuit does, except for what the
 * omissions say; parameters stay parameters where the format has them. Never throws because of what the circuit holds.
 */
export function exportCircuit(circuit: Circuit, format: ExportFormat): ExportedProgram {
  return exporters[format].write(circuit);
}

function exporter(
  format: ExportFormat,
  title: string,
  languageId: ExportFormatDescription['languageId'],
  extension: string,
  write: (circuit: Circuit) => ExportedProgram,
): Exporter {
  return { format, title, languageId, extension, write };
}
