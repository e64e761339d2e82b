// Makes assets/dist from css/, js/, the font and the icons. Names carry a hash of their content, so
// browsers may keep them for ever; manifest.json says which name is current.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

process.chdir(import.meta.dirname);
const out = "dist";

const icons = (await readFile("icons.txt", "utf8")).split("\n").map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"));

/** One symbol of the sprite: the drawing without lucide's own attributes, which the stylesheet gives. */
async function symbol(name) {
  const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const drawing = svg.replace(/<!--[\s\S]*?-->/g, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

async function sprite() {
  const symbols = await Promise.all(icons.map(symbol));
  const own = await readFile("logo.svg", "utf8");
  return `<svg xmlns="http://www.w3.org/2000/svg">${own.trim()}${symbols.join("")}</svg>\n`;
}

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);

// Replaced file by file rather than by deleting the folder: the Rust build watches it.
await mkdir(out, { recursive: true });
const old = new Set(await readdir(out));

const result = await build({
  entryPoints: ["css/app.css", "js/app.js"],
  outdir: out, bundle: true, minify: true, metafile: true, format: "esm", charset: "utf8",
  entryNames: "[name]-[hash]", assetNames: "[name]-[hash]", loader: { ".woff2": "file" },
  target: ["chrome123", "firefox128", "safari17.5"], logLevel: "warning",
});

const manifest = {};
for (const [path, made] of Object.entries(result.metafile.outputs)) {
  const name = path.slice(out.length + 1);
  const logical = made.entryPoint ? made.entryPoint.split("/").pop() : name.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1");
  manifest[logical] = name;
}

const drawn = await sprite();
manifest["icons.svg"] = `icons-${hash(drawn)}.svg`;
await writeFile(`${out}/${manifest["icons.svg"]}`, drawn);
const icon = await readFile("favicon.svg", "utf8");
manifest["favicon.svg"] = `favicon-${hash(icon)}.svg`;
await writeFile(`${out}/${manifest["favicon.svg"]}`, icon);
for (const name of await readdir("icons")) {
  const [bytes, plain] = [await readFile(`icons/${name}`), name.replace(/\.png$/, "")];
  manifest[name] = `${plain}-${hash(bytes)}.png`;
  await writeFile(`${out}/${manifest[name]}`, bytes);
}
await writeFile(`${out}/manifest.json`, JSON.stringify(manifest, null, 1) + "\n");

const now = new Set([...Object.values(manifest), "manifest.json"]);
// Compressed as well as it goes, once, here: no request waits for it. A typeface already is.
for (const name of Object.values(manifest).filter((name) => !name.endsWith(".woff2"))) {
  const bytes = await readFile(`${out}/${name}`);
  for (const [ending, made] of [["br", brotliCompressSync(bytes)], ["gz", gzipSync(bytes, { level: 9 })]]) {
    await writeFile(`${out}/${name}.${ending}`, made);
    now.add(`${name}.${ending}`);
  }
}
for (const name of old) if (!now.has(name)) await rm(`${out}/${name}`, { recursive: true });
console.log(`assets: ${now.size} files`);
