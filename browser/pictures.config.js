// The pictures of README and docs, taken from the running demo: `cargo xtask pictures`.
import base from "./playwright.config.js";

export default { ...base, testMatch: ["pictures.js"], workers: 1, reporter: "list" };
