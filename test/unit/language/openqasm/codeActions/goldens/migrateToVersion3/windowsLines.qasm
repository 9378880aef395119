OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
rzz(1) q[0], q[1];
opaque o a;
