import { describe, expect, test } from 'vitest';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuitText } from '#test/support/circuitText.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const three = (body: string) => `OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`;

/** Exact probabilities of the bit strings of a program, rounded. */
function probabilitiesOf(body: string): Record<string, number> {
  const circuit = circuitOf(three(body));
  const { probabilities = {} } = simulate(circuit, { shots: 0, seed: 1, probabilities: true }, simulationContext);
  const entries = Object.entries(probabilities).map(([bits, value]) => [bits, Number(value.toFixed(9))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value > 0));
}

/** What a program returns, with the probability of each. */
function outcomesOf(body: string): [unknown, number][] {
  const { outcomes = [] } = simulate(
    circuitOf(three(body)),
    { shots: 0, seed: 1, probabilities: true },
    simulationContext,
  );
  return outcomes.map(({ probability = 0, values }) => [values, Number(probability.toFixed(9))]);
}

function textOf(body: string): string[] {
  return circuitText(circuitOf(three(body))).split('\n');
}

describe('decisions of the run', () => {
  test('are conditionals, loops and switches', () => {
    expect(textOf('qubit q; bit[2] c; while (c[0]) { x q; }')).toEqual(['while c0 != 0', '  x 0']);
    expect(
      textOf('qubit q; bit[2] c; switch (int(c)) { case 0 { x q; } case 1, 2 { y q; } default { z q; } }'),
    ).toEqual(['switch int(c0,1)', 'case 0', '  x 0', 'case 1, 2', '  y 0', 'default', '  z 0']);
  });

  test('keep what is known apart from what is not', () => {
    const lines = textOf(`qubit q; bit c; int same = 1; int other = 1; int untouched = 5;
      c = measure q;
      if (c) { same = 2; other = 3; } else { same = 2; }
      rx(same) q; rx(other) q; rx(untouched) q;`);
    expect(lines).toEqual([
      'measure 0 -> 0',
      'other = 1',
      'if c0 != 0',
      '  other = 3',
      'rx(2) 0',
      'rx(float(other)) 0',
      'rx(5) 0',
    ]);
  });

  test('what only one way assigns to is stored before them', () => {
    expect(
      probabilitiesOf(`qubit q; bit c; bit d; float a = pi; h q; c = measure q;
        if (c) { a = 0; }
        reset q; rx(a) q; d = measure q;`),
    ).toEqual({ '0 1': 0.5, '1 0': 0.5 });
  });

  test('what one way reads as a whole is stored on the others too', () => {
    expect(
      outcomesOf(`output array[int[8], 2] a; array[int[8], 2] start = {3, 4}; output int[8] n; qubit q; bit c; int i = 0;
        a = start; n = 0; h q; c = measure q; if (c) i = 1;
        if (c) { n = a[i]; }`),
    ).toEqual([
      [{ a: [3, 4], n: 0 }, 0.5],
      [{ a: [3, 4], n: 4 }, 0.5],
    ]);
  });

  test('loops make what they change unknown, and go on while the run says so', () => {
    expect(
      outcomesOf(`output int[8] n; output int[8] sum; qubit q; bit c = 1; n = 0; sum = 0;
        while (c) { reset q; h q; c = measure q; n += 1; sum = sum + n; if (n == 3) { break; } }`),
    ).toEqual([
      [{ n: 1, sum: 1 }, 0.5],
      [{ n: 2, sum: 3 }, 0.25],
      [{ n: 3, sum: 6 }, 0.25],
    ]);
  });

  test('a loop whose condition calls a subroutine asks it before every pass', () => {
    expect(
      outcomesOf(`def toss(qubit a) -> bit { reset a; h a; return measure a; }
        output uint[4] n; qubit q; n = 0;
        while (toss(q)) { n += 1; if (n == 2) { break; } }`),
    ).toEqual([
      [{ n: 0 }, 0.5],
      [{ n: 1 }, 0.25],
      [{ n: 2 }, 0.25],
    ]);
  });

  test('ranges whose ends the run knows are loops of the run', () => {
    expect(
      probabilitiesOf(`qubit[4] q; qubit a; bit c; bit[4] d; int n = 1; h a; c = measure a;
        if (c) { n = 3; }
        for int i in [n:-1:0] { x q[i]; if (i == 2) continue; z q[i]; }
        d = measure q;`),
    ).toEqual({ '0011 0': 0.5, '1111 1': 0.5 });
    expect(
      outcomesOf(`output int n; qubit a; bit c; int by = 1; h a; c = measure a;
        if (c) { by = -2; }
        n = 0; for int i in [1:by:-5] { n += 1; }`),
    ).toEqual([
      [{ n: 0 }, 0.5],
      [{ n: 4 }, 0.5],
    ]);
  });
});

