import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { type CircuitWorkspace, circuitFile, circuitWorkspace } from '#test/support/circuitWorkspace.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

async function references({ caret, document, language }: CircuitWorkspace, includeDeclaration = true) {
  return await language.references?.(document, caret, includeDeclaration, neverCancelled);
}

/** In order of address and place, the file that is asked about first. */
function sorted({ document, ranges }: CircuitWorkspace) {
  const key = (uri: string) => (uri === document.uri ? '' : uri);
  return ranges.toSorted(
    (a, b) =>
      key(a.uri).localeCompare(key(b.uri)) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  );
}

describe('references', () => {
  test.each([
    ['a register', 'qubit[2] ⟦q⟧; cx ⟦q⟧[0], ⟦‸q⟧[1]; barrier ⟦q⟧; qubit p;'],
    [
      'a constant in sizes, indices and ranges',
      'const int ⟦n‸⟧ = 2; qubit[⟦n⟧] q; for int i in [0:⟦n⟧-1] { h q[i % ⟦n⟧]; }',
    ],
    [
      'a gate, also behind modifiers',
      'gate ⟦g⟧(a) x { rx(a) x; } qubit[2] q; ⟦g⟧(1) q[0]; ctrl @ inv @ ⟦‸g⟧(2) q[0], q[1];',
    ],
    ['a parameter of a gate, not a name outside', 'input angle a; gate g(⟦a⟧) x { rx(⟦‸a⟧/2) x; } qubit q; rx(a) q;'],
    ['a variable that an inner one shadows', 'int ⟦v⟧ = 1; qubit q; if (true) { int v = 2; v += 1; } ⟦‸v⟧ += 1;'],
    ['the inner one', 'int v = 1; qubit q; if (true) { int ⟦v⟧ = 2; ⟦v‸⟧ += 1; } v += 1;'],
    ['a subroutine that calls itself', 'def ⟦f⟧(int k) -> int { return ⟦f⟧(k); } int v = ⟦‸f⟧(1);'],
    ['a library gate', 'qubit q; ⟦h⟧ q; ⟦‸h⟧ q; x q;'],
    ['a hardware qubit', '⟦U‸⟧(0, 0, 0) $0;'],
    ['a hardware qubit itself', 'cx ⟦$1⟧, $10; x ⟦$1‸⟧;'],
    ['what stands before an error', 'qubit ⟦q⟧; h ⟦‸q⟧; cx ⟦q⟧, ; h ⟦q⟧;'],
  ])('of %s', async (_what, marked) => {
    const workspace = circuitFile(header + marked);
    expect(await references(workspace)).toEqual(sorted(workspace));
  });

  test('without the declaration', async () => {
    const workspace = circuitFile(`${header}qubit q; h ⟦‸q⟧;`);
    expect(await references(workspace, false)).toEqual(workspace.ranges);
  });

  test('of nothing are none', async () => {
    expect(await references(circuitFile(`${header}qubit q; ‸ h q;`))).toEqual([]);
    expect(await references(circuitFile(`OPENQASM 3.0; qubit q; // q‸`))).toEqual([]);
  });

  test('reach from a program into the file it includes', async () => {
    const workspace = circuitWorkspace({
      'main.qasm': 'OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit q;\n⟦own‸⟧ q;\n',
      'lib/gates.inc': 'gate ⟦own⟧ a { U(0, 0, 0) a; }\ngate twice a { ⟦own⟧ a; ⟦own⟧ a; }\n',
      'lib/other.inc': 'gate own a { U(0, 0, 0) a; }\n',
    });
    expect(await references(workspace)).toEqual(sorted(workspace));
  });

  test('reach from the included file into every program of the workspace and of the editor', async () => {
    const workspace = circuitWorkspace(
      {
        'lib/gates.inc': 'gate ⟦‸own⟧ a { U(0, 0, 0) a; }\n',
        'direct.qasm': 'OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit q;\n⟦own⟧ q;\n',
        'lib/more.inc': 'include "gates.inc";\ngate more a { ⟦own⟧ a; }\n',
        'through.qasm': 'OPENQASM 3.0;\ninclude "lib/more.inc";\nqubit q;\n⟦own⟧ q; more q;\n',
        'unrelated.qasm': 'OPENQASM 3.0;\ngate own a { U(0, 0, 0) a; }\nqubit q;\nown q;\n',
      },
      ['direct.qasm'],
    );
    expect(await references(workspace)).toEqual(sorted(workspace));
  });

  test('of a name that the including program gives', async () => {
    const workspace = circuitWorkspace({
      'part.inc': 'h ⟦q‸⟧[0];\n',
      'main.qasm': `${header}qubit[2] ⟦q⟧;\ninclude "part.inc";\nx ⟦q⟧[1];\n`,
    });
    expect(await references(workspace)).toEqual(sorted(workspace));
  });

  test('follow includes in configured folders', async () => {
    const workspace = circuitWorkspace(
      {
        'shared/gates.inc': 'gate ⟦‸own⟧ a { U(0, 0, 0) a; }\n',
        'circuits/main.qasm': 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit q;\n⟦own⟧ q;\n',
      },
      [],
      { includePaths: ['file:///project/shared'] },
    );
    expect(await references(workspace)).toEqual(sorted(workspace));
  });

  test('end in files that include each other', async () => {
    const workspace = circuitWorkspace({
      'one.inc': 'include "two.inc";\ngate ⟦‸one⟧ a { U(0, 0, 0) a; }\n',
      'two.inc': 'include "one.inc";\n',
    });
    expect(await references(workspace)).toEqual(workspace.ranges);
  });
});

describe('when there are many references', () => {
  const marked = `${header}qubit q;\n${'h q;\n'.repeat(20)}h ‸q;\n${'h q;\n'.repeat(20)}`;
  const linesOf = async (text: string, most: number) => {
    const { caret, document, language } = circuitFile(text);
    const found = await language.references?.(document, caret, true, neverCancelled, most);
    return found?.map(({ range }) => range.start.line);
  };

  test('those nearest to the caret are given, in order', async () => {
    expect(await linesOf(marked, 5)).toEqual([21, 22, 23, 24, 25]);
    expect(await linesOf(marked, 1000)).toHaveLength(42);
    expect(await linesOf(`${header}qubit ‸q;\n${'h q;\n'.repeat(9)}`, 3)).toEqual([2, 3, 4]);
    expect(await linesOf(`${header}qubit q;\n${'h q;\n'.repeat(9)}h ‸q;`, 3)).toEqual([10, 11, 12]);
    expect(await linesOf(`OPENQASM 3.0;\n${'reset $0;\n'.repeat(9)}reset ‸$0;`, 3)).toEqual([8, 9, 10]);
  });

  test('other files come after the one that is asked about', async () => {
    const { caret, document, language } = circuitWorkspace({
      'main.qasm': 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nown‸ q;\nown q;\n',
      'own.inc': 'gate own a { U(0, 0, 0) a; }\ngate two a { own a; }\n',
    });
    const found = await language.references?.(document, caret, true, neverCancelled, 3);
    expect(found?.map(({ range, uri }) => [uri.split('/').at(-1), range.start.line])).toEqual([
      ['main.qasm', 3],
      ['main.qasm', 4],
      ['own.inc', 0],
    ]);
  });
});
