//! Articles of knowledge: what the desk writes once so that nobody need ask. An article is its
//! versions; none is ever changed, and the last that is no draft is the one in force.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::names::*;
use crate::words::ContentId;

/// A language an article can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Es,
    En,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Es, Language::En];

    pub fn word(self) -> &'static str {
        match self {
            Language::Es => "es",
            Language::En => "en",
        }
    }

    pub fn other(self) -> Language {
        match self {
            Language::Es => Language::En,
            Language::En => Language::Es,
        }
    }
}

/// Who finds a version of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Only who writes articles, until it is published.
    Draft,
    /// Who works at a desk.
    Desk,
    /// Everybody.
    Requesters,
}

impl Visibility {
    pub const ALL: [Visibility; 3] = [Visibility::Draft, Visibility::Desk, Visibility::Requesters];

    pub fn word(self) -> &'static str {
        match self {
            Visibility::Draft => "draft",
            Visibility::Desk => "desk",
            Visibility::Requesters => "requesters",
        }
    }

    pub fn from_word(word: &str) -> Option<Visibility> {
        Visibility::ALL.into_iter().find(|own| own.word() == word)
    }
}

/// What somebody may read of the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    Requester,
    Desk,
    /// Also what is not published yet.
    Author,
}

/// An article in one language. The words are contents, as everything people write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub title: ContentId,
    /// Markdown.
    pub body: ContentId,
}

/// A service of a desk's catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Service {
    pub desk: DeskId,
    pub item: ItemId,
}

/// What can happen to an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticleHappened {
    /// A whole new version.
    ArticleWritten {
        texts: BTreeMap<Language, Text>,
        category: String,
        services: BTreeSet<Service>,
        visibility: Visibility,
        review_on: Date,
    },
    /// Read again and found right until then.
    ArticleReviewed { review_on: Date },
    /// Taken out: nobody finds it until another version is published.
    ArticleRetired,
}

impl ArticleHappened {
    /// The name of its kind of event.
    pub fn kind(&self) -> &'static str {
        match self {
            ArticleHappened::ArticleWritten { .. } => "ArticleWritten",
            ArticleHappened::ArticleReviewed { .. } => "ArticleReviewed",
            ArticleHappened::ArticleRetired => "ArticleRetired",
        }
    }
}

/// One version, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    pub texts: BTreeMap<Language, Text>,
    pub category: String,
    pub services: BTreeSet<Service>,
    pub visibility: Visibility,
    pub by: PersonId,
    pub at: Timestamp,
}

/// An article with everything that happened to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    pub versions: Vec<Version>,
    /// The day on which somebody should read it again.
    pub review_on: Date,
    /// Who found it right, and when.
    pub reviews: Vec<(PersonId, Timestamp)>,
    /// Who took it out, and when; versions up to this number are out.
    pub retired: Option<(PersonId, Timestamp, u32)>,
}

impl Article {
    /// Takes in what happened, by whom and when.
    pub fn apply(&mut self, what: ArticleHappened, by: PersonId, at: Timestamp) {
        match what {
            ArticleHappened::ArticleWritten { texts, category, services, visibility, review_on } => {
                if visibility > Visibility::Draft || self.in_force().is_none() {
                    self.review_on = review_on;
                }
                let number = self.last_number() + 1;
                self.versions.push(Version { number, texts, category, services, visibility, by, at });
            }
            ArticleHappened::ArticleReviewed { review_on } => {
                self.review_on = review_on;
                self.reviews.push((by, at));
            }
            ArticleHappened::ArticleRetired => self.retired = Some((by, at, self.last_number())),
        }
    }

    /// The number of the last version; 0 before the first.
    pub fn last_number(&self) -> u32 {
        self.versions.last().map_or(0, |version| version.number)
    }

    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The version people find: the last published one that was not taken out.
    pub fn in_force(&self) -> Option<&Version> {
        let out = self.retired.as_ref().map_or(0, |(_, _, number)| *number);
        self.versions.iter().rev().find(|version| version.number > out && version.visibility > Visibility::Draft)
    }

