//! What the linter finds, and that it finds nothing in what is shipped.

use std::path::Path;

use desk::people::People;
use desk::procedure::lint::{Finding, Setting, Severity, Texts, lint};
use desk::procedure::{Procedure, source};

use crate::shipped::{INVENTED, SHIPPED, desk, file, folder, procedure, readable};

/// The two documents, by their place.
const FIRST: usize = 0;
const SECOND: usize = 1;

fn texts(id: &str) -> Texts {
    let files = std::fs::read_dir(folder(id).join("texts")).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

fn literal(name: &str) -> Procedure {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    readable(name, source::read(&std::fs::read_to_string(path).unwrap()))
}

/// A shipped folder of which the words of one file are replaced.
struct Shipped {
    id: &'static str,
    edits: Vec<(&'static str, String, String)>,
}

impl Shipped {
    fn with(document: usize, name: &'static str, from: &str, to: &str) -> Shipped {
        Shipped { id: SHIPPED[document], edits: Vec::new() }.and(name, from, to)
    }

    fn and(mut self, name: &'static str, from: &str, to: &str) -> Shipped {
        self.edits.push((name, from.to_string(), to.to_string()));
        self
    }

    fn file(&self, name: &str) -> String {
        self.edits.iter().filter(|(own, ..)| *own == name).fold(file(self.id, name), |text, (_, from, to)| {
            assert!(text.contains(from.as_str()), "{name} no dice {from:?}");
            text.replacen(from.as_str(), to, 1)
        })
    }

    fn findings(&self) -> Vec<Finding> {
        let procedure = readable(self.id, source::read(&self.file("procedure.toml")));
        let catalogue = readable(self.id, desk::catalogue::Catalogue::from_toml(&self.file("catalogue.toml")));
        let desk = readable(self.id, desk::rulebook::Desk::from_toml(&self.file("desk.toml")));
        let matrix = readable(self.id, desk::matrix::Matrix::from_toml(&self.file("matrix.toml")));
        let mut texts = texts(self.id);
        for (name, ..) in self.edits.iter().filter(|(name, ..)| name.starts_with("texts/")) {
            texts.insert(name.trim_start_matches("texts/").trim_end_matches(".txt").to_string(), self.file(name));
        }
        lint(&Setting {
            procedure: &procedure,
            catalogue: Some(&catalogue),
            matrix: Some(&matrix),
            desk: Some(&desk),
            people: None,
            texts: Some(&texts),
        })
    }

    /// The check found this place, and says what it must say.
    #[track_caller]
    fn finds(&self, check: &str, place: &str, words: &str) {
        let findings = self.findings();
        let there = findings.iter().any(|f| f.check == check && f.place == place && f.message.contains(words));
        assert!(there, "no encontró {check} en {place} ({words}):\n{}", lines(&findings));
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

fn places<'a>(findings: &'a [Finding], check: &str) -> Vec<&'a str> {
    findings.iter().filter(|finding| finding.check == check).map(|finding| finding.place.as_str()).collect()
}

#[test]
fn what_is_shipped_is_clean() {
    for id in [SHIPPED[FIRST], SHIPPED[SECOND], INVENTED] {
        let findings = Shipped { id, edits: Vec::new() }.findings();
        assert!(findings.is_empty(), "{id}:\n{}", lines(&findings));
        assert!(lint(&Setting::of(&procedure(id))).is_empty());
    }
}

#[test]
fn the_literal_first_table_never_reaches_its_closing_d_u02() {
    let findings = lint(&Setting::of(&literal("first-literal.toml")));
    assert_eq!(places(&findings, "unreachable"), ["activity.10"]);
    assert_eq!(
        findings.iter().find(|f| f.check == "unreachable").unwrap().message,
        "A la actividad 10 (Cerrar solicitud de servicio TI) no llega ninguna flecha: ningún caso pasará por ella. Revise qué actividad debía seguir en ella."
    );
    let lost = findings.iter().find(|f| f.check == "never_ends").unwrap();
    assert!(
        lost.message.starts_with("Desde las actividades 1, 2, 3, 4, 5, 6, 7 y 9 un caso no puede terminar"),
        "{lost}"
    );
}

#[test]
fn the_literal_first_table_stops_after_attending_d_u08() {
    let findings = lint(&Setting::of(&literal("first-literal.toml")));
    assert_eq!(places(&findings, "dead_end"), ["activity.8"]);
}

#[test]
fn the_literal_first_table_turns_for_ever_once_authorised_d_u05() {
    let findings = lint(&Setting::of(&literal("first-literal.toml")));
    assert_eq!(places(&findings, "endless_decision"), ["activity.5"]);
    let found = findings.iter().find(|f| f.check == "endless_decision").unwrap();
    assert!(found.message.contains("5 → 6 → 5"), "{found}");
    assert!(found.message.contains("(class)"), "{found}");
}

#[test]
fn the_literal_first_table_hangs_on_its_authoriser_d_u25() {
    assert_eq!(places(&lint(&Setting::of(&literal("first-literal.toml"))), "approver"), ["activity.6"]);
}

#[test]
fn the_literal_second_table_stops_after_correcting_the_approver_d_m04_and_after_a_change_d_m07() {
    let findings = lint(&Setting::of(&literal("second-literal.toml")));
    assert_eq!(places(&findings, "dead_end"), ["activity.11", "activity.15"]);
    assert!(places(&findings, "unreachable").is_empty());
    assert!(places(&findings, "never_ends").is_empty());
    assert!(places(&findings, "endless_decision").is_empty());
}

#[test]
fn the_literal_second_table_hangs_on_its_approver_d_m30() {
    assert_eq!(places(&lint(&Setting::of(&literal("second-literal.toml"))), "approver"), ["activity.12"]);
}

#[test]
fn an_approval_that_leaves_no_mark_turns_for_ever() {
    let without = Shipped::with(FIRST, "procedure.toml", "does = [\"flag authorised\"]\n", "");
    without.finds("endless_decision", "activity.5", "5 → 6 → 5");
    without.finds("flags", "flag.authorised", "Ninguna respuesta pone la marca");
}

#[test]
fn an_activity_that_nothing_enters_is_unreachable() {
    Shipped::with(SECOND, "procedure.toml", "from = [\"14\"]\nto = \"15\"", "from = [\"14\"]\nto = \"16\"").finds(
        "unreachable",
        "activity.15",
        "no llega ninguna flecha",
    );
}

#[test]
fn the_last_automatic_answer_has_no_condition() {
    let guarded = Shipped::with(
        SECOND,
        "procedure.toml",
        "says = { a_tiempo = \"SI\" }",
        "says = { a_tiempo = \"SI\" }\nif = \"not expired\"",
    );
    guarded.finds("automatic", "answer.M-E09", "La actividad 7");
    let first = Shipped::with(SECOND, "procedure.toml", "if = \"expired\"\n", "");
    first.finds("automatic", "answer.M-E09", "nunca llegará a esta respuesta");
}

#[test]
fn no_circle_is_made_of_automatic_activities_only() {
    let nobody = Shipped::with(
        SECOND,
        "procedure.toml",
        "[activity.4]\nname = \"Verificar requerimiento\"\nby = [\"agente\"]",
        "[activity.4]\nname = \"Verificar requerimiento\"\nby = []",
    )
    .and(
        "procedure.toml",
        "[activity.5]\nname = \"Solicitar Información adicional\"\nby = [\"agente\"]",
        "[activity.5]\nname = \"Solicitar Información adicional\"\nby = []",
    )
    .and(
        "procedure.toml",
        "[activity.6]\nname = \"Revisar y completar información\"\nby = [\"usuario\"]",
        "[activity.6]\nname = \"Revisar y completar información\"\nby = []",
    );
    for activity in ["4", "5", "6", "7"] {
        nobody.finds("automatic_circle", &format!("activity.{activity}"), "daría vueltas solo");
    }
}

#[test]
fn some_answer_is_open_whatever_the_facts_are() {
    let stuck = Shipped::with(
        FIRST,
        "procedure.toml",
        "if = \"category = gestion_usuarios\"\nelse_say",
        "if = \"category = gestion_usuarios and authorised\"\nelse_say",
    );
    stuck.finds("stuck", "activity.3", "todas tienen condición");
}

#[test]
fn an_approver_who_never_answers_can_be_passed_by() {
    Shipped::with(
        FIRST,
        "procedure.toml",
        "by = [\"agente\"]\nneeds = [\"razon_retiro\"]",
        "by = [\"solicitante\"]\nneeds = [\"razon_retiro\"]",
    )
    .finds("approver", "activity.6", "queda colgado");
}

#[test]
fn an_approval_is_asked_before_it_is_awaited_and_has_both_ends() {
    Shipped::with(FIRST, "procedure.toml", "does = [\"ask matriz\"]\n", "").finds(
        "asking",
        "answer.U-E09",
        "no la pide",
    );
    Shipped::with(
        SECOND,
        "procedure.toml",
        "\"ask jefe_inmediato unless item.approval\"",
        "\"ask jefe_inmediato if approved\"",
    )
    .finds("asking", "answer.M-E13", "hay casos en que no la pide");
    Shipped::with(SECOND, "procedure.toml", "on = \"denied\"\n", "").finds("asking", "activity.12", "on = \"denied\"");
}

#[test]
fn every_closing_has_a_result() {
    Shipped::with(FIRST, "procedure.toml", "result = \"incompleta\"\n", "").finds(
        "result",
        "answer.U-E18",
        "puede que no tenga resultado",
    );
    Shipped::with(SECOND, "procedure.toml", "result = \"derivado_a_cambio\"\n", "").finds(
        "result",
        "answer.M-E21",
        "Cerrar asociando el cambio",
    );
}

#[test]
fn every_closing_is_told_to_the_requester() {
    Shipped::with(
        SECOND,
        "procedure.toml",
        "on = \"enter 17\"\nto = [\"requester\", \"beneficiary\"]",
        "on = \"enter 17\"\nto = [\"assignee\"]",
    )
    .finds("farewell", "answer.M-E23", "nadie se lo diga");
    // Of two conditions that together always hold, one is now narrower.
    Shipped::with(
        FIRST,
        "procedure.toml",
        "if = \"by = agente and not by_message\"\nto",
        "if = \"by = agente and not by_message and security\"\nto",
    )
    .finds("farewell", "answer.U-E18", "nadie se lo diga");
}

#[test]
fn a_term_ends_where_it_runs() {
    Shipped::with(FIRST, "procedure.toml", "then = \"U-E19\"", "then = \"U-E12\"").finds(
        "terms",
        "term.silencio",
        "no sale de ella",
    );
    Shipped::with(FIRST, "procedure.toml", "then = \"U-E19\"", "then = \"U-E12\"").finds(
        "terms",
        "answer.U-E19",
        "no hay un término que la dé",
    );
    Shipped::with(FIRST, "procedure.toml", "on = \"enter 9\"", "on = \"closed\"").finds(
        "terms",
        "term.silencio",
        "podría no empezar nunca",
    );
    Shipped::with(FIRST, "procedure.toml", "until = \"fecha_revision\"", "until = \"tercero\"").finds(
        "terms",
        "term.revision",
        "no es una fecha",
    );
    Shipped::with(SECOND, "procedure.toml", "takes = [\"comentario\"]", "needs = [\"comentario\"]").finds(
        "terms",
        "term.info",
        "que un mensaje no trae",
    );
}

#[test]
fn a_role_is_somebody() {
    let people =
        "id,name,email,position,unit,superior,roles,groups\nana,Ana Ruiz,ana@e.example,Profesional,TI,,agente,mesa\n";
    let (procedure, desk) = (procedure(SHIPPED[FIRST]), desk(SHIPPED[FIRST]));
    let people = People::from_csv(people, desk.group.clone()).unwrap();
    let findings = lint(&Setting { people: Some(&people), desk: Some(&desk), ..Setting::of(&procedure) });
    assert_eq!(places(&findings, "roles"), ["role.admin_seguridad", "role.especialista"]);
    assert!(findings[0].message.contains("Nadie tiene el rol «Administrador de seguridad»"), "{}", lines(&findings));
    Shipped::with(FIRST, "desk.toml", "top_approver = \"dueno\"", "top_approver = \"duena\"").finds(
        "roles",
        "desk.toml",
        "«duena»",
    );
    let unused = Shipped::with(
        FIRST,
        "procedure.toml",
        "see_all = [\"coordinador\", \"dueno\", \"infraestructura\"]",
        "see_all = [\"coordinador\", \"dueno\"]",
    );
    assert!(
        unused.findings().iter().all(|f| (f.severity, f.place.as_str()) == (Severity::Warning, "role.infraestructura"))
    );
}

#[test]
fn a_flag_does_not_derive_from_itself() {
    Shipped::with(
        FIRST,
        "procedure.toml",
        "if = \"class = seguridad or item.seguridad\"",
        "if = \"class = seguridad or needs_authorization\"",
    )
    .and(
        "procedure.toml",
        "if = \"class = verificacion_autorizacion or",
        "if = \"security or class = verificacion_autorizacion or",
    )
    .finds("flags", "flag.security", "se deriva de sí misma");
}

#[test]
fn a_condition_asks_for_facts_and_values_that_exist() {
    let guard =
        |to: &str| Shipped::with(FIRST, "procedure.toml", "if = \"came_from in 6 7 8\"", &format!("if = \"{to}\""));
    guard("autorised").finds(
        "facts",
        "answer.U-E20",
        "«autorised», que no es un dato del caso. ¿Quiso decir «authorised»?",
    );
    guard("came_from in 6 7 88").finds("facts", "answer.U-E20", "un valor que nunca tiene");
    guard("razon = sin_inventarios").finds("facts", "answer.U-E20", "¿Quiso decir «sin_inventario»?");
    guard("class < seguridad").finds("facts", "answer.U-E20", "sus valores son palabras");
    guard("item.alistamiento").finds("facts", "answer.U-E20", "ningún servicio del catálogo");
    guard("category = gestion").finds("facts", "answer.U-E20", "«gestion»");
}

#[test]
fn fields_are_asked_for_and_keep_their_names_apart() {
    Shipped::with(FIRST, "procedure.toml", "takes = [\"alcance\", \"afectados\"]", "takes = [\"alcance\"]")
        .and(
            "procedure.toml",
            "needs = [\"item\", \"alcance if class = incidente\", \"afectados if class = incidente\"]",
            "needs = [\"item\", \"alcance if class = incidente\"]",
        )
        .finds("fields", "field.afectados", "Nada pide");
    Shipped::with(
        FIRST,
        "catalogue.toml",
        "[item.traslado_puesto.field.origen]",
        "[item.traslado_puesto.field.motivo]",
    )
    .finds("fields", "item.traslado_puesto.field.motivo", "ya es de otro dato");
    Shipped::with(
        SECOND,
        "catalogue.toml",
        "options = { dura = \"Pasta dura\", blanda = \"Pasta blanda\" }",
        "options = { dura = \"Pasta dura\" }",
    )
    .finds("fields", "item.empastado.field.pasta", "dos opciones");
}

#[test]
fn groups_policies_clocks_and_rows_exist() {
    Shipped::with(FIRST, "desk.toml", "seguridad       = {", "seguridad_ti    = {").finds(
        "groups",
        "answer.U-E08",
        "«seguridad» no está en la mesa",
    );
    Shipped::with(SECOND, "catalogue.toml", "approval = \"jefe_inmediato\"", "approval = \"jefe\"").finds(
        "catalogue",
        "item.anillado",
        "¿Quiso decir «jefe_inmediato»?",
    );
    Shipped::with(SECOND, "catalogue.toml", "clock = \"solucion\"", "clock = \"aprobacion\"").finds(
        "catalogue",
        "target n.º 1",
        "no lee sus metas de la tabla",
    );
    Shipped::with(SECOND, "catalogue.toml", "bajo  = { alta = \"p3\", ", "bajo  = { ").finds(
        "catalogue",
        "priority_matrix",
        "«bajo» con «alta»",
    );
    Shipped::with(FIRST, "matrix.toml", "item = \"vpn\"", "item = \"vpm\"").finds(
        "matrix",
        "matrix.toml, fila vpn",
        "no está en el catálogo",
    );
    Shipped::with(FIRST, "matrix.toml", "\"role autorizador\"", "\"role autorizadores\"").finds(
        "matrix",
        "matrix.toml, fila vpn",
        "no está en el procedimiento",
    );
    Shipped::with(FIRST, "matrix.toml", "id = \"otros\"", "id = \"otros\"\nmay_ask = [\"unit OGI\"]").finds(
        "matrix",
        "matrix.toml, fila otros",
        "quítele may_ask",
    );
    Shipped::with(FIRST, "matrix.toml", "\"unit OGI\"", "\"OGI\"").finds(
        "matrix",
        "matrix.toml, fila vpn",
        "no dice quién puede pedir",
    );
}

#[test]
fn texts_are_there_and_speak_of_the_case() {
    Shipped::with(FIRST, "procedure.toml", "text = \"gracias\"", "text = \"muchas_gracias\"").finds(
        "texts",
        "notice.gracias",
        "texts/muchas_gracias.txt",
    );
    Shipped::with(FIRST, "procedure.toml", "text = \"gracias\"", "text = \"acuse\"").finds(
        "texts",
        "texts/gracias.txt",
        "Ningún aviso usa este texto",
    );
    Shipped::with(FIRST, "texts/acuse.txt", "{comienzo}", "{comienso}").finds(
        "texts",
        "texts/acuse.txt",
        "¿Quiso decir «comienzo»?",
    );
    Shipped::with(FIRST, "texts/reporte.txt", "{dato faltantes}", "{dato faltante}").finds(
        "texts",
        "texts/reporte.txt",
        "ese campo no existe",
    );
    Shipped::with(FIRST, "texts/reporte.txt", "{si result = atendida}", "{si result = atendido}").finds(
        "texts",
        "texts/reporte.txt",
        "«atendido»",
    );
}

#[test]
fn a_reading_that_is_named_is_written_down() {
    Shipped::with(FIRST, "procedure.toml", "id = \"D-U08\"", "id = \"D-U88\"").finds(
        "readings",
        "answer.U-E15",
        "«D-U08»",
    );
}
