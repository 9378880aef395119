import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { automaticGroups, type GroupOpening } from '#core/protocol/groupOpening.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { StateQuestion, StateView } from '#core/protocol/stateInspection.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

type InspectRequest = Extract<RunnerRequest, { kind: 'inspect-state' }>;

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';
const bell = `${header}qubit[2] q;\nbit[2] c;\nh q[0];\ncx q[0], q[1];\nc = measure q;\n`;

let runner: ForkedRunner;

beforeAll(() => {
  runner = new ForkedRunner();
});

afterAll(async () => {
  await runner.kill();
});

function requestFor(
  text: string,
  question: Partial<StateQuestion> = {},
  source: Partial<InspectRequest['source']> = {},
  opening: GroupOpening = automaticGroups,
): InspectRequest {
  return {
    kind: 'inspect-state',
    source: { path: '/nowhere/main.qasm', text, unsaved: {}, revision: 1, ...source },
    opening,
    question: {
      inputs: {},
      outcomes: 'all',
      shot: 0,
      states: { order: 'basis', from: 0, count: 16 },
      wantsQubits: true,
      wantsCorrelations: true,
      ...question,
    },
  };
}

async function viewOf(request: InspectRequest): Promise<StateView> {
  const answer = await runner.ask(request);
  if (!('kind' in answer) || answer.kind !== 'state') throw new Error(JSON.stringify(answer));
  return answer.view;
}

const chances = ({ states }: StateView) =>
  Object.fromEntries(states.map(({ chance, label }) => [label, Number(chance.toFixed(9))]));

test('shows the state before anything is measured unless it is asked for another moment', async () => {
  const view = await viewOf(requestFor(bell, { observable: 'Z0*Z1' }));
  expect(view).toMatchObject({ moment: 2, momentCount: 4, qubits: ['q[0]', 'q[1]'], stateCount: 2 });
  expect(view.shot).toBeUndefined();
  expect(chances(view)).toEqual({ '00': 0.5, '11': 0.5 });
  expect(view.correlations).toEqual([expect.closeTo(2, 9)]);
  expect(view.observable).toEqual({ kind: 'value', mean: expect.closeTo(1, 9), variance: expect.closeTo(0, 9) });
  expect(chances(await viewOf(requestFor(bell, { moment: 0 })))).toEqual({ '00': 1 });
  expect(chances(await viewOf(requestFor(bell, { moment: 1 })))).toEqual({ '00': 0.5, '01': 0.5 });
});

test('of a circuit that measures, shows one shot where that is asked for, and says what was read', async () => {
  const seen = new Set<string>();
  for (let shot = 0; shot < 12; shot++) {
    const view = await viewOf(requestFor(bell, { moment: 99, outcomes: 'shot', shot }));
    const bits = view.shot?.registers[0]?.bits ?? '';
    expect(view.moment).toBe(4);
    expect(chances(view)).toEqual({ [bits]: 1 });
    expect(view.shot?.outcomes).toEqual([
      { qubit: 'q[0]', value: Number(bits[1]), probability: expect.closeTo(0.5, 9) },
      { qubit: 'q[1]', value: Number(bits[0]), probability: expect.closeTo(1, 9) },
    ]);
    seen.add(bits);
  }
  expect([...seen].sort()).toEqual(['00', '11']);
});

test('of a circuit that measures, shows all outcomes together, one of them, and why they may be too many', async () => {
  const all = await viewOf(requestFor(bell, { moment: 3, observable: 'X1' }));
  expect(all.shot).toBeUndefined();
  expect(all.branches?.all).toEqual(
    ['00', '01'].map((bits) => ({
      key: expect.any(String),
      probability: expect.closeTo(0.5, 9),
      registers: [{ name: 'c', bits }],
      readings: [],
    })),
  );
  expect(all.states).toEqual(['00', '11'].map((label) => ({ label, chance: expect.closeTo(0.5, 9) })));
  expect(all.correlations).toEqual([expect.closeTo(1, 9)]);
  expect(all.observable).toMatchObject({ kind: 'value', variance: expect.closeTo(1, 9) });
  const branch = all.branches?.all[1]?.key ?? '';
  const one = await viewOf(requestFor(bell, { moment: 3, branch }));
  expect(one).toMatchObject({ branches: { seen: branch }, states: [{ label: '11', amplitude: {} }] });

  const many = `${header}qubit[9] q;\nbit[9] c;\nh q;\nc = measure q;\n`;
  expect(await runner.ask(requestFor(many, { moment: 99 }))).toMatchObject({
    reason: 'too-large',
    advice: 'Look at one shot, or at a moment before some of the measurements.',
  });
  const shot = await viewOf(requestFor(many, { moment: 99, outcomes: 'shot' }));
  expect(shot.shot?.outcomes.length).toBe(9);
});

test('takes values for inputs, and 0 for those that have none', async () => {
  const text = `${header}input angle theta;\ninput float[64] shift;\nqubit q;\nry(theta) q;\nrz(shift) q;\n`;
  const angle = 0.7;
  const view = await viewOf(requestFor(text, { inputs: { theta: angle, gone: 3 } }));
  expect(view.inputs).toEqual([
    { name: 'theta', type: 'angle', value: angle },
    { name: 'shift', type: 'float', value: 0 },
  ]);
  expect(view.bloch?.[0]?.map((part) => part.toFixed(9))).toEqual(
    [Math.sin(angle), 0, Math.cos(angle)].map((part) => part.toFixed(9)),
  );
});

