//! The instance that is measured: made once, opened again the next times.

use std::fs;
use std::path::Path;
use std::time::Instant;

use server::app::App;
use server::config::{Config, Given};
use server::demo;
use server::entity::{Entity, Files};
use server::lang::Lang;
use server::mail::{Mailroom, Settings};
use server::start;
use server::store::{Access, Store, StoreError, Urgency, settings};

use super::copies;

/// Written when everything is there; whoever changes what is written changes it too.
const WHOLE: &str = "a hundred thousand, 1";

/// Opens it, making it first where it is not there.
pub fn open(folder: &Path) -> (App, Config) {
    let mark = folder.join("whole");
    if fs::read_to_string(&mark).ok().as_deref() != Some(WHOLE) {
        if folder.exists() {
            fs::remove_dir_all(folder).expect("what was left half made");
        }
        fs::create_dir_all(folder).expect("a folder");
        let config = configured(folder);
        fill(&config);
        fs::write(&mark, WHOLE).expect("the mark");
    }
    let config = configured(folder);
    (opened(&config), config)
}

fn configured(folder: &Path) -> Config {
    let given = Given { data: Some(folder.to_owned()), config: None };
    Config::load(&given, std::iter::empty(), Lang::En).expect("the folder configures nothing")
}

fn opened(config: &Config) -> App {
    let entity = Entity::read(&Files::demo()).expect("the demo's entity");
    let app = start::open(config.store(), Access::Owner, entity).expect("it opens");
    app.set_mail(Mailroom::open(&app, Settings::of(config)).expect("the mail opens"));
    app
}

fn fill(config: &Config) {
    {
        let store = Store::open(config.store(), Access::Owner).expect("a fresh store");
        let now = store.now().expect("the time");
        let ahead = -demo::BEGINS_BEFORE.as_micros();
        let marked = store.write(Urgency::System, move |tx| {
            settings::put(tx, start::AHEAD, &ahead.to_string(), now)?;
            settings::put(tx, start::DEMO, "ready", now)
        });
        marked.expect("it is a demo");
    }
    let app = opened(config);
    // Left half made, it is made again.
    app.store.hurry(true);
    let mut began = Instant::now();
    let mut told = |what: &str| {
        println!("{what}: {:.0} s", began.elapsed().as_secs_f64());
        began = Instant::now();
    };
    let seeded = demo::seed(&app, |_| {}).expect("the demo is filled");
    told(&format!("{} cases of the demo", seeded.cases));
    copies::tell_again(&app).expect("the copies");
    told("their copies");
    let cases = start::rebuild(&app, |_| {}).expect("the lists");
    told(&format!("lists, terms and words of {cases} cases"));
    app.store.hurry(false);
    let (ahead, now) = (app.clock.ahead().to_string(), app.clock.now());
    let kept = app.store.write(Urgency::System, move |tx| settings::put(tx, start::AHEAD, &ahead, now));
    kept.map_err(|error: StoreError| error.to_string()).expect("the clock");
}
