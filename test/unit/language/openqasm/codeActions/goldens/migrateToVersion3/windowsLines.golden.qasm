OPENQASM 3.0;
include "stdgates.inc";
defcalgrammar "openpulse";
gate rzz(theta) a, b {
  cx a, b;
  rz(theta) b;
  cx a, b;
}
qubit[2] q;
rzz(1) q[0], q[1];
defcal o a {
  // 'o' was declared opaque: the hardware defines it.
}
