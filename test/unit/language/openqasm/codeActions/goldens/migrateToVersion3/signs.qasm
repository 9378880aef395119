OPENQASM 2.0;
include "qelib1.inc";
qreg q[1];
rz(+0.5) q[0];
rx(pi*+ 0.5 - +(2)) q[0];
