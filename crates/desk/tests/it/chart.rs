//! The flowchart: what is drawn, and that it can be read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use desk::procedure::chart::{Area, Chart, Mark, Way};
use desk::procedure::{Procedure, Target, source};
use desk::{ActivityId, AnswerId};

use crate::shipped::{INVENTED, SHIPPED, procedure};

/// Every shipped procedure, drawn once for all tests.
static EVERY: LazyLock<Vec<(&str, Procedure)>> =
    LazyLock::new(|| SHIPPED.iter().copied().chain([INVENTED]).map(|id| (id, procedure(id))).collect());

fn every() -> impl Iterator<Item = (&'static str, &'static Procedure)> {
    EVERY.iter().map(|(id, procedure)| (*id, procedure))
}

#[test]
fn no_two_boxes_notes_or_labels_overlap() {
    for (id, procedure) in every() {
        let chart = procedure.chart();
        let boxes = chart.boxes.iter().map(|own| (own.activity.to_string(), own.area));
        let notes = chart.notes.iter().map(|note| (format!("nota {}", note.answer), note.area));
        let labels = chart.arrows.iter().map(|arrow| (format!("{:?}", arrow.answers), arrow.label.area));
        let all: Vec<(String, Area)> = boxes.chain(notes).chain(labels).collect();
        for (n, (name, area)) in all.iter().enumerate() {
            assert!(area.x >= 0 && area.right() <= chart.width && area.bottom() <= chart.height, "{id} {name}");
            for (other, space) in &all[n + 1..] {
                assert!(!area.overlaps(space), "{id}: {name} {area:?} y {other} {space:?}");
            }
        }
    }
}

#[test]
fn no_arrow_crosses_a_box_a_note_or_a_label() {
    for (id, procedure) in every() {
        let chart = procedure.chart();
        for arrow in &chart.arrows {
            for run in arrow.path.windows(2) {
                assert!(run[0].x == run[1].x || run[0].y == run[1].y, "{id} {:?} va en diagonal", arrow.answers);
                for own in &chart.boxes {
                    assert!(!own.area.is_crossed(run[0], run[1]), "{id} {:?} sobre {}", arrow.answers, own.activity);
                }
                for note in &chart.notes {
                    assert!(!note.area.is_crossed(run[0], run[1]), "{id} {:?} sobre {}", arrow.answers, note.answer);
                }
                for other in &chart.arrows {
                    let across = other.label.area.is_crossed(run[0], run[1]);
                    assert!(!across, "{id} {:?} sobre el texto de {:?}", arrow.answers, other.answers);
                }
            }
        }
    }
}

/// The grid points of a way, each with whether it is passed level and upright.
fn passed(chart: &Chart) -> BTreeMap<(i32, i32, bool), Vec<usize>> {
    let mut passed: BTreeMap<(i32, i32, bool), Vec<usize>> = BTreeMap::new();
    for (n, arrow) in chart.arrows.iter().enumerate() {
        for run in arrow.path.windows(2) {
            let level = run[0].y == run[1].y;
            for x in run[0].x.min(run[1].x)..=run[0].x.max(run[1].x) {
                for y in run[0].y.min(run[1].y)..=run[0].y.max(run[1].y) {
                    passed.entry((x, y, level)).or_default().push(n);
                }
            }
        }
    }
    passed
}

#[test]
fn no_two_arrows_share_a_stretch() {
    for (id, procedure) in every() {
        for (at, arrows) in passed(procedure.chart()) {
            assert!(arrows.iter().all(|n| *n == arrows[0]), "{id} {at:?}: {arrows:?}");
        }
    }
}

