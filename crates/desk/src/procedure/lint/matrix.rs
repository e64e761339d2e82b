//! The authorisation matrix names services of the catalogue and roles of the procedure.

use super::{Findings, Setting};
use crate::matrix::{Matrix, Row};
use crate::names::RoleId;
use crate::procedure::Finder;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let asks_matrix =
        setting.procedure.approvals.values().flat_map(|policy| &policy.steps).any(|step| step.finder == Finder::Matrix);
    match setting.matrix {
        Some(matrix) => rows(setting, matrix, findings),
        None if asks_matrix && setting.catalogue.is_some() => {
            findings.error(
                "matrix.toml",
                "El procedimiento busca a quien autoriza en la matriz, y la mesa no tiene matrix.toml.".into(),
            );
        }
        None => {}
    }
}

fn rows(setting: &Setting, matrix: &Matrix, findings: &mut Findings) {
    for row in &matrix.row {
        let place = format!("matrix.toml, fila {}", row.id);
        if row.item.is_some() && row.category.is_some() {
            findings.error(&place, "La fila dice un servicio (item) o una categoría (category), no los dos.".into());
        }
        let any_other = row.item.is_none() && row.category.is_none();
        if any_other && !row.may_ask.is_empty() {
            findings
                .error(&place, "La fila de cualquier otro servicio solo dice quién autoriza: quítele may_ask.".into());
        }
        if let Some(catalogue) = setting.catalogue {
            for item in row.item.iter().filter(|item| !catalogue.items.contains_key(*item)) {
                findings.error(&place, format!("El servicio «{item}» no está en el catálogo."));
            }
            for category in row.category.iter().filter(|category| !catalogue.categories.contains_key(*category)) {
                findings.error(&place, format!("La categoría «{category}» no está en el catálogo."));
            }
        }
        words(setting, row, &place, findings);
        if row.from.zip(row.until).is_some_and(|(from, until)| until < from) {
            findings.error(&place, "La fila termina antes de empezar: revise from y until.".into());
        }
    }
}

fn words(setting: &Setting, row: &Row, place: &str, findings: &mut Findings) {
    for who in &row.may_ask {
        let known = matches!(
            who.split_once(' '),
            Some(("unit" | "position" | "person", _)) | Some(("kind", "funcionario" | "contratista"))
        );
        if !known {
            findings.error(place, format!("«{who}» no dice quién puede pedir; use unit …, position …, person …, kind funcionario o kind contratista."));
        }
    }
    for who in &row.authorisers {
        match who.split_once(' ') {
            Some(("role", role)) if !setting.procedure.roles.contains_key(&RoleId::from(role)) => {
                findings.error(place, format!("Autoriza el rol «{role}», que no está en el procedimiento."));
            }
            Some(("role" | "position" | "person", _)) => {}
            _ if who == "superior" => {}
            _ => findings
                .error(place, format!("«{who}» no dice quién autoriza; use role …, position …, person … o superior.")),
        }
    }
}
