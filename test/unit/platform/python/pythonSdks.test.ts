import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { packageEnvironment } from '#platform/python/interpreterEnvironment.ts';
import { PythonSdks, type PythonSdksOptions } from '#platform/python/pythonSdks.ts';
import { answeringProgram } from '#test/support/answeringProgram.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const work = {
  adapter: 'cirq',
  device: 'Simulator',
  shots: 4,
  circuits: [{ program: { openqasm: '' }, seed: 1 }],
} as const;

const versions = `if (request.ask === 'versions') reply({ id: request.id, answer: {
  protocol: 1, python: '3.12.1', executable: '', distributions: { 'cirq-core': '1.7.0' } } }); else `;
const counting = `reply({ id: request.id, answer: { counts: [{ '01': 4 }], seconds: 0.5 } });`;

/** Packages behind an interpreter that answers like that. */
async function withSdks(
  answer: string,
  use: (sdks: PythonSdks, interpreter: string, folder: string) => Promise<void>,
  options: Partial<PythonSdksOptions> = {},
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const interpreter = await answeringProgram(folder, answer);
    const { PATH } = process.env;
    const sdks = new PythonSdks({ environment: { PATH }, ...options });
    try {
      await use(sdks, interpreter, folder);
    } finally {
      sdks.close();
    }
  });
}

const run = async (sdks: PythonSdks, interpreter: string) => await sdks.run(interpreter, work, neverCancelled);