test('counts moments as the drawing does whose loops are open or closed', async () => {
  const text = `${header}qubit q;\nfor int i in [0:2] { x q; }\n`;
  const closed: GroupOpening = { others: 'none', chosen: {} };
  expect(await viewOf(requestFor(text, { moment: 2 }))).toMatchObject({ momentCount: 3, states: [{ label: '0' }] });
  const whole = await viewOf(requestFor(text, { moment: 2 }, {}, closed));
  expect(whole).toMatchObject({ moment: 1, momentCount: 1, states: [{ label: '1' }] });
});

test('shows moments within what is decided when it runs: in the branch that is taken, in the first pass', async () => {
  const branches = `${header}qubit[2] q;\nbit c;\nh q[0];\nc = measure q[0];\nif (c) { x q[1]; h q[1]; } else { y q[1]; }\n`;
  const within = await viewOf(requestFor(branches, { moment: 3 }));
  expect(within.branches?.all.map(({ registers }) => registers[0]?.bits)).toEqual(['0', '1']);
  expect(chances(within)).toEqual({ '00': 0.5, '11': 0.5 });
  expect(chances(await viewOf(requestFor(branches, { moment: 4 })))).toEqual({ '00': 0.5, '01': 0.25, '11': 0.25 });
  expect(chances(await viewOf(requestFor(branches, { moment: 5 })))).toEqual({ '01': 0.25, '10': 0.5, '11': 0.25 });

  const loop = `${header}qubit q;\nbit c;\nwhile (!c) { h q; t q; c = measure q; }\n`;
  const first = await viewOf(requestFor(loop));
  expect(first).toMatchObject({ moment: 2, momentCount: 3 });
  expect(first.bloch?.[0]).toEqual([Math.SQRT1_2, Math.SQRT1_2, 0].map((part) => expect.closeTo(part, 9)));
  const after = await viewOf(requestFor(loop, { moment: 3 }));
  expect(after.branches?.all.length).toBe(1);
  expect(chances(after)).toEqual({ '1': 1 });
});

test('says what is wrong with an observable, and shows the state all the same', async () => {
  const view = await viewOf(requestFor(bell, { observable: 'Z0*Q1' }));
  expect(view.stateCount).toBe(2);
  expect(view.observable).toEqual({ kind: 'problem', message: expect.stringContaining('"Q1" at character 4') });
});

test('refuses with a reason: too many qubits, errors, run-time faults', async () => {
  expect(await runner.ask(requestFor(`${header}qubit[21] q;\nh q;\n`))).toMatchObject({
    reason: 'too-large',
    message: 'The state of 21 qubits has too many amplitudes to look at; the limit is 20 qubits.',
  });
  expect(await runner.ask(requestFor(`${header}qubit q;\nh r;\n`))).toMatchObject({
    reason: 'invalid-circuit',
    place: { line: 3 },
  });
  const fault = `${header}qubit[2] q;\nint n = 5;\nbit c = measure q[0];\nif (!c) { n += 1; }\nh q[n];\n`;
  expect(await runner.ask(requestFor(fault, { moment: 99 }))).toMatchObject({ reason: 'invalid-circuit' });
});

test('reads files it includes as they are in the editor, and again when they may have changed', async () => {
  await withTemporaryFolder(async (folder) => {
    const include = join(folder, 'own.inc');
    const text = `${header}include "own.inc";\nqubit q;\nown q;\n`;
    const own = (name: string) => `include "stdgates.inc";\ngate own a { ${name} a; }\n`.replace(/^.*\n/, '');
    const source = { path: join(folder, 'main.qasm') };
    await writeFile(include, own('x'));
    expect(chances(await viewOf(requestFor(text, {}, source)))).toEqual({ '1': 1 });
    const unsaved = { [include]: own('h') };
    expect(chances(await viewOf(requestFor(text, {}, { ...source, unsaved })))).toEqual({ '0': 0.5, '1': 0.5 });
    await writeFile(include, own('z'));
    expect(chances(await viewOf(requestFor(text, {}, { ...source, revision: 2 })))).toEqual({ '0': 1 });
  });
});

test('of many qubits sends a stretch, and ends at once when it is cancelled', async () => {
  const wide = `${header}qubit[20] q;\nh q;\nfor int i in [0:18] { cx q[i], q[i + 1]; }\n`;
  const id = runner.begin(requestFor(wide));
  runner.send({ type: 'cancel', id });
  expect(await runner.end(id)).toMatchObject({ reason: 'cancelled' });
  const states = { order: 'probability', from: 1_048_570, count: 500 } as const;
  const view = await viewOf(requestFor(wide, { states, wantsCorrelations: false }));
  expect(view.stateCount).toBe(2 ** 20);
  expect(view.states.map(({ label }) => label)).toEqual(
    Array.from({ length: 6 }, (_, place) => (1_048_570 + place).toString(2)),
  );
});
