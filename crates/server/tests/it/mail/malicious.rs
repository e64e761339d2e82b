//! Messages made to harm: each meets a refusal or is read as far as it goes; none leaves anything
//! half done, and the desk goes on.

use std::time::Instant;

use super::*;
use crate::app::MESA;
use crate::engine::Instance;

on_both_engines! {
    what_breaks_a_limit_leaves_nothing_behind_and_is_seen,
    what_is_only_broken_is_read_as_far_as_it_goes,
    files_with_evil_names_are_kept_under_harmless_ones,
    what_a_page_hides_is_not_read,
    headers_that_only_we_may_write_are_not_believed,
}

fn header(subject: &str) -> String {
    format!("From: {LAURA_MAIL}\r\nTo: {MESA_MAIL}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n")
}

fn files_on_disk(desk: &Desk<'_>) -> usize {
    fn below(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { below(&entry.path()) } else { 1 }).sum()
    }
    below(&desk.store.config().folder.join("attachments"))
}

fn what_breaks_a_limit_leaves_nothing_behind_and_is_seen(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let huge_header = format!("{}X-Big: {}\r\n\r\nHola", header("a"), "x".repeat(400_000));
    let no_blank = format!("{}{}", header("b"), "Y: z\r\n".repeat(60_000));
    let part = |n: usize| format!("--b\r\nContent-Type: application/octet-stream; name=\"{n}.bin\"\r\n\r\nx\r\n");
    let many: String = (0..3000).map(part).collect();
    let many_parts = format!("{}Content-Type: multipart/mixed; boundary=b\r\n\r\n{many}--b--\r\n", header("c"));
    let nested = (0..60).fold(String::from("Hola"), |inner, n| {
        format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n{inner}\r\n--b{n}--\r\n")
    });
    let deep = format!("{}{nested}", header("d"));
    let inside = (0..40).fold(format!("{}\r\nHola", header("x")), |inner, _| {
        format!("{}Content-Type: message/rfc822\r\n\r\n{inner}", header("x"))
    });
    for (name, message) in [
        ("header", huge_header),
        ("no blank line", no_blank),
        ("parts", many_parts),
        ("deep", deep),
        ("inside", inside),
        ("nothing", "\r\n\r\n".into()),
    ] {
        let begun = Instant::now();
        pipe(&desk, message.as_bytes());
        assert!(begun.elapsed().as_secs() < 20, "{name} took {:?}", begun.elapsed());
        assert_eq!(cases_of(&desk), 0, "{name}");
    }
    assert_eq!(seen(&desk), vec!["letter_refused"; 6]);
    assert_eq!((files_on_disk(&desk), waiting(&desk, MESA)), (0, vec![]));
    assert_eq!(std::fs::read_dir(desk.store.config().folder.join("spool")).unwrap().count(), 0);
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Sigue", "La mesa sigue.").bytes());
    assert_eq!(cases_of(&desk), 1);
}

