import type { IonqEmulator } from './ionqEmulator.ts';

/**
 * Submits a job to the emulator as another program would: X on the first of two qubits, 100 shots.
 * @returns its id
 */
export async function submittedElsewhere({ url }: IonqEmulator, key: string): Promise<string> {
  const body = {
    type: 'ionq.circuit.v1',
    name: 'theirs',
    backend: 'qpu.forte-1',
    shots: 100,
    input: { qubits: 2, gateset: 'qis', circuit: [{ gate: 'x', target: 0 }] },
  };
  const headers = { authorization: `apiKey ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/jobs`, { method: 'POST', headers, body: JSON.stringify(body) });
  return ((await answer.json()) as { readonly id: string }).id;
}
