//! The model an outsider checks with, and the product's own replay.

use std::collections::BTreeSet;

use desk::AnswerId;
use desk::procedure::Model;

use crate::shipped::{INVENTED, SHIPPED, procedure};

fn all() -> [&'static str; 3] {
    [SHIPPED[0], SHIPPED[1], INVENTED]
}

#[test]
fn every_arrow_is_a_step_of_the_model() {
    for id in all() {
        let procedure = procedure(id);
        let model = Model::of(&procedure);
        let steps: BTreeSet<&AnswerId> = model.steps.iter().map(|step| &step.answer).collect();
        let missing: Vec<_> = procedure.answers.keys().filter(|answer| !steps.contains(answer)).collect();
        assert!(missing.is_empty(), "{id}: {missing:?}");
        assert!(model.places.len() < 80, "{id}: {} places", model.places.len());
    }
}

#[test]
fn every_place_is_reached_and_can_reach_the_end() {
    for id in all() {
        let model = Model::of(&procedure(id));
        let (mut from_start, mut to_end) = (BTreeSet::from([0]), BTreeSet::from([model.end()]));
        for _ in 0..model.places.len() {
            for step in &model.steps {
                if from_start.contains(&step.from) {
                    from_start.insert(step.to);
                }
                if to_end.contains(&step.to) {
                    to_end.insert(step.from);
                }
            }
        }
        assert_eq!((from_start.len(), to_end.len()), (model.places.len(), model.places.len()), "{id}");
    }
}

#[test]
fn the_model_remembers_where_a_case_came_from_and_that_it_was_authorised() {
    let model = Model::of(&procedure(SHIPPED[0]));
    let walk = |text: &str| {
        let answers: Vec<AnswerId> = text.split(' ').map(AnswerId::from).collect();
        model.accepts(&answers)
    };
    // Returned by the fourth activity, back to it and on.
    assert!(walk("U-E01 U-E03 U-E04 U-E06 U-E21 U-E08 U-E11 U-E15 U-E18"));
    // What a check returned does not go on to the fifth activity.
    assert!(!walk("U-E01 U-E03 U-E04 U-E06 U-E20 U-E11 U-E15 U-E18"));
    // Authorised once, it is not sent to be authorised again.
    assert!(walk("U-E01 U-E03 U-E04 U-E08 U-E09 U-E12 U-E11 U-E15 U-E19"));
    assert!(!walk("U-E01 U-E03 U-E04 U-E08 U-E09 U-E12 U-E09 U-E12 U-E11 U-E15 U-E19"));
    // Suspended in the eighth, it comes back to the eighth.
    assert!(walk("U-E01 U-E03 U-E04 U-E08 U-E11 U-E16 U-E17 U-E15 U-E18"));
    assert!(!walk("U-E01 U-E03 U-E04 U-E08 U-E11 U-E16 U-E17 U-E14 U-E18"));
    // Without its end it is no whole walk.
    assert!(!walk("U-E01 U-E03 U-E04 U-E08 U-E11 U-E15"));
}
