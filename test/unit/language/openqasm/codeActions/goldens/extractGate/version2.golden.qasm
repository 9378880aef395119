OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
gate part q0, q1 {
  h q0;
  cx q0,q1;
  barrier q0,q1;
}

part q[0], q[1];
cx q[1],q[2];
