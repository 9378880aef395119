import { describe, expect, test } from 'vitest';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { readMarkers } from '#test/support/markers.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { circuitOf, unitaryOf } from '#test/support/programUnitary.ts';

const three = (body: string) => `OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`;
const two = (body: string) => `OPENQASM 2.0;\ninclude "qelib1.inc";\n${body}`;

/** An operation in a line: `x 0`, `rz(0.5) 1 if 0=1`, `measure 0 -> 1`. */
function brief(operation: Operation): string {
  switch (operation.kind) {
    case 'gate':
    case 'unitary': {
      const name = operation.kind === 'gate' ? operation.gate : operation.label;
      const parameters =
        operation.kind === 'gate' && operation.parameters.length > 0
          ? `(${operation.parameters.map((angle) => JSON.stringify(angle)).join(', ')})`
          : '';
      const controls = operation.controls.map(({ qubit, value }) => ` ${qubit}=${value}`).join('');
      return `${name}${parameters} ${operation.targets.join(' ')}${controls && ` if${controls}`}`;
    }
    case 'measure':
      return `measure ${operation.qubit}${operation.bit === undefined ? '' : ` -> ${operation.bit}`}`;
    case 'reset':
      return `reset ${operation.qubit}`;
    case 'barrier':
      return `barrier ${operation.qubits.join(' ')}`;
    case 'conditional': {
      const branches = [operation.body, operation.otherwise].map((branch) => `{ ${branch.map(brief).join('; ')} }`);
      return `${JSON.stringify(operation.condition)} ${branches.join(' ')}`;
    }
    default:
      return JSON.stringify(operation);
  }
}

function operationsOf(text: string): string[] {
  return circuitOf(text).operations.map(brief);
}

function expectSameUnitary(left: string, right: string): void {
  const [actual, wanted] = [unitaryOf(left), unitaryOf(right)];
  expect(actual).toHaveLength(wanted.length);
  actual.forEach((row, r) => {
    row.forEach(([re, im], c) => {
      expect(re).toBeCloseTo(wanted[r]?.[c]?.[0] ?? Number.NaN, 10);
      expect(im).toBeCloseTo(wanted[r]?.[c]?.[1] ?? Number.NaN, 10);
    });
  });
}

describe('declarations', () => {
  test('become registers in order, with the place of their name', () => {
    const { text, ranges } = readMarkers(three('qubit[2] ⟦a⟧; bit ⟦c⟧; qubit ⟦b⟧; bit[3] ⟦d⟧; creg ⟦e⟧[2];'));
    const [a, c, b, d, e] = ranges;
    const circuit = circuitOf(text);
    expect(circuit).toMatchObject({ qubitCount: 3, bitCount: 6 });
    expect(circuit.qubitRegisters).toEqual([
      { name: 'a', start: 0, size: 2, source: a },
      { name: 'b', start: 2, size: 1, scalar: true, source: b },
    ]);
    expect(circuit.bitRegisters).toEqual([
      { name: 'c', start: 0, size: 1, scalar: true, source: c },
      { name: 'd', start: 1, size: 3, source: d },
      { name: 'e', start: 4, size: 2, source: e },
    ]);
  });

  test('inputs become parameters in order', () => {
    const { parameters } = circuitOf(three('input angle a; input float[64] b; input int n; qubit q; rx(a + b * n) q;'));
    expect(parameters.map(({ name, type }) => `${type} ${name}`)).toEqual(['angle a', 'float b', 'int n']);
  });

  test('hardware qubits become one register up to the highest', () => {
    const circuit = circuitOf(three('cx $0, $3;'));
    expect(circuit.qubitRegisters).toMatchObject([{ name: '$', start: 0, size: 4 }]);
    expect(circuit.operations.map(brief)).toEqual(['x 3 if 0=1']);
  });
});

