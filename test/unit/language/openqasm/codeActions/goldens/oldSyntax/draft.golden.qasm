OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
const float n = 2.0;
for int i in [0:3] { h q[i]; }
bit[4] c;
c = measure q;
