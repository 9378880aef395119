OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
const float c = 0.5;
qubit[4] q;

gate part(theta2) qi, qi1 {
  cx qi, qi1; // entangle
  rz(theta2) qi1;
  rz(c) qi;
}

for int i in [0:2] {
  h q[i];
  part(theta/2) q[i], q[i+1];
  cx q[i], q[i + 1];
}