describe.skipIf(process.platform === 'win32')('packages behind an interpreter', () => {
  test('are asked for versions and for counts', async () => {
    await withSdks(versions + counting, async (sdks, interpreter) => {
      expect(await sdks.installation(interpreter, ['cirq-core'], neverCancelled)).toEqual({
        interpreter,
        version: '3.12.1',
        distributions: { 'cirq-core': '1.7.0' },
      });
      expect(await run(sdks, interpreter)).toEqual({ counts: [{ '01': 4 }], duration: 500 });
    });
  });

  test('do all work in one process, one piece after the other, and in a new one after its end', async () => {
    const answer = `${versions}{
      const file = process.argv[1] + '.log';
      require('node:fs').appendFileSync(file, process.pid + '\\n');
      if (request.device === 'crash') process.exit(3); else ${counting} }`;
    await withSdks(answer, async (sdks, interpreter) => {
      await Promise.all([run(sdks, interpreter), run(sdks, interpreter), run(sdks, interpreter)]);
      await expect(sdks.run(interpreter, { ...work, device: 'crash' }, neverCancelled)).rejects.toMatchObject({
        reason: 'unknown',
        message: expect.stringMatching(/ended with code 3 before it had answered/),
      });
      await run(sdks, interpreter);
      const [first, second, third, crashed, last] = (await readFile(`${interpreter}.log`, 'utf8')).split('\n');
      expect([second, third, crashed]).toEqual([first, first, first]);
      expect(last).not.toBe(first);
    });
  });

  test('are ended by cancelling, which leaves whoever waits behind it untouched', async () => {
    const answer = `${versions}if (request.device === 'endless') process.stdout.write(''); else ${counting}`;
    await withSdks(answer, async (sdks, interpreter) => {
      const source = new CancellationSource();
      const endless = sdks.run(interpreter, { ...work, device: 'endless' }, source.signal);
      const behind = run(sdks, interpreter);
      const impatient = new CancellationSource();
      const leaving = sdks.run(interpreter, work, impatient.signal);
      impatient.cancel();
      await expect(leaving).rejects.toMatchObject({ reason: 'cancelled' });
      source.cancel();
      await expect(endless).rejects.toMatchObject({ reason: 'cancelled' });
      expect(await behind).toMatchObject({ counts: [{ '01': 4 }] });
    });
  });

  test('that take too long, tell too much or tell nonsense are ended with a reason', async () => {
    const cases: [string, Partial<PythonSdksOptions>, Partial<Failure>][] = [
      [
        `${versions}process.stdout.write('');`,
        { timeout: 200 },
        {
          reason: 'timeout',
          message: 'Simulating with Cirq took longer than 200 ms and was ended.',
          advice: 'Use fewer qubits or shots, or split the work.',
        },
      ],
      [
        `${versions}process.stdout.write('x'.repeat(2000));`,
        { answerLimit: 1000 },
        { reason: 'too-large', advice: 'Use fewer shots, or measure fewer qubits.' },
      ],
      [`${versions}process.stdout.write('Segmentation fault\\n');`, {}, { reason: 'unknown' }],
      [`${versions}reply({ id: request.id, answer: { counts: [{ a: 4 }], seconds: 1 } });`, {}, { reason: 'unknown' }],
      [
        `${versions}reply({ id: request.id, answer: { counts: [{ '1': 3 }], seconds: 1 } });`,
        {},
        { reason: 'unknown', message: 'Cirq gave counts of other circuits or shots than it was asked for.' },
      ],
      [
        `reply({ id: request.id, answer: { protocol: 99, python: '3.12.1', executable: '', distributions: {} } });`,
        {},
        { reason: 'conflict', advice: 'Install the product anew.' },
      ],
    ];
    for (const [answer, options, failure] of cases)
      await withSdks(
        answer,
        async (sdks, interpreter) => {
          const thrown = await run(sdks, interpreter).catch((error: unknown) => error);
          expect(Failure.is(thrown)).toBe(true);
          expect(thrown).toMatchObject(failure);
        },
        options,
      );
  });

  test('that lack a module or refuse a circuit say what to do', async () => {
    const refusing = (details: object) => `${versions}reply({ id: request.id, failure: ${JSON.stringify(details)} });`;
    await withSdks(refusing({ kind: 'no-module', module: 'cirq' }), async (sdks, interpreter) => {
      await expect(run(sdks, interpreter)).rejects.toMatchObject({
        reason: 'not-found',
        message: `Cirq needs the Python module cirq, which ${interpreter} (Python 3.12.1) does not have.`,
        advice: `Install it with “${interpreter} -m pip install cirq-core”, or choose another interpreter.`,
      });
    });
    const bad = { kind: 'bad-circuit', circuit: 0, type: 'ValueError', message: 'no\nsuch gate' };
    await withSdks(refusing(bad), async (sdks, interpreter) => {
      await expect(run(sdks, interpreter)).rejects.toMatchObject({
        reason: 'invalid-circuit',
        message: 'Cirq could not simulate circuit 1: ValueError: no such gate.',
      });
    });
  });

  test('see nothing of the environment but what simulators need', async () => {
    const answer = `${versions}{ require('node:fs').writeFileSync(process.argv[1] + '.env', Object.keys(process.env).join());
      ${counting} }`;
    const { PATH } = process.env;
    const environment = { PATH, HYBRIDQ_SECRET_IONQ: 'k', IONQ_API_KEY: 'k', AWS_SECRET_ACCESS_KEY: 'k', MY_KEY: 'k' };
    await withSdks(
      answer,
      async (sdks, interpreter) => {
        await run(sdks, interpreter);
        const names = (await readFile(`${interpreter}.env`, 'utf8')).split(',');
        expect(names).toContain('PATH');
        expect(names).toContain('PYTHONHASHSEED');
        for (const name of Object.keys(environment).slice(1)) expect(names).not.toContain(name);
      },
      { environment },
    );
    expect(packageEnvironment({ OMP_NUM_THREADS: '4', PYTHONPATH: 'x' })).toMatchObject({
      OMP_NUM_THREADS: '4',
      PYTHONPATH: 'x',
      MKL_NUM_THREADS: '1',
    });
  });
});

test('an interpreter that is not there is told', async () => {
  await withTemporaryFolder(async (folder) => {
    const sdks = new PythonSdks({ environment: {} });
    const interpreter = join(folder, 'no-python');
    const failure = { reason: 'not-found', message: `There is no Python interpreter ${interpreter}.` };
    await expect(run(sdks, interpreter)).rejects.toMatchObject(failure);
    await expect(sdks.installation(interpreter, [], neverCancelled)).rejects.toMatchObject(failure);
    sdks.close();
  });
});
