// A circuit without version.
OPENQASM 3.0;
include "stdgates.inc";
qubit[1] q;
bit[1] c;
u3(pi, 0, pi) q[0];
c = measure q;
