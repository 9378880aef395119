import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile, circuitWorkspace } from '#test/support/circuitWorkspace.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

describe('the definition', () => {
  test.each([
    ['a register', 'qubit[2] ⟦q⟧;\nh q‸[0];'],
    ['a local variable', 'int v; def f() { int ⟦v⟧; v‸ = 1; }'],
    ['a parameter, from unfinished text', 'gate g(⟦a⟧) x { rx(a‸'],
  ])('of %s is its declaration', async (_what, marked) => {
    const { caret, document, language, ranges } = circuitFile(header + marked);
    expect(await language.definition(document, caret, neverCancelled)).toEqual(ranges[0]);
    expect(await language.declaration?.(document, caret, neverCancelled)).toEqual(ranges[0]);
  });

  test('may be in an included file', async () => {
    const { caret, document, language, ranges } = circuitWorkspace({
      'main.qasm': 'OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit q;\now‸n q;',
      'lib/gates.inc': '\ngate ⟦own⟧ a { U(0, 0, 0) a; }\n',
    });
    expect(await language.definition(document, caret, neverCancelled)).toEqual(ranges[0]);
  });

  test('may be in the program that includes the file', async () => {
    const { caret, document, language, ranges } = circuitWorkspace({
      'part.inc': 'h q‸[0];',
      'main.qasm': `${header}qubit[2] ⟦q⟧;\ninclude "part.inc";\n`,
    });
    expect(await language.definition(document, caret, neverCancelled)).toEqual(ranges[0]);
  });

  test('of an include is the file; of a library there is none', async () => {
    const { carets, document, language, uriOf } = circuitWorkspace({
      'main.qasm': 'OPENQASM 3.0;\ninclude "own‸.inc";\ninclude "std‸gates.inc";\n',
      'own.inc': '',
    });
    const [own, library] = await Promise.all(
      carets.map((caret) => language.definition(document, caret, neverCancelled)),
    );
    expect(own).toMatchObject({ uri: uriOf('own.inc'), range: { start: { line: 0, character: 0 } } });
    expect(library).toBeUndefined();
  });
});

describe('the type definition', () => {
  test('of an alias is the register behind it, through other aliases', async () => {
    const { caret, document, language, ranges } = circuitFile(
      `${header}qubit[4] ⟦q⟧;\nlet a = q[0:2];\nlet b = a[1:2] ++ q[3:3];\nh b‸;`,
    );
    expect(await language.typeDefinition?.(document, caret, neverCancelled)).toEqual(ranges[0]);
  });

  test('of an alias in a block too', async () => {
    const { caret, document, language, ranges } = circuitFile(
      `${header}qubit[4] ⟦q⟧;\nfor int i in [0:1] {\n  let a = q[0:2];\n  h ‸a;\n}`,
    );
    expect(await language.typeDefinition?.(document, caret, neverCancelled)).toEqual(ranges[0]);
  });

  test('of anything else is its declaration', async () => {
    const { caret, document, language, ranges } = circuitFile(`${header}qubit ⟦q⟧;\nh ‸q;`);
    expect(await language.typeDefinition?.(document, caret, neverCancelled)).toEqual(ranges[0]);
  });
});

describe('the implementations', () => {
  test('of a gate are its calibrations, in other files too', async () => {
    const { caret, document, language, ranges } = circuitWorkspace({
      'main.qasm':
        'OPENQASM 3.0;\ninclude "pulses.inc";\ngate own(a) x { U(a, 0, 0) x; }\ndefcal ⟦own⟧(angle a) $0 { }\now‸n(1) $0;',
      'pulses.inc': 'defcalgrammar "openpulse";\ndefcal ⟦own⟧(angle a) $1 { }\n',
    });
    const found = await language.implementations?.(document, caret, neverCancelled);
    expect(found).toEqual(expect.arrayContaining([ranges[0]]));
  });

  test('of anything else are none', async () => {
    const { caret, document, language } = circuitFile(`${header}qubit q;\nh ‸q;`);
    expect(await language.implementations?.(document, caret, neverCancelled)).toEqual([]);
  });
});
