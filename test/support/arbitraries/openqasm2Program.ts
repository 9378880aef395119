import fc from 'fast-check';
import { libraryGates } from '#core/openqasm/index.ts';

/** Names that OpenQASM 2 leaves to programs; many mean something in OpenQASM 3. */
const names = ['input', 'angle', 'box', 'log', 'tau', 'popcount', 'swap_', 'data', 'bit', 'end', 'q'];

const leaf = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map(String),
  fc.constantFrom('pi', '0.5', '1.25', '2.', '.75', '3e-1'),
);

/** Real numbers of OpenQASM 2, near 1, built with everything its expressions have; `parameters` may appear. */
function expression(parameters: readonly string[], depth = 3): fc.Arbitrary<string> {
  const leaves = parameters.length > 0 ? fc.oneof(leaf, fc.constantFrom(...parameters)) : leaf;
  if (depth === 0) return leaves;
  const inner = expression(parameters, depth - 1);
  const positive = depth > 1 ? expression([], 0) : leaf;
  return fc.oneof(
    { weight: 3, arbitrary: leaves },
    { weight: 2, arbitrary: fc.tuple(inner, fc.constantFrom(' + ', '-', '*'), inner).map((parts) => parts.join('')) },
    { weight: 2, arbitrary: fc.tuple(inner, fc.constantFrom('/', ' / '), positive).map((parts) => parts.join('')) },
    {
      arbitrary: fc
        .tuple(positive, fc.constantFrom('^', ' ^ '), fc.constantFrom('2', '(1/2)', '-1'))
        .map((p) => p.join('')),
      weight: 1,
    },
    { weight: 1, arbitrary: inner.map((operand) => `-(${operand})`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('sin', 'cos'), inner).map(([f, x]) => `${f}(${x})`) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('ln', 'sqrt', 'atan'), positive).map(([f, x]) => `${f}(${x})`),
    },
  );
}

interface CallableGate {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
}

const builtin: readonly CallableGate[] = [
  { name: 'U', parameters: ['θ', 'φ', 'λ'], qubits: ['a'] },
  { name: 'CX', parameters: [], qubits: ['a', 'b'] },
];

/** A call of one of the gates on different ones of the qubits. */
function call(
  gates: readonly CallableGate[],
  qubits: readonly string[],
  parameters: readonly string[],
): fc.Arbitrary<string> {
  const fitting = gates.filter((gate) => gate.qubits.length <= qubits.length);
  return fc
    .constantFrom(...fitting)
    .chain((gate) =>
      fc
        .tuple(
          fc.shuffledSubarray([...qubits], { minLength: gate.qubits.length, maxLength: gate.qubits.length }),
          fc.tuple(...gate.parameters.map(() => expression(parameters))),
          fc.constantFrom(' ', ' /* on */ ', '  '),
        )
        .map(
          ([operands, given, gap]) =>
            `${gate.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${gap}${operands.join(',')};`,
        ),
    );
}

interface Draft {
  readonly text: string;
  readonly gates: readonly CallableGate[];
}

/** A definition of a gate over those there are, called like nothing else. */
function definition(draft: Draft, index: number): fc.Arbitrary<Draft> {
  const name = fc.constantFrom('foo', 'pow', 'inv', 'cphase', 'cp', 'rzz', 'ctrl', 'sizeof').map((text) => `${text}`);
  const parameters = fc.subarray(['theta', 'float', 'log', 'im'], { maxLength: 2 });
  const qubits = fc.subarray(['a', 'b', 'qubit'], { minLength: 1 });
  return fc.tuple(name, parameters, qubits).chain(([wanted, given, operands]) => {
    const isTaken = draft.gates.some((gate) => gate.name === wanted);
    const gate = { name: isTaken ? `g${index}` : wanted, parameters: given, qubits: operands };
    return fc.array(call(draft.gates, operands, given), { minLength: 1, maxLength: 4 }).map((body) => ({
      gates: [...draft.gates, gate],
      text: `${draft.text}gate ${gate.name}${given.length > 0 ? `(${given.join(',')})` : ''} ${operands.join(', ')} {\n  ${body.join(' ')}\n}\n`,
    }));
  });
}

/**
 * A program of OpenQASM 2 that only applies gates, on at most four qubits: library gates and own ones, called like
 * anything OpenQASM 2 allows, with comments in unusual places.
 */
export const openqasm2Gates: fc.Arbitrary<string> = fc
  .record({
    // Without either, words of OpenQASM 3 among the names would decide what the file is.
    beginning: fc.constantFrom(
      'OPENQASM 2.0;\ninclude "qelib1.inc";\n',
      'OPENQASM 2; // version\ninclude "qelib1.inc"; /* gates */ ',
      '// no version\ninclude "qelib1.inc"; // gates\n',
      '/* no gates */ OPENQASM 2.0;\n',
    ),
    sizes: fc.constantFrom([1, 2], [3], [2, 2], [1, 1, 1]),
    registers: fc.shuffledSubarray(names, { minLength: 3, maxLength: 3 }),
  })
  .chain(({ beginning, registers, sizes }) => {
    const gates = !beginning.includes('qelib1') ? builtin : [...builtin, ...libraryGates('qelib1.inc')];
    const declared = sizes.map((size, index) => `qreg ${registers[index]}[${size}];`).join('\n');
    const qubits = sizes.flatMap((size, index) =>
      Array.from({ length: size }, (_, position) => `${registers[index]}[${position}]`),
    );
    return definition({ text: beginning, gates }, 1)
      .chain((draft) => definition(draft, 2))
      .chain((draft) =>
        fc
          .array(call(draft.gates, qubits, []), { minLength: 1, maxLength: 6 })
          .map((calls) => `${draft.text}${declared}\n${calls.join('\n')}\n`),
      );
  });

/** A program of OpenQASM 2 with measurements, resets and conditions on what may or may not have been measured. */
export const openqasm2Feedback: fc.Arbitrary<string> = fc
  .record({
    operations: fc.array(
      fc.record({
        condition: fc.option(fc.tuple(fc.constantFrom('input', 'bit'), fc.nat(3))),
        operation: fc.constantFrom(
          'x q[0];',
          'cx q[1], q[0];',
          'CX q[1], q[0];',
          'rx(1/2) q;',
          'measure q -> input;',
          'measure q[1]->bit[0] ;',
          'measure q[0] /* into */ -> bit[1];',
          'reset q[1];',
        ),
        end: fc.constantFrom('', ' // then', ' ;'),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ operations }) => {
    const lines = operations.map(({ condition, end, operation }) => {
      const guard = condition ? `if (${condition[0]}==${condition[1]}) ` : '';
      return `${guard}${operation}${end}\n`;
    });
    return `OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg input[2];\ncreg bit [ 2 ];\n${lines.join('')}`;
  });
