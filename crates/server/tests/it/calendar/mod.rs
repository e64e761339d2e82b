//! `ventanilla calendar`: questions with their expected results, and the program itself.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use server::cli::{Answer, Calendars, answer};
use server::web::texts::Lang;

fn ask(question: Value) -> Value {
    ask_in(question, Lang::Es)
}

fn ask_in(question: Value, lang: Lang) -> Value {
    let answer: Answer = answer(&question, 7, &mut Calendars::shipped("co-nacional"), lang);
    serde_json::to_value(answer).unwrap()
}

/// Each line of a file is a question with what is `expected` of it: its result, or the code of its
/// error. A `calendar` that begins with `$` is one of those its first line defines.
fn check_file(source: &str) {
    let mut lines = source.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let calendars: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for line in lines {
        let mut question: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let expected = question["expected"].clone();
        let name = question["calendar"].as_str().and_then(|name| name.strip_prefix('$')).map(str::to_owned);
        if let Some(name) = name {
            question["calendar"] = calendars[&name].clone();
            assert!(question["calendar"].is_object(), "there is no calendar {name}");
        }
        let answered = ask(question);
        let found = match answered.get("error") {
            Some(error) => error["code"].clone(),
            None => answered["result"].clone(),
        };
        assert_eq!(answered["warnings"], Value::Null, "{line}");
        asked += 1;
        if found != expected {
            wrong.push(format!("{line}\n  answered {answered}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn questions_of_our_own_calendar() {
    check_file(include_str!("own.jsonl"));
}

#[test]
fn questions_as_other_calendars_count() {
    check_file(include_str!("others.jsonl"));
}

#[test]
fn calendars_written_in_every_shape() {
    check_file(include_str!("shapes.jsonl"));
}

/// Expected by a count of minutes on the wall, one by one, that shares nothing with the program.
#[test]
fn questions_counted_minute_by_minute() {
    check_file(include_str!("minutes.jsonl"));
}

#[test]
fn a_calendars_own_errors_are_said_in_both_languages() {
    let check = |calendar: Value, spanish: &str, english: &str| {
        let question = json!({ "op": "is_open", "at": "2026-11-13", "calendar": calendar });
        assert_eq!(ask(question.clone())["error"]["message"], json!(format!("calendario: {spanish}")));
        assert_eq!(ask_in(question, Lang::En)["error"]["message"], json!(format!("calendar: {english}")));
    };
    check(
        json!({ "tz": "Amerika/Bogota", "hours": "9-17" }),
        "no hay zona horaria «Amerika/Bogota» (¿quiso escribir «America/Bogota»?)",
        "there is no time zone \"Amerika/Bogota\" (did you mean \"America/Bogota\"?)",
    );
    check(
        json!({ "hours": [] }),
        "el calendario no abre ningún día (escriba las jornadas en [week], por ejemplo mon = \"08:00-17:00\")",
        "the calendar opens on no day (write the hours in [week], for instance mon = \"08:00-17:00\")",
    );
    check(
        json!({ "hours": "9-17", "rules": [{ "kind": "fixed", "month": 2, "day": 30, "name": "X", "basis": "Y" }] }),
        "la regla «X» dice día 30 del mes 2, que no existe",
        "the rule \"X\" says day 30 of month 2, which does not exist",
    );
    check(
        json!("id = 'd'\ntz = 'UTC'\n[week]\nmon = '17:00-09:00'\n"),
        "línea 4, columna 7: la jornada 17:00-09:00 termina antes de empezar (si pasa la medianoche, escriba 17:00-24:00 en un día y 00:00-09:00 en el siguiente)",
        "line 4, column 7: the hours 17:00-09:00 end before they begin (if they pass midnight, write 17:00-24:00 on one day and 00:00-09:00 on the next)",
    );
    check(
        json!("id = 'd'\ntz = 'UTC'\n[week]\nmom = '9:00-17:00'\n"),
        "línea 4, columna 1: la clave «mom» no existe aquí (¿quiso escribir «mon»?)",
        "line 4, column 1: there is no key \"mom\" here (did you mean \"mon\"?)",
    );
}

#[test]
fn an_answer_says_more_than_its_result() {
    let due = ask(json!({ "id": "a", "op": "due", "start": "2026-11-13 16:30", "days": 2 }));
    assert_eq!(
        (&due["id"], &due["last_on"], &due["counted"]),
        (&json!("a"), &json!("2026-11-18"), &json!(["2026-11-17", "2026-11-18"]))
    );
    assert_eq!((&due["local"], &due["utc"]), (&json!("2026-11-19T00:00:00"), &json!("2026-11-19T05:00:00Z")));
    let open = ask(json!({ "op": "is_open", "at": "2026-11-16 10:00" }));
    assert_eq!(
        (&open["id"], &open["reason"], &open["text"]),
        (&json!(7), &json!("day_off"), &json!("festivo: Independencia de Cartagena"))
    );
    let between = ask(json!({ "op": "working_time_between", "start": "2026-11-20 16:00", "end": "2026-11-23 08:30" }));
    assert_eq!(
        (&between["seconds"], &between["minutes"], &between["hours"]),
        (&json!(5400), &json!(90.0), &json!(1.5))
    );
    let days = ask(json!({ "op": "working_days_between", "start": "2026-11-20", "end": "2026-11-24" }));
    assert_eq!(days["counts"], json!({ "both": 3, "end": 2, "neither": 1, "start": 2 }));
    let holiday = ask(json!({ "op": "is_holiday", "date": "2025-06-30" }));
    assert_eq!(holiday["marks"].as_array().map(Vec::len), Some(2));
    let paused = ask(
        json!({ "op": "due", "start": "2026-11-23 08:00", "hours": 9, "pauses": [{ "from": "2026-11-23 10:00" }] }),
    );
    assert_eq!((&paused["result"], &paused["paused"]), (&Value::Null, &json!(true)));
}

#[test]
fn an_explanation_tells_each_interval_in_the_readers_language() {
    let question = json!({
        "op": "explain", "start": "2026-11-13 16:00", "duration": "PT2H30M",
        "pauses": [["2026-11-17 08:30", "2026-11-17 10:00", "falta el equipo"]],
    });
    let told = ask(question.clone());
    let texts = |told: &Value| -> Vec<String> {
        told["result"]
            .as_array()
            .unwrap()
            .iter()
            .map(|interval| interval["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        texts(&told),
        [
            "en horario",
            "fuera de horario",
            "día sin jornada",
            "festivo: Independencia de Cartagena",
            "fuera de horario",
            "en horario",
            "en pausa: falta el equipo",
            "en horario",
        ]
    );
    assert_eq!((&told["total"], &told["end"]), (&json!("PT2H30M"), &json!("2026-11-17T11:00:00-05:00")));
    let seconds: i64 =
        told["result"].as_array().unwrap().iter().map(|interval| interval["seconds"].as_i64().unwrap()).sum();
    assert_eq!(seconds, 9000);
    assert_eq!(texts(&ask_in(question, Lang::En))[6], "paused: falta el equipo");
}

#[test]
fn a_misspelt_option_is_never_silent_and_a_remark_is_no_mistake() {
    let answered =
        ask(json!({ "op": "add_working_days", "date": "2026-11-14", "days": 1, "from_close": "roll", "note": "x" }));
    assert_eq!(answered["result"], json!("2026-11-17"));
    assert_eq!(answered["warnings"], json!(["la clave «from_close» no se usó; ¿quiso escribir «from_closed»?"]));
}

#[test]
fn an_error_says_what_to_do_in_the_readers_language() {
    let check = |question: Value, spanish: &str, english: &str| {
        assert_eq!(ask(question.clone())["error"]["message"], json!(spanish));
        assert_eq!(ask_in(question, Lang::En)["error"]["message"], json!(english));
    };
    check(
        json!({ "op": "nextopen", "at": "2026-11-13" }),
        "no hay operación «nextopen»; ¿quiso decir next_open?",
        "there is no operation \"nextopen\"; did you mean next_open?",
    );
    check(json!({ "op": "due", "start": "2026-11-13" }), "falta «duration»", "\"duration\" is missing");
    check(
        json!({ "op": "add_working_time", "start": "2026-11-13", "duration": "P1D" }),
        "un día no es una cantidad de tiempo hábil: use add_working_days, o diga cuántas horas tiene con «day_hours»",
        "a day is no amount of business time: use add_working_days, or say how many hours it has with \"day_hours\"",
    );
    check(
        json!({ "op": "is_open", "at": "2026-11-13", "calendar": "sede" }),
        "no hay calendario «sede»; los del programa son: co-nacional; un archivo se escribe con su ruta",
        "there is no calendar \"sede\"; the program's own are: co-nacional; a file is written with its path",
    );
}

fn run(arguments: &[&str], locale: &str, input: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ventanilla"))
        .args(arguments)
        .env("LC_ALL", locale)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

const OPEN: &str = "{\"id\":1,\"op\":\"is_open\",\"at\":\"2026-11-13 10:00\"}";

#[test]
fn a_line_that_fails_stops_nobody_and_is_told_by_the_exit_code() {
    let (code, out, _) = run(&["calendar"], "", &format!("{OPEN}\n\nnada\n{{\"op\":\"is_open\"}}\n{OPEN}\n"));
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = answers.iter().map(|answer| answer["error"]["code"].as_str().unwrap_or("result")).collect();
    assert_eq!((code, kinds.as_slice()), (Some(1), ["result", "json", "missing", "result"].as_slice()));
    assert_eq!(answers[3]["result"], json!(true));
}

#[test]
fn questions_come_as_arguments_lines_lists_or_spread_over_lines() {
    let expected = "{\"id\":1,\"op\":\"is_open\",\"result\":true}\n";
    assert_eq!(run(&["calendar", OPEN], "", ""), (Some(0), expected.to_owned(), String::new()));
    assert_eq!(run(&["calendar"], "", OPEN), (Some(0), expected.to_owned(), String::new()));
    let list = format!("[{OPEN},\n{OPEN}]");
    assert_eq!(run(&["calendar"], "", &list), (Some(0), expected.repeat(2), String::new()));
    let spread = OPEN.replace(',', ",\n");
    assert_eq!(run(&["calendar"], "", &spread), (Some(0), expected.to_owned(), String::new()));
}

#[test]
fn calendars_come_from_files_in_both_formats() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let sundays = file("domingos.toml", "id = 'd'\ntz = 'America/Bogota'\n[week]\nsun = '09:00-10:00'\n");
    let saturdays = file("sabados.json", "{\"tz\":\"America/Bogota\",\"week\":{\"sat\":\"9-10\"}}");
    let broken = file("roto.toml", "id = 'd'\ntz = 'America/Bogota'\n[week]\nsum = '09:00-10:00'\n");
    let next = "{\"op\":\"next_open\",\"at\":\"2026-11-20\"}";
    let (code, out, _) = run(&["calendar", "--calendar", &sundays, next], "", "");
    assert!(code == Some(0) && out.contains("2026-11-22T09:00:00-05:00"), "{out}");
    let question = json!({ "op": "next_open", "at": "2026-11-20", "calendar": saturdays });
    let (_, out, _) = run(&["calendar"], "", &question.to_string());
    assert!(out.contains("2026-11-21T09:00:00-05:00"), "{out}");
    let (code, out, error) = run(&["calendar", "-c", &broken, next], "", "");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(error.contains("línea 4, columna 1: la clave «sum» no existe aquí (¿quiso escribir «sun»?)"), "{error}");
    let (code, _, error) = run(&["calendar", "--file", "no-existe.jsonl"], "", "");
    assert!(code == Some(2) && error.contains("no-existe.jsonl"), "{error}");
}

#[test]
fn help_and_usage_errors_speak_the_readers_language() {
    let (code, help, _) = run(&["calendar", "--help"], "es_CO.UTF-8", "");
    assert!(code == Some(0) && help.contains("Uso: ventanilla calendar [OPCIONES]") && !help.contains('¦'), "{help}");
    for english in ["Options", "Usage", "Print help", "Answers"] {
        assert!(!help.contains(english), "{help}");
    }
    let (code, help, _) = run(&["calendar", "--help"], "en_US.UTF-8", "");
    assert!(
        code == Some(0) && help.contains("Usage: ventanilla calendar [OPTIONS]") && !help.contains("Uso"),
        "{help}"
    );
    let (code, _, error) = run(&["calendar", "--calender", "x"], "es_CO", "");
    assert!(
        code == Some(2) && error.contains("la opción «--calender» no existe; ¿quiso escribir «--calendar»?"),
        "{error}"
    );
    let (code, _, error) = run(&["calendario"], "es_CO", "");
    assert!(
        code == Some(2) && error.contains("la orden «calendario» no existe; ¿quiso escribir «calendar»?"),
        "{error}"
    );
}

/// Every `$ ventanilla calendar '…'` of the howto, with the line printed under it.
#[test]
fn the_howto_shows_what_the_program_answers() {
    let howto = include_str!("../../../../../docs/howto/calendar.md");
    let mut calendars = Calendars::shipped("co-nacional");
    let mut shown = 0;
    for (command, printed) in howto.lines().zip(howto.lines().skip(1)) {
        let Some(question) = command.strip_prefix("$ ventanilla calendar '") else {
            continue;
        };
        let question: Value = serde_json::from_str(question.trim_end_matches('\'')).unwrap();
        let answered = serde_json::to_string(&answer(&question, 1, &mut calendars, Lang::Es)).unwrap();
        assert_eq!(answered, printed, "{command}");
        shown += 1;
    }
    assert!(shown >= 10, "the howto shows {shown} questions only");
}

#[test]
fn the_howtos_calendar_reads() {
    let howto = include_str!("../../../../../docs/howto/calendar.md");
    let written = howto.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    desk::calendar::Calendar::from_toml(written).unwrap();
}

/// The table of `from_closed`: Saturday 14 November 2026, with n = 1, 0 and -1.
#[test]
fn the_howtos_table_of_closed_starts_is_true() {
    let table = [
        ("count", ["2026-11-17", "2026-11-14", "2026-11-13"]),
        ("forward", ["2026-11-18", "2026-11-17", "2026-11-13"]),
        ("backward", ["2026-11-17", "2026-11-13", "2026-11-12"]),
        ("roll", ["2026-11-18", "2026-11-17", "2026-11-12"]),
        ("modified_following", ["2026-11-18", "2026-11-17", "2026-11-13"]),
        ("modified_preceding", ["2026-11-17", "2026-11-13", "2026-11-12"]),
    ];
    for (rule, expected) in table {
        let found = [1, 0, -1].map(|days| ask(json!({ "op": "add_working_days", "date": "2026-11-14", "days": days, "from_closed": rule }))["result"].clone());
        assert_eq!(found, expected.map(|date| json!(date)), "{rule}");
    }
    let found = [1, 0, -1].map(|days| {
        let back = if days < 0 { "2026-11-14 10:00" } else { "2026-11-14 07:00" };
        ask(json!({ "op": "add_working_days", "at": back, "days": days, "from_closed": "opening" }))["local"].clone()
    });
    assert_eq!(found, ["2026-11-18T08:00:00", "2026-11-17T08:00:00", "2026-11-12T08:00:00"].map(|at| json!(at)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Whatever is asked, there is an answer or an error, and nothing else.
    #[test]
    fn a_spoilt_question_is_answered_or_refused(line in 0usize..1000, edits in proptest::collection::vec((0usize..400, proptest::prelude::any::<char>()), 0..4)) {
        let lines: Vec<&str> = [include_str!("own.jsonl"), include_str!("shapes.jsonl")].into_iter().flat_map(str::lines).filter(|line| line.starts_with("{\"op")).collect();
        let mut written: Vec<char> = lines[line % lines.len()].chars().collect();
        for (place, letter) in edits {
            let place = place % written.len();
            written[place] = letter;
        }
        let written: String = written.into_iter().collect();
        if let Ok(question) = serde_json::from_str::<Value>(&written) {
            let answered = ask(question);
            proptest::prop_assert!(answered.get("result").is_some() != answered.get("error").is_some());
        }
    }
}