describe('calls', () => {
  test.each([
    ['registers are called qubit by qubit', 'qubit[3] q; h q;', ['h 0', 'h 1', 'h 2']],
    [
      'registers pair up and single qubits repeat',
      'qubit[2] a; qubit[2] b; qubit c; ccx a, c, b;',
      ['x 2 if 0=1 4=1', 'x 3 if 1=1 4=1'],
    ],
    [
      'slices, sets and negative indices',
      'qubit[4] q; x q[1:2]; y q[{3, 0}]; z q[-1]; s q[3:-2:0];',
      ['x 1', 'x 2', 'y 3', 'y 0', 'z 3', 's 3', 's 1'],
    ],
    [
      'aliases',
      'qubit[2] a; qubit[2] b; let c = b ++ a[0:0]; x c; let d = c[1:2]; y d;',
      ['x 2', 'x 3', 'x 0', 'y 3', 'y 0'],
    ],
    [
      'definitions are expanded',
      'gate g(t) a, b { rx(t/2) b; cx b, a; } qubit[2] q; g(1) q[1], q[0];',
      ['rx(0.5) 0', 'x 1 if 0=1'],
    ],
    [
      'definitions through definitions',
      'gate f(t) a { rz(2*t) a; } gate g(t) a { f(t + 1) a; } qubit q; g(3) q;',
      ['rz(8) 0'],
    ],
    [
      'controls come first, the leftmost modifier first of all',
      'qubit[4] q; negctrl @ ctrl(2) @ x q[3], q[2], q[1], q[0];',
      ['x 0 if 3=0 2=1 1=1'],
    ],
    ['inverses', 'qubit q; inv @ s q; inv @ rx(0.5) q; inv @ inv @ t q;', ['sdg 0', 'rx(-0.5) 0', 't 0']],
    [
      'whole powers',
      'qubit q; pow(2) @ rx(0.5) q; pow(3) @ x q; pow(2) @ x q; pow(-2) @ t q; pow(0) @ h q;',
      ['rx(1) 0', 'x 0', 'tdg 0', 'tdg 0'],
    ],
    ['a power of nothing', 'qubit q; pow(4294967296) @ pow(4294967296) @ x q; z q;', ['z 0']],
    ['barriers', 'qubit[3] q; barrier; barrier q[0], q[0:1];', ['barrier 0 1 2', 'barrier 0 1']],
    ['durations are ideal', 'qubit[2] q; box[100ns] { x q[0]; delay[10ns] q; nop q; }', ['x 0']],
  ])('%s', (_, body, wanted) => {
    expect(operationsOf(three(body))).toEqual(wanted);
  });

  test('the inverse of a definition undoes it', () => {
    const gates =
      'gate g(t) a, b { h a; rx(t) b; cx a, b; sx a; ctrl @ rz(t) a, b; U(t, 1, 2) a; gphase(t); swap a, b; }';
    expectSameUnitary(three(`${gates} qubit[2] q; g(0.4) q[0], q[1]; inv @ g(0.4) q[0], q[1];`), three('qubit[2] q;'));
  });

  test('a control of a definition controls its global phase too', () => {
    expectSameUnitary(
      three('gate g a { gphase(0.7); x a; } qubit[2] q; ctrl @ g q[0], q[1];'),
      three('qubit[2] q; p(0.7) q[0]; cx q[0], q[1];'),
    );
  });
});

