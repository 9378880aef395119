import { withoutCredentialVariables } from '../credentials/environmentCredentials.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's environment without credentials, for code of the user. */
export function programEnvironment(environment: Environment): Environment {
  return reproducible(withoutCredentialVariables(environment));
}

/** What an interpreter and numerical packages look for; simulators have no business with anything else. */
const passed = [
  /^(PATH|PATHEXT|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|SYSTEMROOT|WINDIR|COMSPEC)$/i,
  /^(TMP|TEMP|TMPDIR|LANG|LANGUAGE|LC_\w+|TZ|NUMBER_OF_PROCESSORS|PROCESSOR_\w+|SSL_CERT_\w+)$/i,
  /^(VIRTUAL_ENV|CONDA_PREFIX|CONDA_DEFAULT_ENV|PYTHON\w*|LD_LIBRARY_PATH|DYLD_\w+|XDG_\w+)$/i,
  /^(OMP|OPENBLAS|MKL|VECLIB|NUMEXPR|NUMBA|CUDA|QISKIT_PARALLEL|QISKIT_NUM_PROCS)(_\w+)?$/i,
];

/** Of the user's environment what simulators of packages need. */
export function packageEnvironment(environment: Environment): Environment {
  return reproducible(
    Object.fromEntries(Object.entries(environment).filter(([name]) => passed.some((pattern) => pattern.test(name)))),
  );
}

/**
 * Threads of numerical libraries are limited to one unless the user chose a number, and the order of sets is fixed, so
 * that equal runs give equal numbers.
 */
function reproducible(environment: Environment): Environment {
  const one = '1';
  return {
    OMP_NUM_THREADS: one,
    OPENBLAS_NUM_THREADS: one,
    MKL_NUM_THREADS: one,
    VECLIB_MAXIMUM_THREADS: one,
    PYTHONHASHSEED: '0',
    ...environment,
  };
}
