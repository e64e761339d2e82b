//! A procedure as BPMN 2.0 with its drawing (diagram interchange): for modelling tools to show and
//! to compare, not to execute.

mod graph;
mod layout;

use std::io;

use desk::procedure::Procedure;

use super::xml::{Xml, id};
use graph::{Flow, Graph, Kind, Node};
use layout::{Box, Layout};

const SPACES: [(&str, &str); 6] = [
    ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
    ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
    ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
    ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("id", "definitions"),
];

/// What marks the ids as ours; nobody has to find anything there.
const TARGET_SPACE: &str = "urn:ventanilla:procedure";

type Out = Xml<Vec<u8>>;

/// The diagram of a procedure.
///
/// # Errors
/// Never in memory; those of the XML writer rather than a panic.
pub fn diagram(procedure: &Procedure) -> io::Result<Vec<u8>> {
    let graph = Graph::of(procedure);
    let layout = Layout::of(&graph);
    let document = &procedure.document;
    let process = id("process", document.id.as_str());
    let title = format!("{} · {}", document.name, document.version);
    let mut xml = Xml::begin(Vec::new())?;
    let mut spaces = SPACES.to_vec();
    let version = env!("CARGO_PKG_VERSION");
    spaces.extend([("targetNamespace", TARGET_SPACE), ("exporter", "Ventanilla"), ("exporterVersion", version)]);
    xml.open("bpmn:definitions", &spaces)?;
    xml.open("bpmn:collaboration", &[("id", "collaboration")])?;
    xml.empty("bpmn:participant", &[("id", "pool"), ("name", &title), ("processRef", &process)])?;
    xml.close()?;
    xml.open("bpmn:process", &[("id", &process), ("name", &title), ("isExecutable", "false")])?;
    documentation(&mut xml, &document.objective)?;
    lanes(&mut xml, &graph)?;
    for (number, node) in graph.nodes.iter().enumerate() {
        element(&mut xml, &graph, number, node)?;
    }
    for flow in &graph.flows {
        sequence(&mut xml, &graph, flow)?;
    }
    xml.close()?;
    drawing(&mut xml, &graph, &layout)?;
    xml.end()
}

fn documentation(xml: &mut Out, text: &str) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { xml.text("bpmn:documentation", &[], text) }
}

fn lanes(xml: &mut Out, graph: &Graph) -> io::Result<()> {
    xml.open("bpmn:laneSet", &[("id", "lanes")])?;
    for (number, lane) in graph.lanes.iter().enumerate() {
        xml.open("bpmn:lane", &[("id", &lane.id), ("name", &lane.name)])?;
        for node in graph.nodes.iter().filter(|node| node.lane == number) {
            xml.text("bpmn:flowNodeRef", &[], &node.id)?;
        }
        xml.close()?;
    }
    xml.close()
}

fn element(xml: &mut Out, graph: &Graph, number: usize, node: &Node) -> io::Result<()> {
    let id_and_name = [("id", node.id.as_str()), ("name", node.name.as_str())];
    let own = if node.name.is_empty() { &id_and_name[..1] } else { &id_and_name[..] };
    match node.kind {
        Kind::Start => xml.open("bpmn:startEvent", own)?,
        Kind::UserTask => xml.open("bpmn:userTask", own)?,
        Kind::ServiceTask => xml.open("bpmn:serviceTask", own)?,
        Kind::Gateway | Kind::Back => xml.open("bpmn:exclusiveGateway", own)?,
        Kind::Call => xml.open("bpmn:callActivity", &[own, &[("calledElement", &id("process", &node.of))]].concat())?,
        Kind::Timer { ends } => {
            let cancels = if ends { "true" } else { "false" };
            let attached = [("cancelActivity", cancels), ("attachedToRef", node.of.as_str())];
            xml.open("bpmn:boundaryEvent", &[own, &attached].concat())?;
        }
        Kind::Reminded | Kind::End => xml.open("bpmn:endEvent", own)?,
    }
    documentation(xml, &node.documentation)?;
    for flow in graph.flows_into(number) {
        xml.text("bpmn:incoming", &[], &flow.id)?;
    }
    for flow in graph.flows_out_of(number) {
        xml.text("bpmn:outgoing", &[], &flow.id)?;
    }
    if matches!(node.kind, Kind::Timer { .. }) {
        let definition = format!("{}_timer", node.id);
        xml.open("bpmn:timerEventDefinition", &[("id", &definition)])?;
        xml.text("bpmn:timeDuration", &[("xsi:type", "bpmn:tFormalExpression")], &node.length)?;
        xml.close()?;
    }
    xml.close()
}

