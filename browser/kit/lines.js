// Tells the results in cargo's words, so that `cargo xtask test` counts them with all the others.
export default class Lines {
  passed = 0;
  failed = 0;

  onTestEnd(test, result) {
    const name = test.titlePath().filter(Boolean).join(" › ");
    const good = test.outcome() === "expected";
    good ? this.passed++ : this.failed++;
    process.stdout.write(`test ${name} ... ${good ? "ok" : "FAILED"} (${(result.duration / 1000).toFixed(1)} s)\n`);
    if (!good) for (const error of result.errors) process.stdout.write(`${error.message ?? error.value}\n${error.snippet ?? ""}\n`);
  }

  onError(error) {
    this.failed++;
    process.stdout.write(`${error.message ?? error.value}\n`);
  }

  onEnd() {
    const good = this.failed === 0;
    process.stdout.write(`test result: ${good ? "ok" : "FAILED"}. ${this.passed} passed; ${this.failed} failed;\n`);
  }
}
