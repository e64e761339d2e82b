//! Clauses that the published data itself fulfils. Those that need people doing something are
//! proven by the days at the desk.

use crate::shipped::{catalogue, desk, procedure};

/// UPME-GLO-5
#[test]
fn every_item_of_the_catalogue_is_of_one_kind() {
    // The glossary's own words; what it says a request is not, and the class of security, beside them.
    const GLOSSARY: [&str; 5] =
        ["información", "asesoramiento", "cambio estándar", "acceso", "solicitud de algo nuevo"];
    const BESIDE: [&str; 2] = ["incidente", "seguridad"];
    let items = catalogue("upme-p-ti-03").items;
    for (id, item) in &items {
        assert!(GLOSSARY.iter().chain(&BESIDE).any(|kind| item.kind == *kind), "{id}: «{}»", item.kind);
    }
    for kind in GLOSSARY {
        assert!(items.values().any(|item| item.kind == kind), "nothing is «{kind}»");
    }
}

/// UPME-GLO-1
#[test]
fn the_six_definitions_of_the_glossary_can_be_read() {
    let glossary = procedure("upme-p-ti-03").glossary;
    assert_eq!(glossary.len(), 6);
    assert!(glossary.iter().all(|definition| !definition.term.is_empty() && definition.text.len() > 40));
}

/// UPME-CC-1, MHCP-HIS-1
#[test]
fn the_change_log_of_each_document_is_kept_with_date_version_description_and_author() {
    let first = procedure("upme-p-ti-03").document.change;
    assert_eq!(first.iter().map(|change| change.version.as_str()).collect::<Vec<_>>(), ["01", "02", "03"]);
    let second = procedure("mhcp-requerimientos-tic").document.change;
    assert_eq!(second.len(), 3);
    for change in first.iter().chain(&second) {
        assert!(!change.date.is_empty() && !change.description.is_empty());
    }
    assert!(second.iter().all(|change| !change.author.is_empty()));
}

/// MHCP-OBJ-1
#[test]
fn the_desk_is_called_as_the_document_calls_it() {
    assert_eq!(desk("mhcp-requerimientos-tic").name, "Centro de Servicios Tecnológicos");
}

/// MHCP-CON-01
#[test]
fn the_governing_document_is_a_reference_of_the_procedure() {
    let references = procedure("mhcp-requerimientos-tic").document.references;
    assert!(
        references.iter().any(|reference| reference == "Apo.1.3.Man.6.DocumentoMarcoGestionServiciosTIC"),
        "{references:?}"
    );
}
