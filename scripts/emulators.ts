import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildKernels } from './kernels.ts';
import { projectRoot } from './projectRoot.ts';

/** Starts the emulators of all providers: they simulate for real, so the kernels are built first. */
await buildKernels();
const program = join(projectRoot, 'test', 'support', 'emulators', 'startEmulators.ts');
const emulators = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => emulators.kill(signal));
emulators.on('exit', (code) => {
  process.exitCode = code ?? 0;
});
