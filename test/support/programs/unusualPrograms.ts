/**
 * OpenQASM programs with what exporters may stumble over: names that the target language or its library has other uses
 * for, or writes as the same one, registers of all sizes, none at all, and phases.
 */
export const unusualPrograms: Readonly<Record<string, string>> = {
  'words of Python': `qubit[2] lambda; qubit class; qubit[1] None; bit[2] yield; bit import; bit[1] print;
    h lambda[0]; cx lambda[0], class; ry(0.3) None[0];
    yield[1] = measure lambda[0]; if (yield[1]) { x None[0]; } import = measure class; print = measure None;`,
  'names of libraries': `qubit[2] circuit; qubit cirq; qubit np; bit[2] qml; bit result; bit numpy;
    h circuit[0]; cx circuit[0], cirq; cp(0.4) cirq, np; h np;
    qml = measure circuit; if (qml == 1) { x np; } result = measure cirq; numpy = measure np;`,
  'names of gates': `gate H a { h a; } gate measure_all a, b { cx a, b; t b; } gate QubitUnitary(t) a { rx(t) a; p(t) a; }
    qubit[2] X; qubit CNOT; bit[2] RX; bit MEASURE;
    H X[0]; measure_all X[0], CNOT; pow(0.3) @ QubitUnitary(0.7) X[1]; ctrl @ pow(0.5) @ H X[1], CNOT;
    RX = measure X; MEASURE = measure CNOT;`,
  'letters that Python takes for others': `qubit ﬁ; qubit fi; qubit ℌ; qubit H; bit ª; bit a;
    h ﬁ; cx ﬁ, fi; rx(0.4) ℌ; cx ℌ, H;
    ª = measure fi; if (ª) { x H; } a = measure H;`,
  'letters of other scripts': `qubit[2] ψ; qubit кубит; bit[2] 比特; bit θ_1; gate 門(θ) a { ry(θ) a; }
    門(0.9) ψ[0]; cx ψ[0], кубит; pow(0.4) @ 門(1.1) кубит;
    比特 = measure ψ; if (比特[0]) { h кубит; } θ_1 = measure кубит;`,
  'names of inputs': `input float lambda; input angle theta; input float in_1; qubit[2] q;
    rx(lambda) q[0]; ry(theta + in_1) q[1]; cp(2 * lambda) q[0], q[1];`,
  'names of values in a program': `qubit q; qubit q_1; bit c; bit c_1; bit measured; bit discarded;
    h q; measure q_1; c = measure q; if (c) { x q_1; } c_1 = measure q_1; measured = measure q; discarded = measure q_1;`,
  'empty registers': `qubit[0] none; bit[0] nothing; qubit[2] q; qubit[0] more; bit[2] c; bit[0] last;
    h q[0]; cx q[0], q[1]; c = measure q;`,
  'many registers in another order': `${Array.from({ length: 5 }, (_, index) => `bit[${(index % 2) + 1}] c${index}; qubit q${index};`).join(' ')}
    h q3; cx q3, q0; ry(0.4) q1; cx q1, q4; x q2;
    c4[0] = measure q3; c1[1] = measure q0; c0 = measure q1; c3[0] = measure q2; c2[0] = measure q4;`,
  'first bits last': `qubit[3] q; bit[3] c; x q[0]; ry(0.7) q[1]; cx q[1], q[2];
    c[2] = measure q[0]; c[0] = measure q[1]; c[1] = measure q[2];`,
  'phases alone': 'qubit[2] q; gphase(0.4); ctrl @ gphase(0.3) q[1]; gphase(-1.1); negctrl @ gphase(2.0) q[0];',
  'phases between gates':
    'qubit[2] q; h q[0]; gphase(0.4); h q[1]; gphase(0.7); inv @ gphase(0.1); cx q[0], q[1]; gphase(0.2);',
  'no gates': 'qubit[2] q; bit[2] c;',
  'no gates and no bits': 'qubit[2] q;',
  'barriers alone': 'qubit[2] q; barrier q; barrier q[0]; barrier;',
  'measurements alone': 'qubit[2] q; bit[2] c; c = measure q;',
  'identities alone': 'qubit[2] q; id q; pow(0) @ x q; U(0, 0, 0) q[1];',
};
