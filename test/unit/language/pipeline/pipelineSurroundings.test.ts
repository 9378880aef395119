import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { defaultSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';
import { readCaret } from '#test/support/markers.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';

const uri = 'file:///project/a.hybrid.yaml';
const circuit = `OPENQASM 3.0;
include "stdgates.inc";
gate mix(t) q { ry(t) q; }
def turn(qubit q) { x q; }
input float a;
input float b;
qubit[2] q;
bit[2] c;
mix(a) q[0];
mix(b) q[1];
cx q[0], q[1];
c = measure q;
`;
const analyses = new CircuitAnalyses(
  memoryWorkspace({
    'file:///project/whole.qasm': circuit,
    'file:///project/data.csv': 'a,b,label\n1,2,low\n3,5,high\n5,,low\n',
  }),
  async () => defaultSettings,
);
const language = createPipelineLanguage(analyses, undefined, {
  configuredBackends: async () => [{ name: 'cloud', adapter: 'ionq', device: 'forte', credential: 'ionq-key' }],
  credentialNames: async () => ['team-key'],
  environmentNames: () => ['HOME', 'IONQ_API_KEY', 'HYBRID_QUANTUM'],
});

async function items(marked: string) {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, uri);
  return { text, document, ...(await language.completion(document, document.lines.positionAt(caret), neverCancelled)) };
}

const labels = async (marked: string) => (await items(marked)).items.map(({ label }) => label);

async function accepted(marked: string, label: string): Promise<string> {
  const { document, items: proposals, text } = await items(marked);
  const edit = proposals.find((item) => item.label === label)?.textEdit;
  if (!edit || !('range' in edit)) throw new Error(`No proposal ${label}.`);
  const { end, start } = edit.range;
  return text.slice(0, document.lines.offsetAt(start)) + edit.newText + text.slice(document.lines.offsetAt(end));
}

test('a backend of the settings that the chain names is written under backends by a fix', async () => {
  const text = pipelineText({ execution: '{ chain: [{ backend: cloud }] }' });
  const document = languageDocument(text, uri);
  const at = document.lines.positionAt(text.indexOf('cloud'));
  const actions = await language.codeActions?.(document, { start: at, end: at }, undefined, neverCancelled);
  const fix = actions?.find(({ title }) => title === 'Name cloud of the settings under backends');
  expect(fix?.isPreferred).toBe(true);
  expect(JSON.stringify(fix?.edit)).toContain('backends: { cloud: { adapter: ionq, device: forte } }');
});