fn sequence(xml: &mut Out, graph: &Graph, flow: &Flow) -> io::Result<()> {
    let (from, to) = (graph.nodes[flow.from].id.as_str(), graph.nodes[flow.to].id.as_str());
    let mut own = vec![("id", flow.id.as_str())];
    if !flow.name.is_empty() {
        own.push(("name", &flow.name));
    }
    own.extend([("sourceRef", from), ("targetRef", to)]);
    if flow.documentation.is_empty() {
        return xml.empty("bpmn:sequenceFlow", &own);
    }
    xml.open("bpmn:sequenceFlow", &own)?;
    documentation(xml, &flow.documentation)?;
    xml.close()
}

fn drawing(xml: &mut Out, graph: &Graph, layout: &Layout) -> io::Result<()> {
    xml.open("bpmndi:BPMNDiagram", &[("id", "diagram")])?;
    xml.open("bpmndi:BPMNPlane", &[("id", "plane"), ("bpmnElement", "collaboration")])?;
    shape(xml, "pool", layout.pool, &[("isHorizontal", "true")], false)?;
    for (lane, place) in graph.lanes.iter().zip(&layout.lanes) {
        shape(xml, &lane.id, *place, &[("isHorizontal", "true")], false)?;
    }
    for (node, place) in graph.nodes.iter().zip(&layout.nodes) {
        let marker: &[(&str, &str)] =
            if matches!(node.kind, Kind::Gateway | Kind::Back) { &[("isMarkerVisible", "true")] } else { &[] };
        let beside = matches!(node.kind, Kind::Gateway | Kind::Timer { .. } | Kind::End) && !node.name.is_empty();
        shape(xml, &node.id, *place, marker, beside)?;
    }
    for (flow, line) in graph.flows.iter().zip(&layout.lines) {
        let edge = format!("{}_di", flow.id);
        xml.open("bpmndi:BPMNEdge", &[("id", &edge), ("bpmnElement", &flow.id)])?;
        for (x, y) in &line.points {
            xml.empty("di:waypoint", &[("x", &x.to_string()), ("y", &y.to_string())])?;
        }
        if !flow.name.is_empty() {
            xml.open("bpmndi:BPMNLabel", &[])?;
            bounds(xml, line.label)?;
            xml.close()?;
        }
        xml.close()?;
    }
    xml.close()?;
    xml.close()
}

/// A shape; `beside`: its name stands below it.
fn shape(xml: &mut Out, element: &str, place: Box, more: &[(&str, &str)], beside: bool) -> io::Result<()> {
    let shape = format!("{element}_di");
    xml.open("bpmndi:BPMNShape", &[&[("id", shape.as_str()), ("bpmnElement", element)], more].concat())?;
    bounds(xml, place)?;
    if beside {
        xml.open("bpmndi:BPMNLabel", &[])?;
        bounds(xml, Box { x: place.x - 32, y: place.y + place.height + 4, width: place.width + 64, height: 40 })?;
        xml.close()?;
    }
    xml.close()
}

fn bounds(xml: &mut Out, place: Box) -> io::Result<()> {
    let [x, y, width, height] = [place.x, place.y, place.width, place.height].map(|number| number.to_string());
    xml.empty("dc:Bounds", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)])
}
