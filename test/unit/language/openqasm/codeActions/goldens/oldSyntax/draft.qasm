OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
‸const n = 2.0;
for i in [0:3] { h q[i]; }
bit c[4];
measure q -> c;
