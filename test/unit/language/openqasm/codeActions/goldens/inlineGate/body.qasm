OPENQASM 3.0;
include "stdgates.inc";
gate mixed(a, b) x, y {
  // turn
  rx(a/2) x;
  cu(a, b, -b, 0) x, y; /* and mix */
}
qubit[2] q;
if (true) {
  ‸mixed(1, pi/2 + 1) q[1], q[0];
}
