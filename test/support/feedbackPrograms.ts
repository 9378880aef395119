/** OpenQASM 3 programs on three qubits and a register `c` that compute while they run, by what they are about. */
export const feedbackPrograms: Readonly<Record<string, string>> = {
  'a loop until a result': `
    int n = 0; float turn = 0.5; bool more = true;
    while (more && n < 3) { rx(turn) q[0]; c[0] = measure q[0]; n = n + 1; turn = turn * 2.0 + 0.25; more = !c[0]; }
    if (n == 2) { x q[1]; } else { h q[2]; }
    c[1] = measure q[1]; c[2] = measure q[2];`,
  'a switch': `
    h q; c = measure q;
    switch (uint[3](c)) { case 1, 6 { x q[0]; } case 3 { y q[1]; z q[2]; } default { h q[2]; } }
    c[0] = measure q[0]; c[2] = measure q[2];`,
  'a parity': `
    h q[0]; h q[1]; c[0] = measure q[0]; c[1] = measure q[1];
    bool odd = c[0] ^ c[1]; if (odd) { x q[2]; }
    c[2] = measure q[2];`,
  'integers that wrap around': `
    uint[3] u = 5; int[4] i = 7; h q[0]; h q[1]; c[0] = measure q[0]; c[1] = measure q[1];
    u = u + uint[3](c); i += 3; if (c[0]) { i -= 4; } u = u << 1;
    if (u > 3 && i < 0) { x q[2]; } else { ry(1.0 * i) q[2]; }
    c[2] = measure q[2];`,
  'angles and floats': `
    angle[4] a = pi / 8; float[64] f = 0.3; ry(1.1) q[0]; c[0] = measure q[0];
    if (c[0]) { a = a * 3; f = sin(f) + sqrt(2.0) / 3; }
    rx(a) q[1]; rx(f ** 2) q[1]; f = float(uint[4](bit[4](a))) * tau / 16; rz(f) q[1]; c[1] = measure q[1]; c[2] = measure q[2];`,
  'complex numbers': `
    complex[float[64]] w = 1.0 + 2.0im; ry(1.1) q[0]; c[0] = measure q[0];
    if (c[0]) { w = w * w; }
    rx(real(w)) q[1]; rz(imag(w)) q[1]; h q[1]; c[1] = measure q[1];`,
  'arrays and indices of the run': `
    array[int[8], 2, 2] table; h q[0]; h q[1]; c[0] = measure q[0]; c[1] = measure q[1];
    table[0, 1] = 2; table[1, 0] = table[0, 1] - 1; int k = int(c[0]);
    x q[table[k, 1 - k]]; bit[3] b; b[k] = 1; if (b[1]) { h q[2]; }
    c[2] = measure q[2];`,
  'bits as a whole': `
    h q; c = measure q; bit[3] b = c; b = b << 1; c[0] = b[1] | b[2];
    if (popcount(c) == 2) { x q[0]; }
    c[1] = measure q[0];`,
  'a subroutine with early returns': `
    h q[0]; c[0] = until(q[0], 2); if (c[0]) { x q[1]; } c[1] = measure q[1];`,
};

/** The whole program. */
export function feedbackProgram(body: string): string {
  return `OPENQASM 3.1;
include "stdgates.inc";
def until(qubit p, int[8] k) -> bit {
  bit r;
  for int i in [0:k] { h p; r = measure p; if (r) { return r; } }
  return r;
}
qubit[3] q;
bit[3] c;
${body}
`;
}
