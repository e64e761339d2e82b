//! The two files that stand for all the demo's people attach.

/// A sample file.
pub struct Sample {
    pub media_type: &'static str,
    pub bytes: &'static [u8],
}

impl Sample {
    /// The sample for a file of this name, by its ending: a screen, else a document.
    pub fn named(name: &str) -> Sample {
        match name.rsplit('.').next() {
            Some("png") => Sample { media_type: "image/png", bytes: include_bytes!("../../demo/files/pantalla.png") },
            _ => Sample { media_type: "application/pdf", bytes: include_bytes!("../../demo/files/documento.pdf") },
        }
    }
}
