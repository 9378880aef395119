OPENQASM 2.0;
gate h a { U(pi/2, 0, pi) a; }
gate cz a, b { h b; CX a, b; h b; }
qreg q[2];
h q[0];
cz q[0], q[1];
