// Ends this process when the given one is gone, so that a killed test run leaves no editor processes behind.
function start(pid) {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(0);
    }
  }, 1000);
  timer.unref();
}

exports.start = start;
