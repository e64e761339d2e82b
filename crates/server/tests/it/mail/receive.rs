//! The command that mail servers pipe to.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn receive(data: &Path, arguments: &[&str], message: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ventanilla"))
        .arg("receive")
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // A program that refuses early closes its end.
    drop(child.stdin.take().expect("a pipe").write_all(message));
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_message_is_on_disk_when_the_mail_server_is_told_so() {
    let data = tempfile::tempdir().unwrap();
    let done = receive(data.path(), &["mesa@ipt.example"], b"Subject: a\r\n\r\nb");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.stdout.is_empty() && done.stderr.is_empty(), "mail servers send back whatever is said");
    let kept: Vec<_> = std::fs::read_dir(data.path().join("spool")).unwrap().flatten().collect();
    assert_eq!(kept.len(), 1);
    let text = std::fs::read_to_string(kept[0].path()).unwrap();
    assert!(
        text.starts_with("ventanilla-spool ") && text.ends_with(" mesa@ipt.example\nSubject: a\r\n\r\nb"),
        "{text}"
    );
}

#[test]
fn a_message_that_cannot_be_kept_now_is_tried_again_and_one_too_big_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let nowhere = receive(&data.path().join("nada"), &[], b"Subject: a\r\n\r\nb");
    assert_eq!(nowhere.status.code(), Some(75));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("--data"));
    std::fs::write(data.path().join("ventanilla.toml"), "[limits]\nletter_mb = 1\n").unwrap();
    let big = receive(data.path(), &[], &vec![b'x'; 1_000_001]);
    assert_eq!(big.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&big.stderr).contains("limits.letter_mb"));
    assert_eq!(receive(data.path(), &[], b"").status.code(), Some(65));
    std::fs::write(data.path().join("ventanilla.toml"), "nonsense = 1\n").unwrap();
    assert_eq!(receive(data.path(), &[], b"Subject: a\r\n\r\nb").status.code(), Some(75), "settings can be put right");
    assert_eq!(std::fs::read_dir(data.path().join("spool")).unwrap().count(), 0);
}
