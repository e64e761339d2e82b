//! Where everything stands. Each activity has a column of its own and each role a lane, so a line
//! that goes up or down in a column crosses no other activity; lines between far columns run on
//! tracks above the lanes (forward) or below them (back), no two on the same stretch of a track.

use super::graph::{Graph, Kind};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Box {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Box {
    fn middle(&self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    fn right(&self) -> i32 {
        self.x + self.width
    }

    fn bottom(&self) -> i32 {
        self.y + self.height
    }
}

/// A line with the place of its name.
pub struct Line {
    pub points: Vec<(i32, i32)>,
    pub label: Box,
}

pub struct Layout {
    pub pool: Box,
    pub lanes: Vec<Box>,
    pub nodes: Vec<Box>,
    pub lines: Vec<Line>,
}

/// In pixels, as viewers draw by default.
const TASK: (i32, i32) = (140, 80);
const GATEWAY: i32 = 50;
const EVENT: i32 = 36;
const LANE: i32 = 230;
/// From the top of a lane to the middle of its tasks.
const ROW: i32 = 95;
const GAP: i32 = 45;
const TRACK: i32 = 44;
/// The names of pool and lanes stand left of everything.
const HEAD: i32 = 30;
/// A name beside a line is drawn this wide.
const LABEL: (i32, i32) = (90, 40);

impl Layout {
    pub fn of(graph: &Graph) -> Layout {
        let (spans, width) = columns(graph);
        let top_tracks = Tracks::assigned(graph, &spans, |from, to| to > from + 1);
        let bottom_tracks = Tracks::assigned(graph, &spans, |from, to| to <= from);
        let first_lane = HEAD + TRACK * (top_tracks.count + 1);
        let nodes = placed(graph, &spans, first_lane);
        let lanes_end = first_lane + LANE * graph.lanes.len() as i32;
        let bottom = lanes_end + TRACK * (bottom_tracks.count + 1);
        let pool = Box { x: 0, y: 0, width: HEAD * 2 + width, height: bottom };
        let lanes = (0..graph.lanes.len())
            .map(|number| {
                // The first and the last lane reach to the pool's edges and so hold the tracks.
                let y = if number == 0 { 0 } else { first_lane + LANE * number as i32 };
                let end =
                    if number + 1 == graph.lanes.len() { bottom } else { first_lane + LANE * (number as i32 + 1) };
                Box { x: HEAD, y, width: pool.width - HEAD, height: end - y }
            })
            .collect();
        let router = Router { graph, nodes: &nodes, top: first_lane, bottom: lanes_end };
        let lines =
            (0..graph.flows.len()).map(|flow| router.line(flow, top_tracks.of[flow], bottom_tracks.of[flow])).collect();
        Layout { pool, lanes, nodes, lines }
    }
}

/// Where each column begins and ends, and how wide all are.
fn columns(graph: &Graph) -> (Vec<(i32, i32)>, i32) {
    let count = graph.nodes.iter().map(|node| node.column + 1).max().unwrap_or(0);
    let mut spans = Vec::new();
    let mut x = HEAD * 2;
    for column in 0..count {
        let own = graph.nodes.iter().filter(|node| node.column == column);
        let width: i32 = own.map(|node| room(node.kind)).sum();
        spans.push((x, x + width + GAP * 2));
        x += width + GAP * 2;
    }
    (spans, x - HEAD * 2)
}

/// The width a node takes in its row; what stands below the row takes none.
fn room(kind: Kind) -> i32 {
    match kind {
        Kind::Start | Kind::End => EVENT + GAP,
        Kind::UserTask | Kind::ServiceTask | Kind::Call => TASK.0,
        Kind::Gateway => GATEWAY + GAP,
        Kind::Back => GATEWAY + GAP,
        Kind::Timer { .. } | Kind::Reminded => 0,
    }
}

fn placed(graph: &Graph, spans: &[(i32, i32)], first_lane: i32) -> Vec<Box> {
    let mut nodes: Vec<Box> = Vec::new();
    let mut at: Vec<i32> = spans.iter().map(|span| span.0 + GAP).collect();
    // Timers share the right half of their task's lower edge.
    let mut timers = vec![0; spans.len()];
    for (number, node) in graph.nodes.iter().enumerate() {
        let row = first_lane + LANE * node.lane as i32 + ROW;
        let x = at[node.column];
        let centred = |x: i32, y: i32, width: i32, height: i32| Box { x, y: y - height / 2, width, height };
        let task = graph.nodes.iter().position(|task| task.id == node.of).and_then(|task| nodes.get(task)).copied();
        let placed = match node.kind {
            Kind::Start | Kind::End => centred(x, row, EVENT, EVENT),
            Kind::UserTask | Kind::ServiceTask | Kind::Call => centred(x, row, TASK.0, TASK.1),
            Kind::Gateway => centred(x + GAP, row, GATEWAY, GATEWAY),
            Kind::Back => centred(x + GAP, row + GATEWAY + 30, GATEWAY, GATEWAY),
            Kind::Timer { .. } => {
                let task = task.unwrap_or_default();
                timers[node.column] += 1;
                let x = task.right() - 6 - (EVENT + 4) * timers[node.column];
                centred(x, task.bottom(), EVENT, EVENT)
            }
            Kind::Reminded => {
                let timer = nodes[number - 1];
                centred(timer.x, timer.bottom() + 40, EVENT, EVENT)
            }
        };
        at[node.column] += match node.kind {
            Kind::Start => EVENT + GAP,
            // An end in a column of its own stands where a task would; behind a call, after a gap.
            kind => room(kind),
        };
        let placed = match (node.kind, number.checked_sub(1).map(|before| &graph.nodes[before])) {
            (Kind::End, Some(call)) if call.kind == Kind::Call && call.column == node.column => {
                Box { x: placed.x + GAP, ..placed }
            }
            _ => placed,
        };
        nodes.push(placed);
    }
    nodes
}

/// Which track each flow runs on, if it runs on one.
struct Tracks {
    of: Vec<Option<i32>>,
    count: i32,
}

impl Tracks {
    fn assigned(graph: &Graph, spans: &[(i32, i32)], runs: impl Fn(usize, usize) -> bool) -> Tracks {
        let mut order: Vec<usize> = (0..graph.flows.len()).filter(|flow| on_track(graph, *flow, &runs)).collect();
        let reach = |flow: usize| {
            let (from, to) = (graph.nodes[graph.flows[flow].from].column, graph.nodes[graph.flows[flow].to].column);
            (spans[from.min(to)].0, spans[from.max(to)].1)
        };
        // Short lines keep near the boxes.
        order.sort_by_key(|flow| (reach(*flow).1 - reach(*flow).0, *flow));
        let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
        let mut of = vec![None; graph.flows.len()];
        for flow in order {
            let (from, to) = reach(flow);
            let free = |track: &Vec<(i32, i32)>| track.iter().all(|(start, end)| *end <= from || to <= *start);
            let track = taken.iter().position(free).unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            taken[track].push((from, to));
            of[flow] = Some(track as i32);
        }
        Tracks { of, count: taken.len() as i32 }
    }
}

/// Flows inside a column and to the next one need no track; a second one to the next does.
fn on_track(graph: &Graph, flow: usize, runs: &impl Fn(usize, usize) -> bool) -> bool {
    let (from, to) = (&graph.nodes[graph.flows[flow].from], &graph.nodes[graph.flows[flow].to]);
    if from.column == to.column && !returns(graph, flow) {
        return false;
    }
    let back = from.kind == Kind::Back || matches!(from.kind, Kind::Timer { .. });
    if back {
        return runs(1, 0);
    }
    if is_next(graph, flow) {
        false
    } else {
        runs(from.column, to.column.max(from.column + 2 * usize::from(to.column > from.column)))
    }
}

/// From a node back into the column's own task.
fn returns(graph: &Graph, flow: usize) -> bool {
    let (from, to) = (&graph.nodes[graph.flows[flow].from], &graph.nodes[graph.flows[flow].to]);
    from.column == to.column && matches!(to.kind, Kind::UserTask | Kind::ServiceTask) && from.kind != Kind::Start
}

/// The first flow of a node that leads to the next column goes straight there.
fn is_next(graph: &Graph, flow: usize) -> bool {
    let column = |flow: usize| {
        let flow = &graph.flows[flow];
        (graph.nodes[flow.from].column, graph.nodes[flow.to].column)
    };
    let straight = |flow: usize| column(flow).1 == column(flow).0 + 1;
    let from = graph.flows[flow].from;
    straight(flow) && (0..flow).all(|other| graph.flows[other].from != from || !straight(other))
}

struct Router<'g> {
    graph: &'g Graph,
    nodes: &'g [Box],
    /// Where the lanes' rows begin and end.
    top: i32,
    bottom: i32,
}

impl Router<'_> {
    fn line(&self, flow: usize, above: Option<i32>, below: Option<i32>) -> Line {
        let Self { graph, nodes, .. } = self;
        let (from, to) = (graph.flows[flow].from, graph.flows[flow].to);
        let (source, target) = (nodes[from], nodes[to]);
        if let Some(track) = above {
            return self.over(flow, self.top - TRACK / 2 - TRACK * track, source.y, target.y);
        }
        if let Some(track) = below {
            return self.over(flow, self.bottom + TRACK / 2 + TRACK * track, source.bottom(), target.bottom());
        }
        let (out, into) = (source.middle(), target.middle());
        let beside = Box { x: source.right() + 2, y: out.1 - LABEL.1, width: LABEL.0, height: LABEL.1 };
        let points = match (graph.nodes[from].kind, graph.nodes[to].kind) {
            (Kind::Timer { .. }, _) => vec![(out.0, source.bottom()), (into.0, target.y)],
            (Kind::Gateway, Kind::Back) => vec![(out.0, source.bottom()), (out.0, into.1), (target.x, into.1)],
            _ if out.1 == into.1 => vec![(source.right(), out.1), (target.x, into.1)],
            _ => {
                let turn = target.x - GAP / 2;
                vec![(source.right(), out.1), (turn, out.1), (turn, into.1), (target.x, into.1)]
            }
        };
        Line { points, label: beside }
    }

    /// Up or down to a track, along it, and to the target.
    fn over(&self, flow: usize, track: i32, leaves: i32, enters: i32) -> Line {
        let Self { graph, nodes, .. } = self;
        let (from, to) = (graph.flows[flow].from, graph.flows[flow].to);
        let (source, target) = (nodes[from], nodes[to]);
        let enter_x = self.entrance(flow, to);
        let mut points = match graph.nodes[from].kind {
            // A task's own edges are where lines come in.
            Kind::UserTask | Kind::ServiceTask => {
                let aside = source.right() + GAP / 3;
                vec![(source.right(), source.middle().1), (aside, source.middle().1), (aside, track)]
            }
            _ => vec![(source.middle().0, leaves), (source.middle().0, track)],
        };
        points.extend([(enter_x, track), (enter_x, enters)]);
        let out_x = points[points.len() - 3].0;
        let x = if target.x > source.x { out_x + 6 } else { out_x - LABEL.0 - 6 };
        Line { points, label: Box { x, y: track - LABEL.1 + 2, width: LABEL.0, height: LABEL.1 - 4 } }
    }

    /// Lines into a task come in side by side in its left half, so that timers keep the right one.
    fn entrance(&self, flow: usize, to: usize) -> i32 {
        let target = self.nodes[to];
        if target.width <= GATEWAY {
            return target.middle().0;
        }
        let into: Vec<&str> = self.graph.flows_into(to).map(|flow| flow.id.as_str()).collect();
        let own = into.iter().position(|id| *id == self.graph.flows[flow].id).unwrap_or(0) as i32;
        target.x + 8 + own * (target.width / 2 - 12) / (into.len() as i32).max(1)
    }
}
