OPENQASM 3.0;
include "stdgates.inc";

// One angle moves a pair of electrons from the lower orbital to the upper one.
// At theta = 0 the state is that of Hartree and Fock, 01; otherwise
//   cos(theta/2) 01 + sin(theta/2) 10   (qubit 0 at the right),
// in which the exact ground state lies.
input angle theta;

qubit[2] q;

x q[0];
ry(theta) q[1];
cx q[1], q[0];