    /// What a draft says that is not in force yet.
    pub fn pending(&self) -> Option<&Version> {
        let last = self.versions.last()?;
        let out = self.retired.as_ref().is_some_and(|(_, _, number)| *number >= last.number);
        (last.visibility == Visibility::Draft && !out).then_some(last)
    }

    /// Taken out, and nothing written since.
    pub fn is_retired(&self) -> bool {
        self.in_force().is_none() && self.pending().is_none() && self.retired.is_some()
    }

    /// The version a reader finds; an author also what nobody else finds.
    pub fn read_by(&self, reader: Reader) -> Option<&Version> {
        let found = self.in_force().filter(|version| match reader {
            Reader::Requester => version.visibility == Visibility::Requesters,
            Reader::Desk | Reader::Author => true,
        });
        found.or_else(|| self.versions.last().filter(|_| reader == Reader::Author))
    }

    /// Whether its day of review has come; what nobody finds needs none.
    pub fn to_review(&self, today: Date) -> bool {
        self.in_force().is_some() && self.review_on <= today
    }
}

/// The most letters of a title, of a body and of a category.
pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 40_000;
pub const LONGEST_CATEGORY: usize = 60;

/// A version as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Title and body.
    pub texts: BTreeMap<Language, (String, String)>,
    pub category: String,
    pub services: BTreeSet<Service>,
    pub visibility: Visibility,
    pub review_on: Date,
}

/// Why a version is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// In no language is there anything.
    Empty,
    TitleMissing(Language),
    BodyMissing(Language),
    TitleLong(Language),
    BodyLong(Language),
    CategoryMissing,
    CategoryLong,
    /// A day of review that has passed already.
    ReviewPast,
    /// Somebody wrote this version since it was read.
    ChangedMeanwhile(u32),
}

/// Whether a version can follow the version `over` of an article; everything that is wrong with it.
///
/// # Errors
/// Every [`Unfit`], in the order of the form.
pub fn check(article: Option<&Article>, over: u32, written: &Written, today: Date) -> Result<(), Vec<Unfit>> {
    let mut unfit = Vec::new();
    let last = article.map_or(0, Article::last_number);
    if last != over {
        unfit.push(Unfit::ChangedMeanwhile(last));
    }
    if written.texts.is_empty() {
        unfit.push(Unfit::Empty);
    }
    for (language, (title, body)) in &written.texts {
        for (text, longest, missing, long) in [
            (title, LONGEST_TITLE, Unfit::TitleMissing(*language), Unfit::TitleLong(*language)),
            (body, LONGEST_BODY, Unfit::BodyMissing(*language), Unfit::BodyLong(*language)),
        ] {
            match text.trim().chars().count() {
                0 => unfit.push(missing),
                length if length > longest => unfit.push(long),
                _ => {}
            }
        }
    }
    match written.category.trim().chars().count() {
        0 => unfit.push(Unfit::CategoryMissing),
        length if length > LONGEST_CATEGORY => unfit.push(Unfit::CategoryLong),
        _ => {}
    }
    // A draft may still say the day of the version it comes from.
    if written.review_on <= today && written.visibility > Visibility::Draft {
        unfit.push(Unfit::ReviewPast);
    }
    if unfit.is_empty() { Ok(()) } else { Err(unfit) }
}

/// How long after a suggestion was opened a request still counts as asked all the same.
pub const ASKED_ALL_THE_SAME: SignedDuration = SignedDuration::from_mins(30);

/// What became of a form whose writer opened a suggested article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is too early to tell.
    Open,
    /// The person asked all the same.
    Asked,
    /// Half an hour later the form was still not sent: the article was enough.
    LeftUnsent,
}

