OPENQASM 3.0;
include "stdgates.inc";

// Turns four readings into two scores.
// A reading x turns its qubit by an angle from 0 to pi, after which Z has the mean cos(x). The gate cx
// then puts the product of both Z on the second qubit of each pair, so that
//   Z1 has the mean cos(vibration) * cos(load),
//   Z3 has the mean cos(temperature) * cos(flow):
// close to 1 where the two readings go together, close to -1 where they do not.
input angle vibration;
input angle load;
input angle temperature;
input angle flow;

qubit[4] q;

ry(vibration) q[0];
ry(load) q[1];
ry(temperature) q[2];
ry(flow) q[3];

cx q[0], q[1];
cx q[2], q[3];
