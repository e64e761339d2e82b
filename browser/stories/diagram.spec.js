// Each shipped procedure as BPMN 2.0: read without a warning by bpmn-moddle, drawn by bpmn-js.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { BpmnModdle } from "bpmn-moddle";
import { binary } from "../kit/program.js";

const folder = resolve(import.meta.dirname, "../../procedures");
const viewer = createRequire(import.meta.url).resolve("bpmn-js/dist/bpmn-viewer.production.min.js");

for (const procedure of ["upme-p-ti-03", "mhcp-requerimientos-tic", "ejemplo-municipio"]) {
  test(`${procedure} is a BPMN diagram that others read and draw`, async ({ page }) => {
    const file = resolve(folder, procedure, "procedure.toml");
    const xml = execFileSync(binary, ["export-model", "--file", file, "--format", "bpmn"], { encoding: "utf8" });

    const read = await new BpmnModdle().fromXML(xml);
    expect(read.warnings).toEqual([]);
    const process = read.rootElement.rootElements.find((element) => element.$type === "bpmn:Process");
    const drawn = read.rootElement.diagrams[0].plane.planeElement.map((shape) => shape.bpmnElement.id);
    const elements = [...process.flowElements, ...process.laneSets[0].lanes].map((element) => element.id);
    expect(new Set(drawn)).toEqual(new Set(["pool", ...elements]));
    expect(drawn.length).toBe(new Set(drawn).size);
    // Everything is reached, and only ends and nothing else stop.
    for (const node of process.flowElements.filter((element) => element.$type !== "bpmn:SequenceFlow")) {
      const begins = ["bpmn:StartEvent", "bpmn:BoundaryEvent"].includes(node.$type);
      expect.soft(begins || node.incoming?.length > 0, `${node.id} is reached`).toBe(true);
      expect.soft(node.$type === "bpmn:EndEvent" || node.outgoing?.length > 0, `${node.id} leads on`).toBe(true);
    }

    await page.setViewportSize({ width: 2400, height: 1200 });
    await page.setContent('<div id="here" style="height: 1100px"></div>');
    await page.addScriptTag({ path: viewer });
    const shown = await page.evaluate(async (source) => {
      const view = new window.BpmnJS({ container: "#here" });
      const { warnings } = await view.importXML(source);
      view.get("canvas").zoom("fit-viewport");
      const registry = view.get("elementRegistry");
      const places = registry.filter((element) => element.businessObject?.$instanceOf("bpmn:FlowNode") && !element.labelTarget);
      const boxes = places.map(({ id, x, y, width, height }) => ({ id, x, y, width, height }));
      const lines = registry.filter((element) => element.waypoints).map(({ id, waypoints, source, target }) =>
        ({ id, ends: [source.id, target.id], points: waypoints.map(({ x, y }) => [x, y]) }));
      return { warnings: warnings.map(String), boxes, lines };
    }, xml);
    expect(shown.warnings).toEqual([]);
    expect(shown.boxes.length + shown.lines.length).toBe(process.flowElements.length);
    expect(await page.locator("#here .djs-shape, #here .djs-connection").count()).toBeGreaterThanOrEqual(drawn.length);
    await test.info().attach("diagram", { body: await page.screenshot(), contentType: "image/png" });
    expect(crossed(shown)).toEqual([]);
  });
}

/** Lines that run through a box they neither leave nor enter. */
function crossed({ boxes, lines }) {
  const within = (a, b, from, to) => Math.max(a, b) > from + 1 && Math.min(a, b) < to - 1;
  const through = ({ ends, points }) => boxes.filter((box) => !ends.includes(box.id) && points.slice(1).some(([x, y], at) =>
    within(points[at][0], x, box.x, box.x + box.width) && within(points[at][1], y, box.y, box.y + box.height)));
  return lines.flatMap((line) => through(line).map((box) => `${line.id} runs through ${box.id}`));
}