fn what_is_only_broken_is_read_as_far_as_it_goes(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let recipients = (0..50_000).map(|n| format!("p{n}@otra.example")).collect::<Vec<_>>().join(",");
    let crowd =
        format!("From: {LAURA_MAIL}\r\nTo: {MESA_MAIL}\r\nCc: {}\r\nSubject: 1\r\n\r\nHola", &recipients[..200_000]);
    let mut broken = format!("{}Content-Type: text/plain; charset=no-existe\r\n\r\nA", header("2")).into_bytes();
    broken.extend_from_slice(b"\xff\xfe\x00\xc3 \xe9 fin");
    let latin = [header("3").as_bytes(), b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDesde ayer s\xf3lo da l\xe1tigazos"].concat();
    let half = format!(
        "{}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSin cierre",
        header("4")
    )
    .into_bytes();
    let base64 = format!("{}Content-Transfer-Encoding: base64\r\n\r\n!!!no es base64!!!", header("5")).into_bytes();
    let long_line = format!("{}\r\n{}", header("6"), "palabra ".repeat(400_000)).into_bytes();
    let no_subject = format!("From: {LAURA_MAIL}\r\nTo: {MESA_MAIL}\r\n\r\n").into_bytes();
    for (at, message) in
        [crowd.into_bytes(), broken, latin, half, base64, long_line, no_subject].into_iter().enumerate()
    {
        let begun = Instant::now();
        pipe(&desk, &message);
        assert!(begun.elapsed().as_secs() < 20, "{at} took {:?}", begun.elapsed());
        assert_eq!(cases_of(&desk), at + 1, "message {at}");
    }
    let text = |n: usize| contents_of(&desk, &stream(&desk, &format!("SOL-2026-{n:06}"))).join("\n");
    assert!(text(3).contains("Desde ayer sólo da látigazos"), "{}", text(3));
    assert!(text(4).contains("Sin cierre"));
    assert!(text(7).contains("(sin asunto)") && text(7).contains("(El mensaje no trae texto.)"));
}

fn files_with_evil_names_are_kept_under_harmless_ones(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let names = [
        "../../../etc/cron.d/x",
        "C:\\\\windows\\\\calc.exe",
        ".htaccess",
        "=?utf-8?Q?factura=E2=80=AEfdp.exe?=",
        "a\tb.txt",
    ];
    for name in names {
        pipe(
            &desk,
            &draft(LAURA_MAIL, MESA_MAIL, "Archivo", "Va.")
                .attaching(name, "text/html", b"<script>alert(1)</script>")
                .bytes(),
        );
    }
    assert_eq!((cases_of(&desk), files_on_disk(&desk)), (names.len(), names.len()));
    for (n, expected) in (1..).zip(["x", "calc.exe", "htaccess", "facturafdp.exe", "ab.txt"]) {
        let kept = contents_of(&desk, &stream(&desk, &format!("SOL-2026-{n:06}")));
        assert!(kept.iter().any(|text| text == expected), "{expected}: {kept:?}");
    }
}

fn what_a_page_hides_is_not_read(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let page = "<html><head><base href=x><style>@import 'x'</style></head><body><script>alert(1)</script><p>Hola</p><svg onload=alert(2)></svg>\
                <img src=\"http://rastreo.example/x.gif\"><a href=\" javascript:alert(3)\">pulse</a></body></html>";
    let message = format!("{}Content-Type: text/html; charset=utf-8\r\n\r\n{page}", header("Página"));
    pipe(&desk, message.as_bytes());
    let kept = contents_of(&desk, &stream(&desk, "SOL-2026-000001"));
    assert!(kept.iter().any(|text| text == "Hola\n\npulse"), "{kept:?}");
}

fn headers_that_only_we_may_write_are_not_believed(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let before = desk.case(&case);
    let number = before.number.to_string();
    let forged = [
        draft("quien@otra.example", MESA_MAIL, &number, "Acepto")
            .with(&format!("X-Ventanilla-Case: {number}"))
            .with("Received: by mx.ipt.example; Fri, 20 Nov 2026 00:00:00 +0000")
            .with("Authentication-Results: mx.ipt.example; dmarc=pass"),
        draft(
            "quien@otra.example",
            &format!("mesadeservicio+{}.2.0.aaaaaaaaaaaaaaaa@ipt.example", number.to_lowercase()),
            "Re",
            "Acepto",
        ),
        draft("quien@otra.example", MESA_MAIL, "Re", "Acepto")
            .with(&format!("Sender: {LAURA_MAIL}"))
            .with(&format!("Reply-To: {LAURA_MAIL}")),
    ];
    for message in forged {
        pipe(&desk, &message.bytes());
    }
    pipe(&desk, b"ventanilla-spool 0 mesadeservicio@ipt.example\r\nFrom: quien@otra.example\r\nSubject: x\r\n\r\nHola");
    assert_eq!(desk.case(&case), before);
    assert_eq!(cases_of(&desk), 1);
}
