//! What somebody has said in a form so far, of which articles are suggested.

use desk::knowledge::Service;

use crate::web::cases::fields::Typed;

/// The words typed into a form: its subject, its description and the answers to its questions.
pub fn so_far(typed: &Typed) -> String {
    let told = typed
        .0
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "subject" | "description") || name.starts_with("form."));
    told.flat_map(|(_, values)| values).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The service of a form, by its address.
pub fn service(form: &str) -> Option<Service> {
    let path = form.split('?').next().unwrap_or_default();
    let (desk, item) = path.strip_prefix("/catalogue/")?.split_once('/')?;
    Some(Service { desk: desk.into(), item: item.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_its_service_by_its_address() {
        let found = service("/catalogue/mesa/vpn?again=REQ-1");
        assert_eq!(found, Some(Service { desk: "mesa".into(), item: "vpn".into() }));
        assert_eq!(service("/catalogue/unknown?desk=mesa"), None);
    }

    #[test]
    fn only_what_the_request_is_about_is_taken_from_a_form() {
        let mut typed = Typed::default();
        for (name, value) in [
            ("csrf", "secreto"),
            ("beneficiary.query", "laura"),
            ("description", "La impresora"),
            ("form.placa", "IPT"),
        ] {
            typed.0.insert(name.into(), vec![value.into()]);
        }
        assert_eq!(so_far(&typed), "La impresora IPT");
    }
}
