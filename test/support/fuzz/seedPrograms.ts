import { globSync, readFileSync } from 'node:fs';
import { rightPrograms } from '../arbitraries/singleMistakes.ts';
import { feedbackLanguageProgram, unitaryLanguageProgram } from '../programs/languagePrograms.ts';
import { openqasm2Program } from '../programs/openqasm2Programs.ts';
import { openqasm3Program } from '../programs/openqasm3Programs.ts';

const root = new URL('../../../', import.meta.url).pathname;

/** Longer files make too few mutations a second. */
const longest = 40_000;
const generatedOfEachKind = 40;

/**
 * Programs that mutations begin with: those of the tests, the samples and the documentation of the repository, programs
 * of the generators, and the circuit files of a folder, if one is given.
 */
export function seedPrograms(folder?: string): readonly string[] {
  const programs = [
    ...rightPrograms,
    ...circuitFiles(`${root}samples`),
    ...circuitFiles(`${root}test/fixtures/grammar`),
  ];
  for (const page of globSync(`${root}docs/**/*.md`).sort()) {
    for (const [, example] of readFileSync(page, 'utf8').matchAll(/```openqasm\n([\s\S]*?)```/g)) {
      if (example) programs.push(example);
    }
  }
  for (let seed = 0; seed < generatedOfEachKind; seed++) {
    programs.push(unitaryLanguageProgram(seed), feedbackLanguageProgram(seed));
    programs.push(openqasm2Program(seed, seed % 2 === 0), openqasm3Program(seed, seed % 2 === 0));
  }
  if (folder !== undefined) programs.push(...circuitFiles(folder));
  return programs.filter(({ length }) => 0 < length && length <= longest);
}

function circuitFiles(folder: string): string[] {
  return globSync(`${folder}/**/*.{qasm,qasm3,inc}`)
    .sort()
    .map((path) => readFileSync(path, 'utf8'));
}
