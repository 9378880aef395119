// Adder with everything OpenQASM 3 writes differently.
OPENQASM 3.0; // header
include "stdgates.inc"; // library
defcalgrammar "openpulse";
gate rzz(theta) a, b {
  cx a, b;
  rz(theta) b;
  cx a, b;
}
gate csx a, b { ctrl @ sx a, b; }

qubit[3] q; // qubits
bit[2] c = "00" /*bits*/  ;
bit[3] input_ = "000";
defcal magic(angle a, angle b) x, y {
  // 'magic' was declared opaque: the hardware defines it.
}

/* names that are keywords now */
gate foo(angle_) a, b {
  rzz(angle_**2/3) a, b; // a power
  u3(angle_, 0, 1.0/2) a;
  cx a, b; id a;
  cu(1, 2, 3, 0) a, b;
}
gate cphase_(log_) box_, b { cp(log(log_)) box_, b; }

foo(log(2)) q[0], q[1];
cp(pi/2) q[0],
          q[1];
cphase_(arcsin(1)) q[1], q[2];
rx(3.0/2 + 1) q; ry(2**3) q[0]; rz(2.0**(1-2)) q[1]; rz(-(1.0/2)*3) q[0];
csx q[0], q[1];
magic(1, 2) q[0], q[1];
c[0] = measure q[0] /* to */ ;
if (c == 1) x q[0];
if (input_ == 0) c[1] = measure q[1];
input_ = measure q;
barrier q;
reset q;
