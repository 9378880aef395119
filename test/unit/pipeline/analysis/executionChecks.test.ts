import { describe, expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { analysedFixture, expectFindings, type PipelineFixture, pipelineText } from '#test/support/pipelineFixtures.ts';

const local = 'local: { adapter: builtin-simulator }';
const device =
  'device: { adapter: ionq, device: forte, shots: 1000, session: { mode: session }, price: { asOf: "2026-05-01" } }';
const run = (backends: string, execution: string, rest: Record<string, string> = {}) =>
  pipelineText({ backends: `{ ${backends} }`, execution: `{ ${execution} }`, ...rest });

describe('the chain', () => {
  test('HP140 names an unknown backend or one twice', async () => {
    await expectFindings('HP140', run(local, 'chain: [{ backend: ⟦lokal⟧ }]'));
    await expectFindings('HP140', run(local, 'chain: [{ backend: local }, { backend: ⟦local⟧ }]'));
    await expectFindings('HP140', run(local, 'chain: [{ backend: local }, { backend: classical }]'));
  });

  test('HP140 says what makes a backend of the settings one of the file, also where these are not known', async () => {
    const text = pipelineText({ execution: '{ chain: [{ backend: forte }, { backend: local }] }' });
    const message = async (configured?: PipelineFixture['configured']) => {
      const { diagnostics } = await analysedFixture(text, configured === undefined ? {} : { configured });
      return diagnostics.find(({ code }) => code === 'HP140')?.message;
    };
    expect(await message({ forte: { adapter: 'ionq', device: 'qpu.forte-1' } })).toBe(
      'There is no backend forte under backends, only in the settings. Name it under backends as well, as `forte: { adapter: ionq }`: the settings then give its address and credential.',
    );
    expect(await message({ another: { adapter: 'ionq' } })).toBe('There is no backend forte under backends.');
    expect(await message()).toMatch(
      /^There is no backend forte under backends\. A backend of the settings has to be named there as well/,
    );
  });

  test('HP141 production without a way around hardware', async () => {
    const production = { intent: 'production' };
    await expectFindings('HP141', run(device, 'onExhausted: ⟦fail⟧', production));
    await expectFindings('HP141', run(device, 'onExhausted: classical', production));
    await expectFindings('HP141', run(`${device}, ${local}`, 'onExhausted: fail', production));
    await expectFindings('HP141', run(device, 'onExhausted: fail', { intent: 'research' }));
  });

  test('HP142 the quantum step is off and nothing stands in', async () => {
    const kernel = {
      pattern: 'quantum-features',
      quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
      head: '{ use: svm, inputs: [kernel] }',
      benchmark: '{ baselines: [] }',
    };
    await expectFindings('HP142', run(local, 'quantum: { state: ⟦disabled⟧ }', kernel));
    await expectFindings('HP142', run(local, 'quantum: { state: disabled }, onExhausted: classical', kernel));
    await expectFindings('HP142', run(local, 'quantum: { state: active }', kernel));
  });

  test('HP143 production without a switch', async () => {
    await expectFindings('HP143', run(local, '⟦quantum⟧: { state: active }', { intent: 'production' }));
    await expectFindings('HP143', run(local, 'quantum: { flag: USE_QUANTUM }', { intent: 'production' }));
    await expectFindings('HP143', run(local, 'quantum: { state: active }'));
    const rollout = { rollout: '{ stage: poc, stages: [] }' };
    await expectFindings('HP143', run(local, '⟦quantum⟧: { state: active }', rollout));
  });
});

describe('backends', () => {
  const backends = (text: string, rest: Record<string, string> = {}) =>
    pipelineText({ backends: `{ ${text} }`, ...rest });

  test('HP144 fewer qubits than the circuit', async () => {
    await expectFindings('HP144', backends('small: { adapter: builtin-simulator, qubits: ⟦1⟧ }'));
    await expectFindings('HP144', backends('small: { adapter: builtin-simulator, qubits: 2 }'));
    await expectFindings(
      'HP144',
      run(
        'small: { adapter: builtin-simulator, qubits: 1 }, local: { adapter: builtin-simulator }',
        'chain: [{ backend: local }]',
      ),
    );
  });

  test('HP144 more shots than the provider takes', async () => {
    const ionq = (shots: string, rest = {}) =>
      backends(`d: { adapter: ionq, device: simulator, shots: ${shots} }`, rest);
    await expectFindings('HP144', ionq('⟦1000001⟧'));
    await expectFindings('HP144', ionq('1000000'));
    await expectFindings('HP144', backends('d: { adapter: braket, shots: 1000001 }'));
    const adaptive = (max: string) => ({
      confidence: `{ halfWidth: 0.01, of: probability, adaptive: { start: 100, max: ${max} } }`,
    });
    await expectFindings('HP144', ionq('100', adaptive('⟦2000000⟧')));
    await expectFindings('HP144', ionq('100', adaptive('1000000')));
  });

  test('HP144 mean values of a provider without an estimator', async () => {
    const device = (adapter: string, primitive: string) =>
      backends(`d: { adapter: ${adapter}, device: x, shots: 100, primitive: ${primitive} }`);
    await expectFindings('HP144', device('ionq', '⟦estimator⟧'));
    await expectFindings('HP144', device('builtin-simulator', '⟦estimator⟧'));
    await expectFindings('HP144', device('ionq', 'sampler'));
    await expectFindings('HP144', device('ibm', 'estimator'));
  });

  test('HP144 less than the device told the last run', async () => {
    const seen = { device: 'forte', backend: 'd', seenAt: 0, qubits: 1, maximumShots: 500, version: '1' };
    const evidence = { openStages: [], devices: [seen] };
    const forte = (name: string, rest: string) => backends(`${name}: { adapter: ionq, device: forte, ${rest} }`);
    await expectFindings('HP144', forte('⟦d⟧', 'shots: ⟦501⟧'), { evidence });
    await expectFindings('HP144', forte('⟦d⟧', 'shots: 500'), { evidence });
    await expectFindings('HP144', forte('d', 'shots: 500'), {
      evidence: { ...evidence, devices: [{ ...seen, qubits: 2 }] },
    });
    // Of another device nothing is known.
    await expectFindings('HP144', backends('d: { adapter: ionq, device: aria, shots: 501 }'), { evidence });
    await expectFindings('HP144', forte('e', 'shots: 501'), { evidence });
  });

  test('HP144 a circuit that the adapter cannot run', async () => {
    const ansatz = realAmplitudes(2, 1, 'linear');
    const with2 = (operation: Operation): Circuit => ({
      ...ansatz,
      bitCount: 1,
      operations: [operation, ...ansatz.operations],
    });
    const reset = with2({ kind: 'reset', qubit: 0 });
    const midway = with2({ kind: 'measure', qubit: 0, bit: 0 });
    const file = (adapter: string) =>
      backends(`d: { adapter: ${adapter}, shots: 100 }`, {
        quantum: '{ qubits: 2, featureMap: { use: angle }, ansatz: { file: ansatz.qasm } }',
      });
    for (const circuit of [reset, midway]) {
      await expectFindings('HP144', file('⟦ionq⟧'), { circuits: { 'ansatz.qasm': circuit } });
      await expectFindings('HP144', file('builtin-simulator'), { circuits: { 'ansatz.qasm': circuit } });
    }
    await expectFindings('HP144', file('ionq'), { circuits: { 'ansatz.qasm': ansatz } });
  });

  test('HP146 training on hardware job by job', async () => {
    await expectFindings('HP146', backends('⟦device⟧: { adapter: ionq, shots: 100 }'));
    await expectFindings('HP146', backends(device));
  });

  test('HP149 what a shot-based backend does not give', async () => {
    await expectFindings('HP149', backends('⟦device⟧: { adapter: ionq }'));
    await expectFindings('HP149', backends(device));
    const adjoint = (value: string) => ({ optimise: `{ method: adam, gradient: ${value} }` });
    await expectFindings('HP149', backends('s: { adapter: builtin-simulator, shots: 100 }', adjoint('⟦adjoint⟧')));
    await expectFindings('HP149', backends(local, adjoint('adjoint')));
  });

  test('HP151 hardware without a price, HP171 a device chosen anew', async () => {
    await expectFindings('HP151', backends('⟦device⟧: { adapter: ionq, shots: 100 }'));
    await expectFindings('HP151', backends(device));
    await expectFindings('HP171', backends('d: { adapter: ibm, shots: 100, device: ⟦least-busy⟧ }'));
    await expectFindings('HP171', backends('d: { adapter: ibm, shots: 100, device: ibm_fez }'));
    const research = { intent: 'research' };
    await expectFindings('HP171', backends('⟦d⟧: { adapter: ibm, shots: 100, device: ibm_fez }', research));
    await expectFindings('HP171', backends('d: { adapter: ibm, shots: 9, device: ibm_fez, version: "1.3" }', research));
    await expectFindings('HP171', backends(local, research));
  });

  test('HP151 a price that was looked up long ago', async () => {
    const priced = (asOf: string) =>
      backends(`d: { adapter: ionq, shots: 9, price: { perShot: { amount: 1, currency: USD }, asOf: ${asOf} } }`);
    await expectFindings('HP151', priced('⟦"2026-01-01"⟧'), { today: '2026-04-02' });
    await expectFindings('HP151', priced('"2026-01-01"'), { today: '2026-04-01' });
    await expectFindings('HP151', priced('"2026-01-01"'));
  });

  test('HP153 paid hardware without an alert', async () => {
    const cost = (text: string) => ({ budget: `{ cost: { ${text} } }` });
    const limit = 'perRun: { amount: 5, currency: USD }';
    await expectFindings('HP153', backends(device, cost(limit)).replace('cost:', '⟦cost⟧:'));
    await expectFindings(
      'HP153',
      backends(device, cost(`${limit}, perMonth: { amount: 9, currency: USD }, alertAt: 0.8`)),
    );
    await expectFindings('HP153', backends(local, cost(limit)));
    await expectFindings('HP153', backends(device.replace(/^\w+/, '⟦$&⟧')));
    const free = 'd: { adapter: ionq, shots: 9, price: { perShot: { amount: 0, currency: USD }, asOf: "2026-05-01" } }';
    await expectFindings('HP153', backends(free));
  });

  test('HP154 price and budget in different currencies', async () => {
    const priced = (key: string, currency: string) =>
      backends(
        `d: { adapter: ionq, shots: 10, ${key}: { perShot: { amount: 0.01, currency: ${currency} }, asOf: "2026-05-01" } }`,
        {
          budget: '{ cost: { perRun: { amount: 5, currency: EUR } } }',
        },
      );
    await expectFindings('HP154', priced('⟦price⟧', 'USD'));
    await expectFindings('HP154', priced('price', 'EUR'));
    const limits = (currency: string) => ({
      budget: `{ cost: { perRun: { amount: 5, currency: EUR }, perMonth: { amount: 9, currency: ${currency} } } }`,
    });
    await expectFindings('HP154', backends(local, limits('⟦USD⟧')));
    await expectFindings('HP154', backends(local, limits('EUR')));
    const skip = (currency: string) => ({
      ...limits('EUR'),
      execution: `{ chain: [{ backend: local, skipWhen: { costAbove: { amount: 1, currency: ${currency} } } }] }`,
    });
    await expectFindings('HP154', backends(local, skip('⟦USD⟧')));
    await expectFindings('HP154', backends(local, skip('EUR')));
  });

  test('HP164 finite differences under shot noise', async () => {
    const optimise = (value: string) => ({ optimise: `{ method: adam, gradient: ${value} }` });
    await expectFindings(
      'HP164',
      backends('s: { adapter: builtin-simulator, shots: 100 }', optimise('⟦finite-difference⟧')),
    );
    await expectFindings('HP164', backends(local, optimise('finite-difference')));
  });
});

describe('links and loops', () => {
  test('HP147 a loop that its session takes along', async () => {
    await expectFindings('HP147', run(device, 'resume: ⟦false⟧'));
    await expectFindings('HP147', run(device, 'resume: true'));
    await expectFindings('HP147', run(local, 'resume: false'));
    const every = (text: string) => run(device, 'resume: true', { optimise: `{ maxIterations: 20, ${text} }` });
    await expectFindings('HP147', every('checkpoint: { every: ⟦20⟧ }'));
    await expectFindings('HP147', every('checkpoint: { every: 19 }'));
  });

  test('HP148 retries without a pause', async () => {
    const chain = (retries: string) => run(local, `chain: [{ backend: local, ${retries} }]`);
    await expectFindings('HP148', chain('⟦retries⟧: { count: 2 }'));
    await expectFindings('HP148', chain('retries: { count: 2, backoff: 30s }'));
    await expectFindings('HP148', chain('retries: { count: 0 }'));
  });

  test('HP155 a link that waits longer than the run may take', async () => {
    const chain = (timeout: string, time: string) =>
      run(local, `chain: [{ backend: local, timeout: ${timeout} }]`, { budget: `{ time: { ${time} } }` });
    await expectFindings('HP155', chain('⟦2h⟧', 'total: 1h'));
    await expectFindings('HP155', chain('⟦90m⟧', 'queue: 1h, total: 1h'));
    await expectFindings('HP155', chain('60m', 'queue: 1h, total: 2h'));
    await expectFindings('HP155', chain('2h', 'run: 1h'));
  });
});
