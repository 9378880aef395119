import { type ChildProcess, fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { FuzzOrder, FuzzReport } from './messages.ts';

/*
 * Examines random texts: `npm run fuzz -- --inputs 1000000 --seed 7`. Prints what fails, cut down to what matters, and
 * ends with 1 when something did. `--from` begins at another number, so that one input can be examined again;
 * `--corpus` names a folder with more circuit files to begin with, `--workers` how many processes share the work, and
 * `--failures` how many failures end it. `--only-read` reads and checks the texts and leaves everything else out, which
 * gets through many more of them.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    failures: { type: 'string', default: '1' },
    corpus: { type: 'string' },
    'only-read': { type: 'boolean', default: false },
  },
});
/** An input that no law ends in so many milliseconds never ends. */
const patience = 300_000;
const progressEvery = 10_000;

const from = Number(values.from);
const until = from + Number(values.inputs);
const workers = Number(values.workers);
const start = performance.now();
let examined = 0;
let failures = 0;
let running = workers;
const children: ChildProcess[] = [];

function startWorker(order: FuzzOrder): void {
  const child = fork(new URL('worker.ts', import.meta.url), { serialization: 'advanced' });
  children.push(child);
  let current = order.first;
  let isFirst = true;
  let watch = setTimeout(() => {}, 0);
  const finish = () => {
    clearTimeout(watch);
    child.kill('SIGKILL');
    running--;
    if (running === 0) end();
  };
  const fail = (message: string) => {
    console.error(message);
    failures++;
    if (failures >= Number(values.failures)) end();
  };
  /** What is left of the order when an input has ended the worker. */
  const goOn = () => {
    running++;
    startWorker({ ...order, first: current + order.step });
  };
  child.on('message', (report: FuzzReport) => {
    switch (report.kind) {
      case 'begins':
        if (!isFirst) countExamined();
        isFirst = false;
        current = report.number;
        clearTimeout(watch);
        watch = setTimeout(() => {
          fail(`Input ${current} of seed ${order.seed} does not end.`);
          goOn();
          finish();
        }, patience);
        break;
      case 'fails': {
        const { input, number, problem } = report;
        fail(`Input ${number} of seed ${order.seed}: ${problem}.\n${JSON.stringify(input)}`);
        break;
      }
      case 'done':
        if (!isFirst) countExamined();
        finish();
        break;
    }
  });
  child.on('exit', (code, signal) => {
    if (signal === 'SIGKILL') return;
    fail(`Input ${current} of seed ${order.seed} ends the process (${signal ?? code}).`);
    goOn();
    finish();
  });
  child.send(order);
}

function countExamined(): void {
  examined++;
  if (examined % progressEvery === 0) progress();
}

function progress(): void {
  const rate = Math.round((1000 * examined) / (performance.now() - start));
  console.log(`${examined} inputs examined, ${failures} failed, ${rate} a second.`);
}

function end(): never {
  for (const child of children) child.kill('SIGKILL');
  progress();
  process.exit(failures > 0 ? 1 : 0);
}

const order = { seed: Number(values.seed), step: workers, until, onlyRead: values['only-read'] };
for (let worker = 0; worker < workers; worker++) {
  startWorker({ ...order, first: from + worker, ...(values.corpus !== undefined && { corpus: values.corpus }) });
}