describe('fractional powers', () => {
  test.each([
    ['x', 'pow(0.5) @ x q[0];', 'sx q[0];'],
    ['s', 'pow(1.5) @ s q[0];', 'p(3*pi/4) q[0];'],
    ['rz', 'pow(0.3) @ rz(1.1) q[0];', 'rz(0.33) q[0];'],
    ['a controlled gate', 'pow(0.5) @ cx q[0], q[1];', 'ctrl @ sx q[0], q[1];'],
    ['a control of a power', 'negctrl @ pow(0.5) @ z q[0], q[1];', 'negctrl @ s q[0], q[1];'],
    ['the principal power', 'pow(0.5) @ rz(3*pi) q[0];', 'rz(-pi/2) q[0];'],
    ['twice the half', 'pow(0.5) @ g(0.9) q[0], q[1]; pow(0.5) @ g(0.9) q[0], q[1];', 'g(0.9) q[0], q[1];'],
  ])('%s', (_, left, right) => {
    const gates = 'gate g(theta) a, b { h a; crx(theta) a, b; t b; } qubit[2] q;';
    expectSameUnitary(three(`${gates} ${left}`), three(`${gates} ${right}`));
  });

  test.each(['rx', 'ry', 'p', 'crz', 'gphase'])('of %s by an angle that is an input are those of the angle', (gate) => {
    const operands = { crz: ' q[0], q[1]', gphase: '' }[gate] ?? ' q[1]';
    for (const angle of [0.7, -2.5, 3.5, 7, -9.1, 2 * Math.PI, -2 * Math.PI, 12.8]) {
      const program = (declaration: string, value: string) =>
        three(`${declaration} qubit[2] q; pow(-1.3) @ ${gate}(${value})${operands};`);
      const symbolic = circuitOf(program('input float a;', 'a'));
      const bound = bindCircuit(symbolic, [angle]);
      const wanted = operationsUnitary(circuitOf(program('', String(angle))).operations, 2);
      expect(matrixDistance(operationsUnitary(bound.operations, 2), wanted)).toBeLessThan(1e-9);
    }
  });

  test('with an exponent that is an input are those of the exponent', () => {
    const gates = [
      'x',
      'h',
      'swap',
      'cx',
      'g(0.4)',
      'inv @ g(0.4)',
      'negctrl @ rx(0.3)',
      'gphase(0.4)',
      'id',
      'rz(2.9*pi)',
    ];
    for (const gate of gates) {
      const operands = gate.includes('gphase') ? '' : /swap|cx|g\(|ctrl/.test(gate) ? ' q[1], q[0]' : ' q[1]';
      const program = (declaration: string, value: string) =>
        three(
          `gate g(a) p, r { h p; crx(a) p, r; t r; } ${declaration} qubit[3] q; ctrl @ pow(${value}) @ ${gate} q[2]${operands && `,${operands}`};`,
        );
      const symbolic = circuitOf(program('input float k;', 'k'));
      for (const exponent of [0, 1, 2, -1, 0.5, -2.7]) {
        const wanted = operationsUnitary(circuitOf(program('', String(exponent))).operations, 3);
        const actual = operationsUnitary(bindCircuit(symbolic, [exponent]).operations, 3);
        expect(matrixDistance(actual, wanted)).toBeLessThan(1e-9);
      }
    }
  });

  test('of nothing are nothing, and those of phases are phases', () => {
    expect(operationsOf(three('qubit q; pow(0.3) @ pow(0) @ x q; pow(0.5) @ gphase(0.4);'))).toEqual(['gphase(0.2) ']);
    expect(operationsOf(three('input float k; qubit q; pow(k) @ pow(0) @ x q;'))).toEqual([]);
    const bound = bindCircuit(circuitOf(three('input float k; qubit q; pow(k) @ ctrl @ gphase(4) q;')), [0.5]);
    const [phase] = bound.operations;
    expect(phase).toMatchObject({ gate: 'gphase', controls: [{ qubit: 0, value: 1 }] });
    expect(phase?.kind === 'gate' && Number(phase.parameters[0])).toBeCloseTo(2 - Math.PI, 12);
  });

  test('whole exponents that are inputs multiply an angle', () => {
    const circuit = circuitOf(three('input int n; input float a; qubit q; pow(n) @ rx(a) q;'));
    const bound = bindCircuit(circuit, [3, 5]);
    expect(bound.operations).toMatchObject([{ gate: 'rx', parameters: [15] }]);
  });
});

describe('angles', () => {
  test('constants are calculated with the rules of their version', () => {
    expect(operationsOf(three('const int n = 3; qubit q; rx(n/2) q; ry(n/2.0) q;'))).toEqual(['rx(1) 0', 'ry(1.5) 0']);
    expect(operationsOf(two('qreg q[1]; rx(3/2) q[0]; ry(2^3) q[0];'))).toEqual(['rx(1.5) 0', 'ry(8) 0']);
  });

  test('inputs stay symbolic', () => {
    const circuit = circuitOf(
      three('input angle a; input float b; qubit q; gate g(t) x { rx(-t/2) x; } g(a + sin(b)) q;'),
    );
    const sum = {
      op: 'add',
      left: { op: 'parameter', index: 0 },
      right: { op: 'sin', operand: { op: 'parameter', index: 1 } },
    };
    const half = { op: 'divide', left: { op: 'negate', operand: sum }, right: 2 };
    expect(circuit.operations).toMatchObject([{ gate: 'rx', parameters: [half] }]);
  });

  test('an input with a given value is a constant', () => {
    const text = three('input int n; input angle a; qubit[3] q; for int i in [1:n] { rx(a) q[i]; }');
    const circuit = circuitOf(text, new Map([['n', 2]]));
    expect(circuit.parameters.map(({ name }) => name)).toEqual(['a']);
    expect(circuit.operations.map(brief)).toEqual([
      'rx({"op":"parameter","index":0}) 1',
      'rx({"op":"parameter","index":0}) 2',
    ]);
  });
});

describe('control flow', () => {
  test.each([
    ['ranges', 'for int i in [0:2] { x q[i]; } for int i in [3:-2:0] y q[i];', ['x 0', 'x 1', 'x 2', 'y 3', 'y 1']],
    [
      'sets and bits',
      'for int i in {2, 0} x q[i]; const bit[2] b = "10"; for bit c in b { if (c) y q[0]; else z q[0]; }',
      ['x 2', 'x 0', 'z 0', 'y 0'],
    ],
    [
      'nested loops',
      'for int i in [0:1] for int j in [i + 1:2] cx q[i], q[j];',
      ['x 1 if 0=1', 'x 2 if 0=1', 'x 2 if 1=1'],
    ],
    ['break and continue', 'for int i in [0:9] { if (i == 1) continue; if (i == 3) break; x q[i]; }', ['x 0', 'x 2']],
    ['variables with known values', 'int n = 1; n += 2; while (n > 1) { x q[n]; n -= 1; }', ['x 3', 'x 2']],
    ['known conditions', 'const int n = 2; if (n > 1) { x q[0]; } else { y q[0]; }', ['x 0']],
    ['known cases', 'switch (3) { case 1, 2 { x q[0]; } case 3 { y q[0]; } default { z q[0]; } }', ['y 0']],
    ['a default before the cases', 'switch (3) { default { z q[0]; } case 3 { y q[0]; } }', ['y 0']],
    ['the end', 'x q[0]; end; y q[0];', ['x 0']],
    [
      'subroutines',
      'def f(qubit[2] r, int n) { for int i in [1:n] { cx r[0], r[1]; } if (n > 1) { return; } x r[0]; } f(q[2:3], 1); f(q[0:1], 2);',
      ['x 3 if 2=1', 'x 2', 'x 1 if 0=1', 'x 1 if 0=1'],
    ],
  ])('%s', (_, body, wanted) => {
    expect(operationsOf(three(`qubit[4] q; ${body}`))).toEqual(wanted);
  });

  test('conditions on measured bits stay', () => {
    expect(
      operationsOf(three('qubit[2] q; bit[2] c; c = measure q; if (c == 2) { x q[0]; } else { y q[0]; }')),
    ).toEqual([
      'measure 0 -> 0',
      'measure 1 -> 1',
      '{"kind":"compare","bits":[0,1],"operator":"==","value":2} { x 0 } { y 0 }',
    ]);
    expect(operationsOf(two('qreg q[1]; creg a[1]; creg c[2]; if (c == 3) x q[0];'))).toEqual([
      '{"kind":"compare","bits":[1,2],"operator":"==","value":3} { x 0 } {  }',
    ]);
  });

  test.each([
    ['c[1]', { kind: 'compare', bits: [1], operator: '!=', value: 0 }],
    ['!c[1]', { kind: 'not', operand: { kind: 'compare', bits: [1], operator: '!=', value: 0 } }],
    ['3 > c', { kind: 'compare', bits: [0, 1], operator: '<', value: 3 }],
    ['int(c[0:1]) != 1', { kind: 'compare', bits: [0, 1], operator: '!=', value: 1 }],
    ['c == "10"', { kind: 'compare', bits: [0, 1], operator: '==', value: 2 }],
    ['c[0] == true && true', { kind: 'compare', bits: [0], operator: '==', value: 1 }],
    ['c[0] || c[1]', { kind: 'or', left: { bits: [0] }, right: { bits: [1] } }],
  ])('%s', (condition, wanted) => {
    const circuit = circuitOf(three(`qubit q; bit[2] c; if (${condition}) { x q; }`));
    expect(circuit.operations).toMatchObject([{ kind: 'conditional', condition: wanted }]);
  });
});

describe('measurement', () => {
  test.each([
    ['measure q -> c;', ['measure 0 -> 0', 'measure 1 -> 1']],
    ['c[1] = measure q[0];', ['measure 0 -> 1']],
    ['measure q;', ['measure 0', 'measure 1']],
    ['bit b = measure q[1];', ['measure 1 -> 2']],
    ['c[1:-1:0] = measure q;', ['measure 0 -> 1', 'measure 1 -> 0']],
    ['reset q[1:1];', ['reset 1']],
  ])('%s', (body, wanted) => {
    expect(operationsOf(three(`qubit[2] q; bit[2] c; ${body}`))).toEqual(wanted);
  });
});

test('every operation knows its statement, also those of expanded gates and loops', () => {
  const { text, ranges } = readMarkers(
    three(
      'gate g a, b { h a; cx a, b; } qubit[2] q; bit c; ⟦g q[0], q[1];⟧ for int i in [0:1] { ⟦x q[i];⟧ } ⟦if (c) { ⟦y q[0];⟧ }⟧ ⟦c = measure q[0];⟧',
    ),
  );
  const [call, looped, inner, branch, measured] = ranges;
  const { operations } = circuitOf(text);
  expect(operations.map(({ source }) => source)).toEqual([call, call, looped, looped, branch, measured]);
  expect(operations[4]).toMatchObject({ body: [{ source: inner }] });
});

test('statements of included files belong to the include', () => {
  const { text, ranges } = readMarkers('OPENQASM 3.0;\n⟦include "prepare.inc";⟧\nU(0, 0, 0) q;');
  const analysis = analyseProgram(text, {
    readInclude: (path) => ({ kind: 'found', path, text: 'qubit q; reset q;' }),
  });
  const lowered = lowerProgram(analysis);
  if (!lowered.ok) throw new Error(lowered.error[0]?.message);
  expect(lowered.value.operations[0]).toEqual({ kind: 'reset', qubit: 0, source: ranges[0] });
});

describe('what has no circuit is refused at its place', () => {
  test.each([
    ['qubit[2] q; for int i in [0:1] { cx q[0], ⟦q[i]⟧; }', 'QAS5003'],
    ['qubit[2] q; for int i in [0:2] { if (i > 0) { x q[⟦i⟧]; } }', 'QAS4020'],
    ['extern f(int); ⟦f(1)⟧;'],
    ['extern f(int) -> int; qubit q; bit c; c = measure q; if (c) { rx(⟦f(1)⟧) q; }'],
    ['stretch d; qubit q; rx(⟦d / 10ns⟧) q;'],
    ['qubit q; rx(⟦durationof({ x q; }) / 1ns⟧) q;'],
    ['input float a; qubit q; ⟦pow(0.5) @ U(a, 0, 0) q;⟧'],
    ['input float a; input float k; qubit q; ⟦pow(k)⟧ @ U(a, 0, 0) q;'],
    ['def f(qubit a) -> bool { bit b = measure a; if (b) { end; } return b; } qubit q; while (⟦f(q)⟧) { }'],
    ['⟦input complex a;⟧'],
    ['def f(qubit a) { bit b = measure a; if (b) { f(a); } } qubit q; ⟦f(q);⟧'],
    ['int n = 0; int m = 1 / ⟦n⟧;', 'QAS4040'],
    ['⟦output duration d;⟧ d = 1ns;'],
    ['⟦output array[duration, 2] d;⟧ d[0] = 1ns;'],
    ['⟦defcal x $0 { }⟧'],
    ['qubit q; ⟦for int i in [0:10000000] { x q; }⟧'],
    ['⟦while (true) { }⟧'],
    ['def f(int n) { f(n + 1); } ⟦f(0);⟧'],
  ])('%s', (marked, code = 'QAS9101') => {
    const { text, ranges } = readMarkers(three(marked));
    const analysis = analyseProgram(text);
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const lowered = lowerProgram(analysis);
    if (lowered.ok) throw new Error('It has a circuit.');
    expect(lowered.error.map((each) => ({ code: each.code, range: each.range }))).toEqual([{ code, range: ranges[0] }]);
  });

  test('a loop that nothing ends is refused without being unrolled', () => {
    const analysis = analyseProgram(three('int a; while (!false) { a = 1; while (false) { a = 2; } }'));
    const lowered = lowerProgram(analysis, { stepLimit: Number.MAX_SAFE_INTEGER });
    expect(lowered).toMatchObject({ ok: false, error: [{ code: 'QAS9101' }] });
  });

  test('a divisor that is zero in its width is reported as that', () => {
    const lowered = lowerProgram(analyseProgram(three('int n = 64; angle[6] a = 1; angle[6] b = a / uint(n);')));
    expect(lowered).toMatchObject({
      ok: false,
      error: [{ code: 'QAS4040', message: expect.stringContaining("'uint(n)' is 0 as uint[6].") }],
    });
  });

  test('inside of bodies at the call, with the place in the body', () => {
    const { text, ranges } = readMarkers(
      three('extern f(int) -> float; def g(qubit a) { rx(⟦f(1)⟧) a; } qubit q; ⟦g(q);⟧'),
    );
    const [body, call] = ranges;
    const lowered = lowerProgram(analyseProgram(text));
    expect(lowered).toMatchObject({ ok: false, error: [{ code: 'QAS9101', range: call, related: [{ range: body }] }] });
  });

  test('a program with errors has those errors', () => {
    const analysis = analyseProgram(three('qubit q; h r;'));
    const lowered = lowerProgram(analysis);
    expect(lowered).toEqual({ ok: false, error: analysis.diagnostics.filter(({ severity }) => severity === 'error') });
  });
});
