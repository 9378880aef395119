import type { ConfiguredBackend } from './configuredBackend.ts';

/** A backend that is a simulator of a Python package: it runs on this machine, in the user's interpreter, free of charge. */
export type PythonPackage = Extract<
  ConfiguredBackend,
  { adapter: 'qiskit-aer' | 'cirq' | 'pennylane' | 'braket-local' }
>;

export function isPythonPackage(backend: ConfiguredBackend): backend is PythonPackage {
  switch (backend.adapter) {
    case 'qiskit-aer':
    case 'cirq':
    case 'pennylane':
    case 'braket-local':
      return true;
    case 'ionq':
    case 'ibm':
    case 'braket':
    case 'azure':
    case 'qbraid':
      return false;
  }
}
