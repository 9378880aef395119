import { expect, test } from 'vitest';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { sentCircuitName } from '#core/runs/sentCircuits.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { circuitReport } from '#runner/circuitReport.ts';
import { succeededRun } from '#test/support/fixtures/runRecords.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** A run of a pipeline with so many layers in its ansatz. */
function pipelineRun(reps: number): RunRecord {
  return {
    ...succeededRun(),
    inputs: {},
    configuration: {
      hybrid: 1,
      backends: {},
      execution: {},
      data: {},
      interface: { input: { features: 2 } },
      quantum: {
        qubits: 2,
        featureMap: { use: 'angle', reps: 1, entanglement: 'none', with: {} },
        ansatz: { use: 'real-amplitudes', reps, entanglement: 'linear', with: {} },
      },
    },
  };
}

test('compares circuits that pipelines make of templates, and files of other names', async () => {
  await withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, systemClock);
    try {
      const [one, two] = [pipelineRun(1), pipelineRun(2)].map((record) => ({ record, store }));
      if (!one || !two) throw new Error('There are two.');
      // A layer more is a CX and a rotation of both qubits.
      expect(await circuitReport([one, two, one])).toMatchObject([
        { run: 1, title: 'Circuit of the pipeline', kind: 'drawn', counts: { removed: 0, added: 3, changed: 0 } },
        { run: 2, kind: 'same' },
      ]);
      const file = async (name: string, text: string) => ({
        record: {
          ...succeededRun(),
          kind: 'circuit' as const,
          file: `circuits/${name}`,
          inputs: { [name]: await store.saveArtifact(Buffer.from(`OPENQASM 3.0;\ninclude "stdgates.inc";\n${text}`)) },
        },
        store,
      });
      const bell = await file('bell.qasm', 'qubit[2] q; h q[0]; cx q[0], q[1];');
      const other = await file('other.qasm', 'qubit[2] q; h q[1]; cx q[0], q[1];');
      const wrong = await file('wrong.qasm', 'qubit[2] q; h r[1];');
      expect(await circuitReport([bell, other, wrong])).toMatchObject([
        { run: 1, title: 'other.qasm', kind: 'drawn', counts: { same: 1, removed: 1, added: 1, changed: 0 } },
        { run: 2, title: 'wrong.qasm', kind: 'untold', reason: expect.stringContaining('wrong.qasm') },
      ]);
      const long = await file('long.qasm', `qubit q; ${'h q; x q;'.repeat(2500)}`);
      expect(await circuitReport([bell, long])).toMatchObject([
        { kind: 'untold', reason: expect.stringMatching(/^5.00. operations are too many; up to 4.000 are drawn\./) },
      ]);
    } finally {
      store.close();
    }
  });
});

test('compares circuits as they were sent, on the qubits of the device that they use', async () => {
  await withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, systemClock);
    try {
      const sent = async (backend: string, text: string) => {
        const program = `OPENQASM 3.0;\ninclude "stdgates.inc";\nbit[2] c;\n${text}\nc[0] = measure $7;`;
        const attachments = { [sentCircuitName(backend)]: await store.saveArtifact(Buffer.from(program)) };
        return { record: { ...pipelineRun(1), attachments }, store };
      };
      const first = await sent('one', 'rz(0.5) $7; cx $7, $90;');
      const other = await sent('other', 'rz(0.25) $7; cx $7, $12;');
      const [written, compared] = await circuitReport([first, other]);
      expect(written).toMatchObject({ kind: 'same', title: 'Circuit of the pipeline' });
      expect(compared).toMatchObject({ kind: 'drawn', title: 'Circuit as sent to other', counts: { changed: 1 } });
      if (compared?.kind !== 'drawn') throw new Error('They differ.');
      const labels = (side: 'before' | 'after') => compared.drawing.wires[side].map(({ label }) => label);
      expect(labels('before').filter((label) => label.startsWith('$'))).toEqual(['$7', '$90']);
      expect(labels('after').filter((label) => label.startsWith('$'))).toEqual(['$7', '$12']);
      // A run that was sent nowhere has none to compare.
      expect(await circuitReport([first, { record: pipelineRun(1), store }])).toHaveLength(1);
    } finally {
      store.close();
    }
  });
});
