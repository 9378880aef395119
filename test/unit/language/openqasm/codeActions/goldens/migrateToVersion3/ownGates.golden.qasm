OPENQASM 3.0;
gate u3(theta, phi, lambda) a {
  gphase(-(theta + phi + lambda)/2);
  U(theta, phi, lambda) a;
}
gate cx a, b {
  ctrl @ gphase(-pi/2) a;
  ctrl @ U(pi, 0, pi) a, b;
}
gate h a { u3(pi/2, 0, pi) a; }
gate cz a, b { h b; cx a, b; h b; }
qubit[2] q;
h q[0];
cz q[0], q[1];
