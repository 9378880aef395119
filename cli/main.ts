import { createRequire } from 'node:module';
import { keepCompiledCode } from '#platform/compiledCode.ts';
import { programFile } from '#platform/installation.ts';

// A program of its own, as only what is loaded from here on can be kept compiled.
keepCompiledCode();
createRequire(import.meta.url)(programFile('commandLine.cjs', 'cli/commandLine.ts'));
