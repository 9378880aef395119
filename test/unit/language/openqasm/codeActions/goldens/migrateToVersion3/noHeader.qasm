// A circuit without version.
qreg q[1];
creg c[1];
U(pi, 0, pi) q[0];
measure q -> c;
