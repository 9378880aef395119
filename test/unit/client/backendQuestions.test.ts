import { describe, expect, test } from 'vitest';
import { askForBackend, type BackendDialog, type Choice, type Translate } from '#client/commands/backendQuestions.ts';
import { Failure } from '#core/base/failure.ts';

const plain: Translate = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => values[index] ?? '');

/** A person who answers from a script; what they were asked is kept. */
function scripted(answers: readonly string[], listed?: readonly Choice[]) {
  const left = [...answers];
  const asked: string[] = [];
  const next = (question: string): string => {
    asked.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Failure('cancelled', 'Backed out.');
    return answer;
  };
  const dialog: BackendDialog = {
    async choose(_title, prompt, choices) {
      const answer = next(prompt);
      const choice = choices.find(({ label }) => label === answer);
      if (choice === undefined) throw new Error(`${prompt}: no '${answer}' in ${choices.map(({ label }) => label)}`);
      return choice.value;
    },
    async type(_title, prompt, proposed, problem) {
      const answer = next(prompt);
      const text = answer === '=' ? proposed : answer;
      expect(problem(text), `${prompt}: ${text}`).toBeUndefined();
      return text;
    },
    credential: async (_title, proposed) => {
      const answer = next('credential');
      return answer === '=' ? proposed : answer;
    },
    devices: async () => listed,
  };
  return { dialog, asked, left };
}

const crn = 'crn:v1:bluemix:public:quantum-computing:us-east:a/acct:guid::';
const workspace = '/subscriptions/1/resourceGroups/g/providers/Microsoft.Quantum/Workspaces/w';

describe('a backend is asked for', () => {
  const listed: Choice[] = [{ value: 'listed-device', label: 'listed-device' }];
  test.each([
    {
      answers: ['IonQ', '=', 'listed-device', '='],
      listed,
      id: 'ionq-listed-device',
      backend: { adapter: 'ionq', credential: 'ionq', device: 'listed-device' },
    },
    {
      answers: ['IBM Quantum', crn, 'work', 'ibm_fez', 'fez'],
      id: 'fez',
      backend: { adapter: 'ibm', instance: crn, credential: 'work', device: 'ibm_fez' },
    },
    {
      answers: ['Amazon Braket', 'eu-west-2', 's3://bucket/results', '', 'sv1', '='],
      id: 'braket-sv1',
      backend: { adapter: 'braket', region: 'eu-west-2', results: 's3://bucket/results', device: 'sv1' },
    },
    {
      answers: ['Amazon Braket', '=', 's3://bucket', 'lab', 'Another device…', 'arn:aws:braket:::device/qpu/x/Y', '='],
      id: 'braket-Y',
      backend: {
        ...{ adapter: 'braket', region: 'us-east-1', results: 's3://bucket', profile: 'lab' },
        device: 'arn:aws:braket:::device/qpu/x/Y',
      },
    },
    {
      answers: ['Azure Quantum', workspace, '=', 'Sign in with Microsoft', 'quantinuum.sim.h2-1e', '='],
      id: 'azure-sim.h2-1e',
      backend: { adapter: 'azure', workspace, location: 'eastus', device: 'quantinuum.sim.h2-1e' },
    },
    {
      answers: ['Azure Quantum', workspace, 'westeurope', 'With a credential', '=', 'listed-device', '='],
      listed,
      id: 'azure-listed-device',
      backend: { adapter: 'azure', workspace, location: 'westeurope', credential: 'azure', device: 'listed-device' },
    },
    {
      answers: ['qBraid', 'shared', 'qbraid:qbraid:sim:qir-sv', '='],
      id: 'qbraid-qir-sv',
      backend: { adapter: 'qbraid', credential: 'shared', device: 'qbraid:qbraid:sim:qir-sv' },
    },
    {
      answers: ['Qiskit Aer', '/opt/python', '='],
      id: 'qiskit-aer',
      backend: { adapter: 'qiskit-aer', interpreter: '/opt/python' },
    },
    { answers: ['Cirq', '', '='], id: 'cirq', backend: { adapter: 'cirq' } },
  ])('$answers.0 → $id', async ({ answers, backend, id, listed: devices }) => {
    const { dialog, left } = scripted(answers, devices);
    expect(await askForBackend(dialog, [], plain)).toEqual({ id, backend });
    expect(left).toEqual([]);
  });

  test('under a name that is free', async () => {
    const { dialog } = scripted(['qBraid', '=', 'listed-device', '='], listed);
    const { id } = await askForBackend(dialog, ['qbraid-listed-device', 'qbraid-listed-device-2'], plain);
    expect(id).toBe('qbraid-listed-device-3');
  });

  test('until somebody backs out', async () => {
    const { asked, dialog } = scripted(['IBM Quantum', crn]);
    await expect(askForBackend(dialog, [], plain)).rejects.toMatchObject({ reason: 'cancelled' });
    expect(asked.at(-1)).toBe('credential');
  });
});

test('what a provider cannot be told is said before the next question', async () => {
  const problems: (string | undefined)[] = [];
  const { dialog } = scripted(['Amazon Braket']);
  const careful: BackendDialog = {
    ...dialog,
    async type(_title, prompt, proposed, problem) {
      if (!prompt.startsWith('Where results')) return proposed;
      for (const text of ['', 'bucket', 's3://', 's3://bucket']) problems.push(problem(text));
      throw new Failure('cancelled', 'Backed out.');
    },
  };
  await expect(askForBackend(careful, [], plain)).rejects.toMatchObject({ reason: 'cancelled' });
  const where = 'Where results are written: s3://bucket/prefix.';
  expect(problems).toEqual([where, where, where, undefined]);
});

test('every text that somebody reads is translated', async () => {
  const shown: string[] = [];
  const { dialog } = scripted(['=']);
  const reading: BackendDialog = {
    ...dialog,
    async choose(title, prompt, choices) {
      shown.push(title, prompt, ...choices.flatMap(({ description }) => description ?? []));
      return (
        choices.find(({ value }) => value === 'azure' || value.includes('typed'))?.value ?? choices.at(-1)?.value ?? ''
      );
    },
    async type(title, prompt, proposed, problem) {
      shown.push(title, prompt, ...[problem(''), problem('there')].flatMap((text) => text ?? []));
      return prompt.includes('resource id') ? workspace : proposed === '' ? 'a-device' : proposed;
    },
  };
  await askForBackend(reading, ['there'], (text, ...values) => `»${plain(text, ...values)}«`);
  expect(shown.filter((text) => !/^».*«\.?$/.test(text))).toEqual([]);
  expect(shown).toContain('»Add Backend: Azure Quantum«');
  expect(shown).toContain('»There is a backend of this name already.«');
});