/// Judges an opening at an instant; `asked_at` is when that person next registered a request, by
/// whatever form or way: one sent from elsewhere is still a request the article did not spare.
pub fn opening(opened_at: Timestamp, asked_at: Option<Timestamp>, now: Timestamp) -> Opening {
    let until = opened_at.checked_add(ASKED_ALL_THE_SAME).unwrap_or(Timestamp::MAX);
    match asked_at {
        Some(at) if at >= opened_at && at < until => Opening::Asked,
        _ if now < until => Opening::Open,
        _ => Opening::LeftUnsent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }

    fn written(visibility: Visibility) -> ArticleHappened {
        let text = Text { title: ContentId::from("t"), body: ContentId::from("b") };
        ArticleHappened::ArticleWritten {
            texts: BTreeMap::from([(Language::Es, text)]),
            category: "Redes".into(),
            services: BTreeSet::new(),
            visibility,
            review_on: date(2027, 5, 20),
        }
    }

    fn article(happened: &[ArticleHappened]) -> Article {
        let mut article = Article::default();
        for (minute, what) in (0..).zip(happened) {
            article.apply(what.clone(), "ana".into(), at(minute));
        }
        article
    }

    fn number(version: Option<&Version>) -> u32 {
        version.map_or(0, |version| version.number)
    }

    #[test]
    fn a_draft_over_a_published_version_changes_nothing_for_its_readers() {
        let it = article(&[written(Visibility::Requesters), written(Visibility::Draft)]);
        assert_eq!(number(it.read_by(Reader::Requester)), 1);
        assert_eq!(number(it.pending()), 2);
        let it = article(&[written(Visibility::Draft)]);
        assert_eq!((number(it.read_by(Reader::Desk)), number(it.read_by(Reader::Author))), (0, 1));
    }

    #[test]
    fn what_is_for_the_desk_only_is_not_the_requesters_any_more() {
        let it = article(&[written(Visibility::Requesters), written(Visibility::Desk)]);
        assert_eq!(number(it.read_by(Reader::Requester)), 0);
        assert_eq!(number(it.read_by(Reader::Desk)), 2);
    }

    #[test]
    fn what_was_retired_comes_back_only_by_another_version() {
        let mut happened = vec![written(Visibility::Requesters), ArticleHappened::ArticleRetired];
        let it = article(&happened);
        assert!(it.is_retired() && it.in_force().is_none() && !it.to_review(date(2030, 1, 1)));
        assert_eq!(number(it.read_by(Reader::Author)), 1, "its author still reads it");
        happened.push(written(Visibility::Requesters));
        let it = article(&happened);
        assert_eq!((number(it.in_force()), it.is_retired()), (2, false));
    }

    #[test]
    fn a_review_moves_its_day_and_makes_no_version() {
        let it =
            article(&[written(Visibility::Desk), ArticleHappened::ArticleReviewed { review_on: date(2028, 1, 10) }]);
        assert_eq!((it.last_number(), it.reviews.len()), (1, 1));
        assert!(!it.to_review(date(2028, 1, 9)) && it.to_review(date(2028, 1, 10)));
    }

    #[test]
    fn a_version_says_everything_that_is_wrong_with_it() {
        let it = article(&[written(Visibility::Desk)]);
        let given = Written {
            texts: BTreeMap::from([(Language::En, ("x".repeat(LONGEST_TITLE + 1), "  ".into()))]),
            category: String::new(),
            services: BTreeSet::new(),
            visibility: Visibility::Desk,
            review_on: date(2026, 11, 20),
        };
        assert_eq!(
            check(Some(&it), 0, &given, date(2026, 11, 20)),
            Err(vec![
                Unfit::ChangedMeanwhile(1),
                Unfit::TitleLong(Language::En),
                Unfit::BodyMissing(Language::En),
                Unfit::CategoryMissing,
                Unfit::ReviewPast,
            ])
        );
        let empty =
            Written { texts: BTreeMap::new(), category: "Redes".into(), visibility: Visibility::Draft, ..given };
        assert_eq!(check(None, 0, &empty, date(2026, 11, 20)), Err(vec![Unfit::Empty]));
    }

    #[test]
    fn a_form_left_unsent_for_half_an_hour_counts_and_one_sent_in_time_does_not() {
        assert_eq!(opening(at(0), None, at(29)), Opening::Open);
        assert_eq!(opening(at(0), None, at(30)), Opening::LeftUnsent);
        assert_eq!(opening(at(0), Some(at(29)), at(29)), Opening::Asked);
        assert_eq!(opening(at(0), Some(at(29)), at(900)), Opening::Asked);
        assert_eq!(opening(at(0), Some(at(30)), at(900)), Opening::LeftUnsent);
    }
}