#[test]
fn arrows_leave_the_box_of_their_activity_and_enter_that_of_the_next() {
    let touches = |area: &Area, x: i32, y: i32| {
        let grown = Area { x: area.x - 1, y: area.y - 1, width: area.width + 2, height: area.height + 2 };
        let inside = |a: &Area| x >= a.x && x <= a.right() && y >= a.y && y <= a.bottom();
        inside(&grown) && (x == area.x || x == area.right() || y == area.y || y == area.bottom())
    };
    for (id, procedure) in every() {
        let chart = procedure.chart();
        for arrow in &chart.arrows {
            let (first, last) = (arrow.path.first().unwrap(), arrow.path.last().unwrap());
            let (from, to) = (chart.node(&arrow.from).unwrap(), chart.node(&arrow.to).unwrap());
            assert!(touches(&from.area, first.x, first.y), "{id} {:?}", arrow.answers);
            assert!(touches(&to.area, last.x, last.y), "{id} {:?}", arrow.answers);
        }
    }
}

/// UPME-FLU-1: every arrow of the procedure is drawn.
#[test]
fn every_activity_answer_and_term_is_drawn_once() {
    for (id, procedure) in every() {
        let chart = procedure.chart();
        let drawn: Vec<&ActivityId> = chart.boxes.iter().map(|own| &own.activity).collect();
        assert_eq!(drawn, procedure.activities.keys().collect::<Vec<_>>(), "{id}");

        let mut ways: Vec<(&AnswerId, &ActivityId)> = Vec::new();
        for arrow in &chart.arrows {
            ways.extend(arrow.answers.iter().map(|answer| (answer, &arrow.from)));
        }
        for note in &chart.notes {
            match &note.way {
                Way::Returns { from, .. } => ways.push((&note.answer, from)),
                Way::Arrives { from, letter, .. } => {
                    ways.extend(from.iter().map(|from| (&note.answer, from)));
                    for from in from {
                        let marks = &chart.node(from).unwrap().marks;
                        assert!(marks.contains(&Mark::Leaves(*letter, note.answer.clone())), "{id} {from}");
                    }
                }
            }
        }
        ways.sort();
        let mut declared: Vec<(&AnswerId, &ActivityId)> =
            procedure.answers.iter().flat_map(|(id, answer)| answer.from.iter().map(move |from| (id, from))).collect();
        declared.sort();
        assert_eq!(ways, declared, "{id}");

        let terms = chart.boxes.iter().flat_map(|own| &own.marks).filter(|mark| matches!(mark, Mark::Term(_)));
        assert_eq!(terms.count(), procedure.terms.len(), "{id}");
        let points = chart.boxes.iter().filter(|own| own.control_point).count();
        assert_eq!(points, procedure.activities.values().filter(|a| a.control_point).count(), "{id}");
    }
}

#[test]
fn every_label_says_the_words_of_its_answers() {
    for (id, procedure) in every() {
        for arrow in &procedure.chart().arrows {
            let said = arrow.label.lines.join(" ");
            for answer in &arrow.answers {
                assert!(said.contains(&procedure.answers[answer].label), "{id} {answer}: {said}");
            }
        }
    }
}

#[test]
fn a_way_back_names_the_activities_it_may_lead_to() {
    for (id, procedure) in every() {
        for note in &procedure.chart().notes {
            if let Way::Returns { to, .. } = &note.way {
                assert_eq!(procedure.answers[&note.answer].to, Target::CameFrom);
                assert!(!to.is_empty(), "{id} {}", note.answer);
            }
        }
    }
}

/// On a sheet of letter paper lying down, words of 12 pixels stay readable.
#[test]
fn a_chart_is_not_wider_than_a_sheet_can_show() {
    for (id, procedure) in every() {
        let chart = procedure.chart();
        assert!(chart.width <= 2200 && chart.height <= 1500, "{id}: {} × {}", chart.width, chart.height);
    }
}

#[test]
fn the_same_procedure_gives_the_same_drawing() {
    let text = crate::shipped::file(INVENTED, "procedure.toml");
    let drawn = || format!("{:?}", source::read(&text).unwrap().chart());
    assert_eq!(drawn(), drawn());
}