describe('completion', () => {
  test('of references to variables and to the environment, secrets left out', async () => {
    const file = (reference: string) => `vars: { n: 50, m: x }\noptimise:\n  maxIterations: "${reference}"\n`;
    expect(await labels(file('${‸}'))).toEqual(['vars.n', 'vars.m', 'env.HOME', 'env.HYBRID_QUANTUM']);
    expect(await accepted(file('${vars.‸}'), 'vars.n')).toBe(file('${vars.n}'));
    expect(await accepted(file('${va‸'), 'vars.n')).toBe(file('${vars.n}'));
    expect(await accepted(file('${env.HO‸'), 'env.HOME')).toBe(file('${env.HOME}'));
  });

  test('of the names of credentials', async () => {
    const backend = (reference: string) => `backends:\n  d: { adapter: ionq, credentials: { ${reference} } }\n`;
    expect(await labels(backend('secret: ‸'))).toEqual(['team-key', 'ionq-key']);
    expect(await labels(backend('env: ‸'))).toEqual(['IONQ_API_KEY']);
  });

  test('of backends of the settings, as whole blocks', async () => {
    expect(await accepted('backends:\n  ‸\n', 'cloud')).toBe(
      'backends:\n  cloud: { adapter: ionq, device: forte, credentials: { secret: ionq-key } }\n',
    );
    expect(await labels('backends:\n  d: { adapter: ionq, device: ‸ }\n')).toEqual(['forte']);
    expect(await labels('backends:\n  d: { adapter: pennylane, device: ‸ }\n')).toEqual([
      'lightning.qubit',
      'default.qubit',
      'default.mixed',
    ]);
    expect(await labels('backends:\n  d: { adapter: ‸ }\n')).toEqual([
      'builtin-simulator',
      'qiskit-aer',
      'cirq',
      'pennylane',
      'braket-local',
      'ionq',
    ]);
  });

  test('of what a circuit file declares', async () => {
    const quantum = (rest: string) => `quantum:\n  qubits: 2\n  circuit: { file: whole.qasm${rest} }\n`;
    expect(await labels(quantum(', entry: ‸'))).toEqual(['mix', 'turn']);
    expect(await labels(`${quantum('')}  measure: { register: ‸ }\n`)).toEqual(['c']);
    expect(await labels(`${quantum('')}  measure: { observables: [‸] }\n`)).toEqual(['Z0', 'Z1']);
  });

  test('of built-in circuits with what each is', async () => {
    const { items: proposals } = await items('quantum:\n  featureMap: { use: ‸ }\n');
    expect(proposals.find(({ label }) => label === 'zz')?.documentation).toMatch(/P\(2x\)/);
    expect(proposals.every(({ documentation }) => documentation !== undefined)).toBe(true);
  });

  test('of classes, metrics and people', async () => {
    const data = 'data:\n  source: { path: data.csv }\n  target: label\n';
    expect(await labels(`${data}  classes: [‸]\n`)).toEqual(['high', 'low']);
    expect(await labels('task: regression\nbenchmark: { metrics: [{ name: ‸ }] }\n')).toContain('rmse');
    const rollout = (success: string) =>
      `benchmark: { metrics: [{ name: f1-macro }] }\nrollout: { rollbackWhen: [{ ${success} }] }\n`;
    expect(await labels(rollout('metric: ‸'))).toEqual(expect.arrayContaining(['f1-macro.ciLow', 'queue.p90']));
    expect(
      await labels('owners: { science: ada, platform: bob }\nrollout: { stages: [{ id: poc, approvers: [‸] }] }\n'),
    ).toEqual(['ada', 'bob']);
  });

  test('of the options that are tuned', async () => {
    expect(await labels('head: { use: knn, tune: { grid: { ‸ } } }\n')).toEqual(['neighbours', 'weights']);
  });
});

describe('hover', () => {
  const hover = async (marked: string): Promise<unknown> => {
    const { caret, text } = readCaret(marked);
    const document = languageDocument(text, uri);
    return (await language.hover(document, document.lines.positionAt(caret), neverCancelled))?.contents;
  };
  const says = (text: string) => ({ value: expect.stringContaining(text) });

  test('says what a value stands for', async () => {
    expect(await hover('pattern: variational-‸loop\n')).toMatchObject(says('A circuit is trained'));
    expect(await hover('preprocess: [{ use: robu‸st }]\n')).toMatchObject(says('distance of its quartiles'));
    expect(await hover('vars: { n: 50 }\noptimise: { maxIterations: "${vars‸.n}" }\n')).toMatchObject(
      says('is `50`, from `vars`'),
    );
    expect(await hover('rollout: { rollbackWhen: [{ metric: queue.‸p90 }] }\n')).toMatchObject(says('9 of 10 jobs'));
  });

  test('says what files and columns hold', async () => {
    const text = pipelineText({ data: '{ source: { path: data.csv }, target: label, features: [a, b] }' });
    expect(await hover(text.replace('data.csv', 'da‸ta.csv'))).toMatchObject(says('3 rows and 3 columns: a, b, label'));
    expect(await hover(text.replace('target: label', 'target: la‸bel'))).toMatchObject(
      says('2 different texts: low (2), high (1)'),
    );
    expect(await hover(text.replace('[a, b]', '[a, ‸b]'))).toMatchObject(
      says('2 different numbers from 2 to 5, on average 3.5; 1 cells are empty'),
    );
    const whole = pipelineText({ quantum: '{ qubits: 2, circuit: { file: whole.qasm } }' });
    expect(await hover(whole.replace('whole.qasm', 'wh‸ole.qasm'))).toMatchObject(says('2 qubits, inputs a, b'));
  });

  test('explains items of lists and names that authors give', async () => {
    expect(await hover('tags: [fi‸rst]\n')).toMatchObject(says('Words to find its runs by'));
    expect(await hover('backends: { lo‸cal: { adapter: builtin-simulator } }\n')).toMatchObject(
      says('Where circuits can run'),
    );
  });
});
