import { runProcess } from './process.ts';
import { createProgram } from './program.ts';

// It reports every failure itself; bundles are CommonJS, which knows no top-level await.
void runProcess(createProgram);
