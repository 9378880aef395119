OPENQASM 3.0;
include "stdgates.inc";

// The trained part: two layers of rotations with entangling gates between them.
// The optimiser chooses the eight angles.
input angle t0;
input angle t1;
input angle t2;
input angle t3;
input angle t4;
input angle t5;
input angle t6;
input angle t7;

qubit[4] q;

ry(t0) q[0];
ry(t1) q[1];
ry(t2) q[2];
ry(t3) q[3];

cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[3];

ry(t4) q[0];
ry(t5) q[1];
ry(t6) q[2];
ry(t7) q[3];
