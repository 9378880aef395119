import { EIGEN_ADJOINT, EIGEN_VALUES, EIGEN_VECTORS } from './shape';

/**
 * Writes behind a one-qubit unitary e^{iα}(cos γ − i sin γ n·σ) its eigenvectors, the states along n and against it, as
 * columns, their adjoint, and its eigenvalues e^{i(α∓γ)}. AssemblyScript's own functions are the same on every host.
 */
export function writeEigen(matrix: usize): void {
  const u0 = load<f64>(matrix);
  const u1 = load<f64>(matrix, 8);
  const u2 = load<f64>(matrix, 16);
  const u3 = load<f64>(matrix, 24);
  const u4 = load<f64>(matrix, 32);
  const u5 = load<f64>(matrix, 40);
  const u6 = load<f64>(matrix, 48);
  const u7 = load<f64>(matrix, 56);
  // det U = e^{2iα}
  const alpha = Math.atan2(u0 * u7 + u1 * u6 - u2 * u5 - u3 * u4, u0 * u6 - u1 * u7 - u2 * u4 + u3 * u5) / 2;
  const c = Math.cos(alpha);
  const s = Math.sin(alpha);
  const cosine = c * u0 + s * u1;
  const z = s * u0 - c * u1;
  const x = s * u4 - c * u5;
  const y = c * u4 + s * u5;
  const flat = Math.hypot(x, y);
  const sine = Math.hypot(flat, z);
  const values = matrix + ((<usize>EIGEN_VALUES) << 3);
  store<f64>(values, c * cosine + s * sine);
  store<f64>(values, s * cosine - c * sine, 8);
  store<f64>(values, c * cosine - s * sine, 16);
  store<f64>(values, s * cosine + c * sine, 24);
  let near: f64 = 1;
  let re: f64 = 0;
  let im: f64 = 0;
  // So near to a multiple of 1, or to the axis, that directions would be rounding.
  if (!(sine < 1e-17)) {
    // The polar angle of n, halved, and its direction in the plane.
    const half = Math.atan2(flat, z) / 2;
    const far = Math.sin(half);
    near = Math.cos(half);
    re = flat < 1e-150 ? far : far * (x / flat);
    im = flat < 1e-150 ? 0 : far * (y / flat);
  }
  const vectors = matrix + ((<usize>EIGEN_VECTORS) << 3);
  store<f64>(vectors, near);
  store<f64>(vectors, 0, 8);
  store<f64>(vectors, -re, 16);
  store<f64>(vectors, im, 24);
  store<f64>(vectors, re, 32);
  store<f64>(vectors, im, 40);
  store<f64>(vectors, near, 48);
  store<f64>(vectors, 0, 56);
  const adjoint = matrix + ((<usize>EIGEN_ADJOINT) << 3);
  store<f64>(adjoint, near);
  store<f64>(adjoint, 0, 8);
  store<f64>(adjoint, re, 16);
  store<f64>(adjoint, -im, 24);
  store<f64>(adjoint, -re, 32);
  store<f64>(adjoint, -im, 40);
  store<f64>(adjoint, near, 48);
  store<f64>(adjoint, 0, 56);
}
