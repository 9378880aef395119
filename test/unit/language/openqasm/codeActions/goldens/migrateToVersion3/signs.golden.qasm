OPENQASM 3.0;
include "stdgates.inc";
qubit[1] q;
rz(0.5) q[0];
rx(pi* 0.5 - (2)) q[0];
