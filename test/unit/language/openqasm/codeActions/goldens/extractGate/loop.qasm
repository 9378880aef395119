OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
const float c = 0.5;
qubit[4] q;

for int i in [0:2] {
  h q[i];
  ⟦cx q[i], q[i + 1]; // entangle
  rz(theta/2) q[i + 1];
  rz(c) q[i];⟧
  cx q[i], q[i + 1];
}
