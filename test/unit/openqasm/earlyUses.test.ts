import { expect, test } from 'vitest';
import { analyseProgram } from '#core/openqasm/index.ts';

/** What is offered for the first name that is used too early. */
function offered(program: string): string[] {
  const early = analyseProgram(program).diagnostics.find(({ code }) => code === 'QAS3003');
  return (early?.fixes ?? []).map(({ title }) => title);
}

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\nmine q;\ninclude "qelib1.inc";\n';

test('a definition is moved before its use when the gates it calls are known there', () => {
  expect(offered(`${header}gate mine a { h a; }\n`)).toEqual([`Move the declaration of 'mine' before its first use`]);
});

test('a definition stays where it calls a gate whose library is included later', () => {
  expect(offered(`${header}gate mine a { u(0, 0, 0) a; }\n`)).toEqual([]);
});
