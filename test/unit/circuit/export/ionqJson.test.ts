import { describe, expect, it } from 'vitest';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportIonq, exportIonqCircuit } from '#core/circuit/export/ionqJson.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';

describe('IonQ export', () => {
  it('writes one gate a line and leaves out barriers and final measurements', () => {
    const { omissions, text } = exportIonq(
      circuit(
        3,
        [
          gate('h', 0),
          cx(0, 1),
          controlled(gate('x', 2), { qubit: 0, value: 0 }, 1),
          gate('rxx', [0, 2], 0.5),
          { kind: 'barrier', qubits: [0, 1] },
          gate('sdg', 1),
          ...measureAll(3),
        ],
        { bits: 3 },
      ),
    );
    expect(omissions).toEqual([]);
    expect(text).toBe(`{
  "qubits": 3,
  "gateset": "qis",
  "circuit": [
    {"gate": "h", "targets": [0]},
    {"gate": "x", "targets": [1], "controls": [0]},
    {"gate": "x", "targets": [0]},
    {"gate": "x", "targets": [2], "controls": [0, 1]},
    {"gate": "x", "targets": [0]},
    {"gate": "xx", "targets": [0, 2], "rotation": 0.5},
    {"gate": "si", "targets": [1]}
  ]
}
`);
  });

  it('writes a circuit without gates', () => {
    expect(JSON.parse(exportIonq(circuit(1, [])).text ?? '')).toEqual({ qubits: 1, gateset: 'qis', circuit: [] });
  });

  it.each<[string, Circuit, string]>([
    ['resets', circuit(1, [reset(0)]), 'A reset'],
    [
      'conditions',
      circuit(1, [when([0], 1, [gate('x', 0)])], { bits: 1 }),
      'An operation that depends on measured bits',
    ],
    [
      'gates after a measurement',
      circuit(1, [measure(0, 0), gate('x', 0)], { bits: 1 }),
      'An operation on qubit 0 after its measurement',
    ],
    ['inputs', circuit(1, [gate('rx', 0, parameterAngle(0))], { parameters: ['theta'] }), "Input 'theta'"],
    ['angles that are no numbers', circuit(1, [gate('rx', 0, Number.NaN)]), 'An angle of rx'],
  ])('says that it cannot say %s', (_name, input, what) => {
    const { omissions, text } = exportIonq(input);
    expect(text).toBeUndefined();
    expect(omissions.map((omission) => omission.what)).toEqual([what]);
    expect(() => exportIonqCircuit(input)).toThrow();
  });

  it('warns that results are by qubit where bits have other numbers', () => {
    const { omissions, text } = exportIonq(circuit(2, [measure(1, 0)], { bits: 1 }));
    expect(text).toBeDefined();
    expect(omissions).toMatchObject([{ severity: 'warning', what: 'The bit c[0]' }]);
  });
});