describe('leaving early', () => {
  test('the rest becomes the other branch where only one is left', () => {
    expect(textOf('qubit q; bit c; c = measure q; if (c) { end; } x q; c = measure q;')).toEqual([
      'measure 0 -> 0',
      'if c0 == 0',
      '  x 0',
      '  measure 0 -> 0',
    ]);
  });

  test('of unrolled loops is remembered by a flag', () => {
    expect(
      probabilitiesOf('qubit q; bit c; for int i in [0:3] { h q; c = measure q; if (c) break; } if (!c) { x q; }'),
    ).toEqual({ '0': 0.0625, '1': 0.9375 });
  });

  test('continue skips the rest of a pass only', () => {
    expect(
      outcomesOf(`output int n; qubit[3] q; bit c; n = 0;
        h q;
        for int i in [0:2] { c = measure q[i]; if (c) { continue; } n += 1; }`),
    ).toEqual([
      [{ n: 0 }, 0.125],
      [{ n: 1 }, 0.375],
      [{ n: 2 }, 0.375],
      [{ n: 3 }, 0.125],
    ]);
  });

  test('return from the middle of loops in a subroutine', () => {
    expect(
      outcomesOf(`def first(qubit[3] a) -> int { for int i in [0:2] { bit b = measure a[i]; if (b) { return i; } } return -1; }
        output int n; qubit[3] q; h q; n = first(q);`),
    ).toEqual([
      [{ n: -1 }, 0.125],
      [{ n: 0 }, 0.5],
      [{ n: 1 }, 0.25],
      [{ n: 2 }, 0.125],
    ]);
  });

  test('the end keeps what outputs held', () => {
    expect(
      outcomesOf(`output int n; qubit q; bit c; n = 1; h q; c = measure q;
        if (c) { if (n == 1) { n = 2; end; } }
        n = n + 10;`),
    ).toEqual([
      [{ n: 11 }, 0.5],
      [{ n: 2 }, 0.5],
    ]);
  });

  test('out of a subroutine in the middle of a statement', () => {
    expect(
      outcomesOf(`def stop(qubit a) -> int[8] { bit b = measure a; if (b) { end; } return 2; }
        output int[8] n; output int[8] m; qubit[2] q; n = 1; m = 1; h q;
        n = n + stop(q[0]) * 5; m = 7;
        if (stop(q[1]) == 2) { n += 1; }`),
    ).toEqual([
      [{ n: 1, m: 1 }, 0.5],
      [{ n: 11, m: 7 }, 0.25],
      [{ n: 12, m: 7 }, 0.25],
    ]);
  });

  test('out of several loops at once, some of which the run repeats', () => {
    expect(
      outcomesOf(`output int n; qubit q; bit c; bit done = 0; n = 0;
        def round(qubit a) -> int { for int i in [0:1] { bit b = 1; while (b) { reset a; h a; b = measure a; if (!b) { return i; } if (i == 0) { break; } } } return 9; }
        n = round(q);`),
    ).toEqual([
      [{ n: 0 }, 0.5],
      [{ n: 1 }, 0.5],
    ]);
  });
});

