OPENQASM 3.0;
include "stdgates.inc";

// Encodes one flower: every feature turns one qubit.
// The pipeline scales the features to angles between 0 and pi.
input angle x0;
input angle x1;
input angle x2;
input angle x3;

qubit[4] q;

ry(x0) q[0];
ry(x1) q[1];
ry(x2) q[2];
ry(x3) q[3];
