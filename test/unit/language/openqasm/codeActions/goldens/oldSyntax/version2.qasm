OPENQASM 3.0;
include "stdgates.inc";
‸qreg q[ 2 ]; // qubits
creg c /* bits */ [2];
qreg single;
if (true) {
  measure q[0] -> c[0]; // first
}
CX q[0], q[1]; u1(pi/2) q[0];
u3(1, 2, 3) q[0];
measure q /* all */ -> c;