describe('indices of the run', () => {
  test('of qubits make a case for each', () => {
    expect(textOf('qubit[2] q; bit[2] c; c = measure q; x q[int(c[0:0])];')).toEqual([
      'measure 0 -> 0',
      'measure 1 -> 1',
      'switch int(c0)',
      'case -2, 0',
      '  x 0',
      'case -1, 1',
      '  x 1',
    ]);
  });

  test('say what a variable is in each case, so that others that depend on it are known', () => {
    expect(
      probabilitiesOf(`qubit[3] q; bit[2] c; bit[3] d; h q[0]; h q[1]; c = measure q[0:1]; int i = int(c);
        reset q;
        if (i < 3) { x q[i]; cx q[i], q[(i + 1) % 3]; }
        d = measure q;`),
    ).toEqual({ '011 00': 0.25, '110 01': 0.25, '101 10': 0.25, '000 11': 0.25 });
  });

  test('of bits, array elements and bits of numbers', () => {
    expect(
      outcomesOf(`output array[int[8], 3] a; output bit[3] b; output uint[3] u; qubit q; bit c; int i = 0;
        array[int[8], 3] values = {5, 6, 7};
        h q; c = measure q; if (c) i = 2;
        u = 0; u[i] = 1; b[i] = true; a = values; a[i] = values[2 - i] + 1;`),
    ).toEqual([
      [{ a: [8, 6, 7], u: 1 }, 0.5],
      [{ a: [5, 6, 6], u: 4 }, 0.5],
    ]);
  });

  test('measure into a bit that the run picks', () => {
    expect(
      probabilitiesOf(`qubit[2] q; bit c; bit[2] d; int i = 0; h q[0]; c = measure q[0]; if (c) { i = 1; }
        x q[1]; d[i] = measure q[1];`),
    ).toEqual({ '01 0': 0.5, '10 1': 0.5 });
  });
});

