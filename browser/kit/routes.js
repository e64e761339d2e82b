// The route table, read where it stands: one page of the program names every address.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const table = readFileSync(resolve(import.meta.dirname, "../../crates/server/src/web/routes.rs"), "utf8");

/** The paths somebody can open, as the table writes them. */
export const shown = table.split("\n").flatMap((line) => {
  const path = line.match(/^\s*\w+\(\s*"(\/[^"]*)"/)?.[1];
  return path && /\bget\(/.test(line) ? [path] : [];
});

/** Whether an address is of a path of the table: `{number}` stands for one part. */
export const isOf = (path, address) =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\*[^}]+\}/g, ".+").replace(/\{[^}]+\}/g, "[^/]+")}$`).test(address);
