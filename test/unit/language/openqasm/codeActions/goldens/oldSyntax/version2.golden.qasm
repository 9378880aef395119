OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q; // qubits
bit[2] c /* bits */ ;
qubit single;
if (true) {
  c[0] = measure q[0]; // first
}
cx q[0], q[1]; p(pi/2) q[0];
u3(1, 2, 3) q[0];
c = measure q /* all */ ;