describe('parts of registers that the run picks', () => {
  /** Two programs that are the same for the given integer `n`, for which a measurement decides. */
  const pick = (body: string, values = '1') =>
    `qubit[4] q; bit[4] c; bit m; int n = 0; h q[0]; m = measure q[0]; reset q[0]; if (m) { n = ${values}; } ${body}`;

  test('are operands, targets and results', () => {
    expect(probabilitiesOf(pick('x q[n:n + 1]; c = measure q;'))).toEqual({ '0 0011': 0.5, '1 0110': 0.5 });
    expect(probabilitiesOf(pick('x q[0:n]; c = measure q;', '3'))).toEqual({ '0 0001': 0.5, '1 1111': 0.5 });
    expect(probabilitiesOf(pick('x q; reset q[1:n]; c = measure q;', '2'))).toEqual({ '0 1111': 0.5, '1 1001': 0.5 });
    expect(probabilitiesOf(pick('x q; c[0:n] = measure q[0:n];', '2'))).toEqual({ '0 0001': 0.5, '1 0111': 0.5 });
    expect(probabilitiesOf(pick('x q; measure q[n:n + 1] -> c[1:2];', '2'))).toEqual({ '0 0110': 0.5, '1 0110': 0.5 });
    expect(probabilitiesOf(pick('c[n:n + 1] = "11";', '2'))).toEqual({ '0 0011': 0.5, '1 1100': 0.5 });
    expect(outcomesOf(pick('output uint[4] u; u = 10; u[n:n + 1] = "01";', '2'))).toEqual([
      [{ u: 6 }, 0.5],
      [{ u: 9 }, 0.5],
    ]);
  });

  test('may go backwards and in steps that the run decides', () => {
    expect(probabilitiesOf(pick('x q[-1:-1:n]; c = measure q;', '2'))).toEqual({ '0 1111': 0.5, '1 1100': 0.5 });
    expect(probabilitiesOf(pick('n += 1; x q[0:n:3]; c = measure q;'))).toEqual({ '0 1111': 0.5, '1 0101': 0.5 });
    expect(probabilitiesOf(pick('n = 100 * n + 1; x q[1:n:3]; c = measure q;'))).toEqual({
      '0 1110': 0.5,
      '1 0010': 0.5,
    });
    expect(probabilitiesOf(pick('n = 1 - 200 * n; x q[3:n:0]; c = measure q;'))).toEqual({
      '0 0000': 0.5,
      '1 1000': 0.5,
    });
  });

  test('have values in expressions, conditions, loops and calls', () => {
    expect(probabilitiesOf(pick('bit d; c = "0110"; if (c[n:n + 1] == "11") { d = 1; }'))).toEqual({
      '0 0 0110': 0.5,
      '1 1 0110': 0.5,
    });
    expect(outcomesOf(pick('output uint[4] u; c = "0111"; u = popcount(c[0:n]) + 1;', '3'))).toEqual([
      [{ u: 2 }, 0.5],
      [{ u: 4 }, 0.5],
    ]);
    expect(
      outcomesOf(pick('output int[8] sum; sum = 0; c = "0111"; for bool b in c[n:3] { if (!b) { break; } sum += 1; }')),
    ).toEqual([
      [{ sum: 2 }, 0.5],
      [{ sum: 3 }, 0.5],
    ]);
    expect(
      outcomesOf(
        `def total(readonly array[int[8], #dim = 1] a) -> int[8] { int[8] sum = 0; for int[8] x1 in a { sum += x1; } return sum * 10 + sizeof(a); }
         array[int[8], 4] a = {1, 2, 3, 4}; output int[8] sum; ${pick('sum = total(a[n:3]);', '2')}`,
      ),
    ).toEqual([
      [{ sum: 104 }, 0.5],
      [{ sum: 72 }, 0.5],
    ]);
    expect(
      outcomesOf(pick('output int[8] k; k = 0; while (n < 4 && popcount(c[0:n]) == 0) { n += 1; k += 1; }')),
    ).toEqual([
      [{ k: 3 }, 0.5],
      [{ k: 4 }, 0.5],
    ]);
  });

  test('have names that keep the indices of the moment', () => {
    expect(
      probabilitiesOf(pick('let a = q[n:n + 1]; let b = q[3:3] ++ a[1:1]; n = 0; x a[0]; x b; c = measure q;')),
    ).toEqual({ '0 1011': 0.5, '1 1110': 0.5 });
    expect(probabilitiesOf(pick('let a = c[n:n + 1]; n = 0; x q[3]; a[1] = measure q[3]; a[0] = a[1];', '2'))).toEqual({
      '0 0011': 0.5,
      '1 1100': 0.5,
    });
    expect(
      probabilitiesOf(`def flip(qubit[2] a) -> bit { x a; return measure a[1]; }
        ${pick('let a = q[n:n + 1]; n = 0; c[3] = flip(a);')} c[0:2] = measure q[0:2];`),
    ).toEqual({ '0 1011': 0.5, '1 1110': 0.5 });
  });

  test('are mistakes of the run where they do not exist or do not fit', () => {
    const run = (body: string) => simulate(circuitOf(three(body)), { shots: 20, seed: 1 }, simulationContext);
    for (const body of ['x q[n:n + 1];', 'cx q[0:0], q[1:n + 1];', 'c[0:0] = measure q[1:n + 1];', 'x q[0:n - 3:3];']) {
      expect(() => run(pick(body, '3'))).toThrow('outside its register');
      expect(run(pick(body, '3').replace('h q[0]', 'id q[0]')).counts).toBeDefined();
    }
  });

  test('may call subroutines, once', () => {
    expect(
      probabilitiesOf(`def next(qubit a) -> uint[2] { h a; bit b = measure a; return uint[2](b); }
        qubit[4] q; bit[4] c; x q[next(q[3])]; c[2] = measure q[next(q[3])]; c[0:1] = measure q[0:1];`),
    ).toEqual({ '0001': 0.25, '0010': 0.25, '0101': 0.25, '0110': 0.25 });
  });
});

describe('powers', () => {
  test('by numbers of the run', () => {
    expect(
      probabilitiesOf(`gate turn(t) p { rx(t) p; pow(t) @ h p; }
        qubit[2] q; bit c; bit[2] d; int n = 3; float k = 2; h q[0]; c = measure q[0]; reset q[0];
        if (c) { n = 0; k = 1; }
        pow(n) @ x q[0]; pow(k) @ sx q[1]; pow(-k) @ turn(0.7) q[1]; pow(k) @ turn(0.7) q[1]; d = measure q;`),
    ).toEqual({ '11 0': 0.5, '00 1': 0.25, '10 1': 0.25 });
  });
});

