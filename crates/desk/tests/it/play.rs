//! How a script may be written, and what it says to somebody who wrote it wrong.

use desk::script::play;

use crate::scripts::library;

/// Plays a script that must happen as written.
#[track_caller]
fn happens(script: &str) {
    match play(script, &library) {
        Ok(played) => assert!(played.failures.is_empty(), "\n{}", played.text()),
        Err(failure) => panic!("línea {}: {}", failure.line, failure.message),
    }
}

/// Plays a script that fails at a line, and what it says there.
#[track_caller]
fn fails(script: &str, line: usize, message: &str) {
    let failure = match play(script, &library) {
        Ok(played) => played.failures.into_iter().next(),
        Err(failure) => Some(failure),
    };
    let Some(failure) = failure else { panic!("ocurrió sin fallas") };
    assert_eq!((failure.line, failure.message.contains(message)), (line, true), "{}", failure.message);
}

#[test]
fn the_verbs_are_those_of_the_buttons_and_of_everyday_speech() {
    happens(
        r#"
Procedimiento upme.p-ti-03, calendario co-nacional
Reparto: Ana(agente), Bruno(especialista), Ángela(usuario), zoe(aprobador)

viernes, 20/11/2026, 8:30 a. m.   Ángela radica "La pantalla está negra" servicio="Mi computador falla" placa=E-1207 sintoma=no_enciende
                     ana responde procede
                     ana clasifica clase=Incidente, ci="Portátil E-1207", prioridad=alta
                     ana responde u-e08 con alcance="A un usuario", usuarios_afectados=Ángela
                     ana escala a grupo=Infraestructura
20/11/2026 10:15     bruno reporta “Se cambió el disco y se restauró la copia”
                     espere que esté reportada y aviso a ángela; vence mié 25/11/2026 00:00
                     espere no cerrada, plazo silencio hasta mar 24/11/2026 24:00, prioridad alta, abierta
lun 23/11/2026 12:00
"#,
    );
    happens(
        r#"
procedimiento upme-p-ti-03   reparto ana(agente) carla(solicitante) zoe(autorizador)
vie 13/11/2026 16:30   llega correo de carla "No imprime" "Sale en blanco desde ayer"
                       espere canal correo, en verificación
"#,
    );
    happens(
        r#"
procedimiento upme-p-ti-03   reparto ana(agente) carla(solicitante) zoe(autorizador)
lun 23/11/2026 08:00   carla solicita "Carpeta" item=carpeta_compartida carpeta="P:/x" permiso=lectura para_que="Consultar"
                       ana responde "no procede"   rechazo
                       ana responde "no procede"   rechazo "falta: motivo"
                       ana responde procede
                       ana clasifica class=requerimiento componente="Servidor"
                       ana responde completa
                       ana solicita autorización
                       zoe autoriza
                       espere marca Autorizada, decidió zoe
                       ana atiende
                       ana reporta solución="Se dio el permiso de lectura"
                       carla no está de acuerdo "No abre"
                       espere en gestión, actividad 5
                       ana atiende
                       ana suspende tercero=Almacén razón="Sin inventario de equipos" fecha=vie 27/11/2026
                       espere suspendida, reloj detenido
                       ana reanuda
                       ana reporta "Se arregló el permiso"
                       carla acepta
                       espere cerrada por el solicitante con resultado "Atendida"
"#,
    );
}

#[test]
fn both_documents_words_for_the_same_people_are_understood() {
    happens(
        r#"
procedimiento mhcp-requerimientos-tic
reparto ana(agente), bruno(especialista), carla(solicitante, superior dora) y dora(autorizador)
lun 23/11/2026 08:00   carla registra "Ayuda" item=soporte_ofimatica herramienta="Excel"
                       ana responde M-E02
                       ana responde M-E04
                       ana solicita información "El archivo"
                       espere pendiente por usuario, transcurrido 0 h, no corre
lun 23/11/2026 09:00   carla responde "Aquí va el archivo, con la clave"
                       espere trabajo en progreso, actividad 4
"#,
    );
}

#[test]
fn a_script_that_is_wrong_says_where_and_what_to_do() {
    let with = |lines: &str| {
        format!(
            "procedimiento upme-p-ti-03   reparto ana(agente) carla(solicitante)\nlun 23/11/2026 08:00   carla registra \"Nada\" item=otra_solicitud\n{lines}"
        )
    };
    fails("carla registra \"Nada\"", 1, "No es una línea del encabezado");
    fails("procedimiento otro", 1, "No se encuentra «otro/procedure.toml»");
    fails("procedimiento upme-p-ti-03 reparto ana(ajente)\nlun 23/11/2026 08:00 ana lee", 2, "¿Quiso decir «agente»?");
    fails(&with("dom 23/11/2026 09:00 ana lee"), 3, "El 23/11/2026 es lunes, no domingo.");
    fails(&with("lun 23/11/2026 07:00 ana lee"), 3, "El reloj ya va en lun 23/11/2026 08:00");
    fails(&with("pedro lee"), 3, "«pedro» no está en el reparto ni es algo que pase.");
    fails(&with("anna anota \"x\""), 3, "¿Quiso decir «ana»?");
    fails(
        &with("ana reporta \"x\""),
        3,
        "«reporta» no es un verbo de los guiones ni de una respuesta de esta actividad",
    );
    fails(&with("ana responde \"Proceda\""), 3, "¿Quiso decir «Procede»?");
    fails(&with("espere cerada"), 3, "¿Quiso decir «cerrada»?");
    fails(&with("espere resultado atendidas"), 3, "¿Quiso decir «atendida»?");
    fails(&with("espere aviso acuze a carla"), 3, "¿Quiso decir «acuse»?");
    fails(&with("espere actividad 2 x"), 3, "«x» no es un estado ni una condición.");
    fails(&with("ana responde U-E03 rechazo falta_algo"), 3, "«falta_algo» no es una razón para negarse.");
    fails(&with("caso B: espere cerrada"), 3, "El caso B todavía no se ha registrado.");
    fails(&with("espere cerrada, actividad 9"), 3, "se esperaba «cerrada», y en_verificacion.");
    fails(&with("espere no en verificación"), 3, "sí es así");
    fails(&with("espere no en verificación, cerrada"), 3, "sí es así");
}

#[test]
fn the_guide_names_every_refusal() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/howto/script.md")).unwrap();
    for code in desk::Refused::CODES {
        assert!(guide.contains(&format!("`{code}`")), "{code}");
    }
}
