// Adder with everything OpenQASM 3 writes differently.
OPENQASM 2.0; // header
include "qelib1.inc"; // library

qreg q[ 3 ]; // qubits
creg c /*bits*/ [2] ;
creg input[3];
opaque magic(a, b) x, y;

/* names that are keywords now */
gate foo(angle) a, b {
  rzz(angle^2/3) a, b; // a power
  U(angle, 0, 1/2) a; ;
  CX a, b; u0(1) a;
  cu3(1, 2, 3) a, b;
};
gate cphase(log) box, b { cu1(ln(log)) box, b; }

foo(ln(2)) q[0], q[1];
cu1(pi/2) q[0],
          q[1];
cphase(asin(1)) q[1], q[2];
rx(3/2 + 1) q; ry(2^3) q[0]; rz(2^(1-2)) q[1]; rz(-(1/2)*3) q[0];
csx q[0], q[1];
magic(1, 2) q[0], q[1];
measure q[0] /* to */ -> c[0];
if (c == 1) x q[0];
if (input == 0) measure q[1] -> c[1];;
measure q -> input;
barrier q;
reset q;