describe('subroutines', () => {
  test('have results, also of measurements, and call each other', () => {
    expect(
      probabilitiesOf(`def toss(qubit a) -> bit { h a; return measure a; }
        def both(qubit[2] a) -> bool { return toss(a[0]) && toss(a[1]); }
        qubit[2] q; bit c; c = both(q);`),
    ).toEqual({ '0': 0.75, '1': 0.25 });
  });

  test('evaluate the right side of && only when the left one is true', () => {
    expect(
      probabilitiesOf(`def ask(qubit a) -> bit { x a; return measure a; }
        qubit[2] q; bit c; bit d; h q[0]; c = measure q[0];
        if (c && ask(q[1])) { }
        d = measure q[1];`),
    ).toEqual({ '0 0': 0.5, '1 1': 0.5 });
  });

  test('with known arguments are computed at once, also recursively', () => {
    expect(
      textOf(`def factorial(int n) -> int { if (n <= 1) { return 1; } return n * factorial(n - 1); }
        qubit q; rx(factorial(5)) q;`),
    ).toEqual(['rx(120) 0']);
  });

  test('take arrays by reference and everything else by value', () => {
    expect(
      outcomesOf(`def change(mutable array[int[8], #dim = 1] a, int[8] n, bit[2] b) -> int[8] { n += 1; b[0] = 1; a[1] = n; return n + sizeof(a); }
        output array[int[8], 3] a; array[int[8], 3] start = {1, 2, 3}; output int[8] n; output int[8] r; output bit[2] b;
        a = start; n = 7; b = "00"; r = change(a, n, b);`),
    ).toEqual([[{ a: [1, 8, 3], n: 7, r: 11 }, 1]]);
  });

  test('leave no traces in the results', () => {
    const circuit = circuitOf(
      three('def toss(qubit a) -> bit { bit b; h a; b = measure a; return b; } qubit q; bit c; c = toss(q);'),
    );
    expect(circuit.bitRegisters.filter(({ isInternal }) => !isInternal).map(({ name }) => name)).toEqual(['c']);
    expect(probabilitiesOf('def f(qubit a) -> bit { h a; return measure a; } qubit q; bit c; c = f(q);')).toEqual({
      '0': 0.5,
      '1': 0.5,
    });
  });
});

