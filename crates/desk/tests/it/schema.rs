//! The JSON Schema that editors complete and check a procedure with says what the reader says.

use std::path::Path;

use desk::procedure::source;
use serde_json::Value;

use crate::shipped::{INVENTED, SHIPPED, file};

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/howto").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn schema() -> Value {
    serde_json::from_str(&docs("procedure.schema.json")).unwrap()
}

/// The first place where a value is not what the schema says; only the words our schema uses.
fn wrong(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let Some(rules) = schema.as_object() else { return Some(format!("{at}: el esquema no es una tabla")) };
    for (word, rule) in rules {
        let problem = match word.as_str() {
            "$ref" => {
                let name = rule.as_str().and_then(|rule| rule.strip_prefix("#/$defs/")).unwrap();
                wrong(root, &root["$defs"][name], value, at)
            }
            "type" => {
                let holds = match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_i64(),
                    other => panic!("el esquema usa el tipo {other}, que esta prueba no conoce"),
                };
                (!holds).then(|| format!("{at}: no es {rule}"))
            }
            "enum" => (!rule.as_array().unwrap().contains(value)).then(|| format!("{at}: {value} no está en {rule}")),
            "minimum" => (value.as_i64().is_some_and(|own| own < rule.as_i64().unwrap()))
                .then(|| format!("{at}: {value} es poco")),
            "required" => {
                let missing = |name: &&Value| value.get(name.as_str().unwrap_or_default()).is_none();
                rule.as_array().unwrap().iter().find(missing).map(|name| format!("{at}: falta {name}"))
            }
            "items" => value.as_array().and_then(|own| {
                own.iter().enumerate().find_map(|(n, item)| wrong(root, rule, item, &format!("{at}[{n}]")))
            }),
            "properties" => value.as_object().and_then(|own| {
                own.iter().find_map(|(name, item)| wrong(root, rule.get(name)?, item, &format!("{at}.{name}")))
            }),
            "additionalProperties" => value.as_object().and_then(|own| {
                own.iter().filter(|(name, _)| schema["properties"].get(name.as_str()).is_none()).find_map(
                    |(name, item)| {
                        let here = format!("{at}.{name}");
                        if rule == &Value::Bool(false) {
                            Some(format!("{here}: no existe"))
                        } else {
                            wrong(root, rule, item, &here)
                        }
                    },
                )
            }),
            "oneOf" => {
                let held = rule.as_array().unwrap().iter().filter(|one| wrong(root, one, value, at).is_none()).count();
                (held != 1).then(|| format!("{at}: {value} no es una de las formas permitidas"))
            }
            "pattern" => {
                let other = value.as_str().is_some_and(|own| !matches(rule.as_str().unwrap(), own));
                other.then(|| format!("{at}: {value} no es {rule}"))
            }
            "description" | "title" | "$schema" | "$defs" => None,
            other => panic!("el esquema usa «{other}», que esta prueba no conoce"),
        };
        if problem.is_some() {
            return problem;
        }
    }
    None
}

fn matches(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}")).is_match(text)
}

fn checked(text: &str) -> Option<String> {
    let value: Value = toml::from_str(text).unwrap();
    let schema = schema();
    wrong(&schema, &schema, &value, "procedure")
}

#[test]
fn every_shipped_procedure_and_the_example_of_the_guide_follow_the_schema() {
    for id in SHIPPED.iter().copied().chain([INVENTED]) {
        assert_eq!(checked(&file(id, "procedure.toml")), None, "{id}");
        assert!(file(id, "procedure.toml").starts_with("#:schema "), "{id} no nombra el esquema");
    }
    assert_eq!(checked(&crate::guide::example()), None);
}

#[test]
fn what_the_reader_refuses_word_by_word_the_schema_refuses_too() {
    let example = crate::guide::example();
    for (right, wrong) in [
        ("prefix = \"PRE\"\n", ""),
        ("kind = \"closed\"", "kind = \"cerrado\""),
        ("is = \"approver\"", "is = \"aprobador\""),
        ("type = \"number\"", "type = \"numero\""),
        ("control_point = true", "punto_de_control = true"),
        ("control_point = true", "control_point = \"si\""),
        ("on = \"registered\"\nlabel", "on = \"registrado\"\nlabel"),
        ("after = \"3 business_days\"", "after = \"tres días\""),
        ("remind = \"last day\"", "remind = \"nunca\""),
        ("target = \"18 business_hours\"", "target = \"dos días\""),
        ("on = \"closed\"", "on = \"cerrado\""),
        ("to = [\"approver\"]", "to = [\"aprobador\"]"),
        ("does = [\"recall\"]", "does = [\"retirar\"]"),
        ("hold = \"opening\"", "hold = \"siempre\""),
        ("steps = [{ role = \"jefe\" }]", "steps = [{ rol = \"jefe\" }]"),
        ("\"Motivo\"\nmin = 10", "\"Motivo\"\nmin = \"diez\""),
    ] {
        assert!(example.contains(right), "el ejemplo ya no dice {right}");
        let text = example.replacen(right, wrong, 1);
        assert!(source::read(&text).is_err(), "el lector acepta {wrong}");
        assert!(checked(&text).is_some(), "el esquema acepta {wrong}");
    }
}

#[test]
fn every_word_of_the_schema_is_one_the_reader_knows() {
    let schema = schema();
    for (table, sample) in [
        ("document", "[document]\nzzz = 1"),
        ("state", "[state.x]\nzzz = 1"),
        ("role", "[role.x]\nzzz = 1"),
        ("flag", "[flag.x]\nzzz = 1"),
        ("field", "[field.x]\nzzz = 1"),
        ("activity", "[activity.x]\nzzz = 1"),
        ("answer", "[answer.x]\nzzz = 1"),
        ("term", "[term.x]\nzzz = 1"),
        ("clock", "[clock.x]\nzzz = 1"),
        ("approval", "[approval.x]\nzzz = 1"),
        ("notice", "[notice.x]\nzzz = 1"),
        ("result", "[result.x]\nzzz = 1"),
        ("survey", "[survey]\nzzz = 1"),
    ] {
        for word in schema["$defs"][table]["properties"].as_object().unwrap().keys() {
            let known = source::read(&sample.replace("zzz", word));
            let unknown = format!("La palabra «{word}» no existe aquí.");
            assert!(known.unwrap_err().iter().all(|p| p.message != unknown), "{table}: sobra {word}");
        }
        let unknown = source::read(sample).unwrap_err();
        assert_eq!(unknown[0].message, "La palabra «zzz» no existe aquí.", "{table}");
    }
}