describe('values', () => {
  test('of bits are set, and known until they are measured', () => {
    expect(
      textOf(
        'bit[3] mask = "101"; qubit[3] q; for int i in [0:2] { if (mask[i]) { x q[i]; } } mask[1] = measure q[0];',
      ),
    ).toEqual(['c0,1,2 = "101"', 'x 0', 'x 2', 'measure 0 -> 1']);
  });

  test('of classical parameters of gates are computed in the run', () => {
    expect(
      probabilitiesOf(`gate turn(a, b) q { rx(a * b) q; }
        qubit[2] q; bit[2] c; bit d; angle[8] a = pi / 2; h q[0]; c[0] = measure q[0];
        if (c[0]) { a += pi / 2; }
        turn(a, 2) q[1]; d = measure q[1];`),
    ).toEqual({ '1 00': 0.5, '0 01': 0.5 });
  });

  test('that only inputs decide stay symbolic', () => {
    const circuit = circuitOf(three('input float a; qubit q; float b = a / 2; b += 1; rx(b) q;'));
    expect(circuit.variables).toBeUndefined();
    expect(circuit.operations).toMatchObject([
      { parameters: [{ op: 'add', left: { op: 'divide', left: { op: 'parameter', index: 0 }, right: 2 }, right: 1 }] },
    ]);
  });

  test('of inputs decide in the run unless they are given before', () => {
    const text = three(
      'input int n; input bit[2] b; qubit[3] q; for int i in [1:n] { x q[i]; } if (b == 2) { y q[0]; }',
    );
    expect(
      circuitText(
        circuitOf(
          text,
          new Map([
            ['n', 2],
            ['b', 2],
          ]),
        ),
      ),
    ).toBe('c0,1 = "10"\nx 1\nx 2\ny 0');
    expect(circuitText(circuitOf(text))).toContain('while next <= n');
  });

  test('of arrays of inputs have their indices in the name', () => {
    const text = three('input array[float[64], 2, 2] a; qubit q; rx(a[1, 0]) q; ry(a[0][1]) q;');
    expect(circuitOf(text).parameters.map(({ name }) => name)).toEqual(['a[0,0]', 'a[0,1]', 'a[1,0]', 'a[1,1]']);
    const given = new Map([0, 1, 2, 3].map((index) => [`a[${index >> 1},${index % 2}]`, index / 4]));
    expect(circuitText(circuitOf(text, given))).toBe('rx(0.5) 0\nry(0.25) 0');
  });

  test('of sizes along a dimension that the run picks', () => {
    expect(
      outcomesOf(`array[int[8], 2, 3] a = {{1, 2, 3}, {3, 4, 5}}; qubit q; bit c; output uint[8] n; h q; c = measure q;
        n = sizeof(a, int[2](c));`),
    ).toEqual([
      [{ n: 2 }, 0.5],
      [{ n: 3 }, 0.5],
    ]);
  });

  test('that are never read are not computed', () => {
    const circuit = circuitOf(three('qubit q; bit c; int n = 0; c = measure q; if (c) { n = 1; } n = n + 1;'));
    expect(circuit.variables).toBeUndefined();
    expect(circuit.operations).toHaveLength(1);
  });

  test('arrays are copied, sliced and written as literals', () => {
    expect(
      outcomesOf(`output array[int[8], 2, 2] a; output array[int[8], 2] row; qubit q; bit c;
        array[int[8], 2, 2] b = {{1, 2}, {3, 4}};
        h q; c = measure q; if (c) { b[0, 1] = 9; }
        a = b; a[1] = b[0]; row = a[0:1, 1];`),
    ).toEqual([
      [
        {
          a: [
            [1, 2],
            [1, 2],
          ],
          row: [2, 2],
        },
        0.5,
      ],
      [
        {
          a: [
            [1, 9],
            [1, 9],
          ],
          row: [9, 9],
        },
        0.5,
      ],
    ]);
  });

  test('a division by zero is a mistake of the run where it may not happen', () => {
    const body = 'output int n; qubit q; bit c; int d = 0; n = 0; c = measure q; if (c) { n = 1 / d; }';
    expect(outcomesOf(body)).toEqual([[{ n: 0 }, 1]]);
    const wrong = circuitOf(three(body.replace('c = measure', 'x q; c = measure')));
    expect(() => simulate(wrong, { shots: 1, seed: 1 }, simulationContext)).toThrow('divided by zero');
  });

  test('a division by zero behind && or || is a mistake where the run comes to it', () => {
    const body = 'output bool b; qubit q; bit c; int d = 0; c = measure q; b = c && 1 / d == 0;';
    expect(outcomesOf(body)).toEqual([[{ b: false }, 1]]);
    expect(outcomesOf(body.replace('c &&', '!c ||'))).toEqual([[{ b: true }, 1]]);
    const wrong = circuitOf(three(body.replace('c = measure', 'x q; c = measure')));
    expect(() => simulate(wrong, { shots: 1, seed: 1 }, simulationContext)).toThrow('divided by zero');
  });

  test('that are no finite number are mistakes where a gate takes them', () => {
    const run = (body: string) => simulate(circuitOf(three(body)), { shots: 20, seed: 1 }, simulationContext);
    const known = lowerProgram(analyseProgram(three('qubit q; float f = -1; rx(sqrt(f)) q;')));
    expect(known).toMatchObject({ ok: false, error: [{ code: 'QAS9101' }] });
    const never = 'qubit q; bit c; float f = -1; c = measure q; if (c) { rx(sqrt(f)) q; }';
    expect(run(never).counts).toEqual({ '0': 20 });
    for (const body of [
      never.replace('c = measure', 'x q; c = measure'),
      'qubit q; bit c; float f = -1; h q; c = measure q; if (c) { f = -2; } rx(sqrt(f)) q;',
      'qubit q; bit c; float f; h q; c = measure q; if (c) { f = 1; } rx(1 / f) q;',
    ]) {
      expect(() => run(body)).toThrow('no finite number');
    }
    const bound = circuitOf(three('input float a; qubit q; rx(log(a)) q;'));
    const options = { shots: 1, seed: 1, bindings: [-1] };
    expect(() => simulate(bound, options, simulationContext)).toThrow('no finite number');
  });
});
