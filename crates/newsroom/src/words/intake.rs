//! What a reading guessed, and why copy or a picture could not be read, in plain language.

use broadsheet_intake::{Guess, GuessKind, IntakeError, PhotoError, PhotoFormat, PhotoNotice};

/// A guess as a message and a hint of what to do, in Chinese or English.
pub(crate) fn say_guess(guess: &Guess, zh: bool) -> (String, String) {
    let (message, hint) = match &guess.kind {
        GuessKind::Encoding(_)
        | GuessKind::Jump(_)
        | GuessKind::Furniture(_)
        | GuessKind::Markup(_)
        | GuessKind::WordsLeftOut(_) => say_left_out(&guess.kind, zh),
        GuessKind::Names(_)
        | GuessKind::NamesParted(_)
        | GuessKind::SpacedOut(_)
        | GuessKind::BylineInside(_)
        | GuessKind::Source(_)
        | GuessKind::Caption(_)
        | GuessKind::CreditInText(_)
        | GuessKind::CreditFromByline(_)
        | GuessKind::BarePhoto(_) => say_people(&guess.kind, zh),
        GuessKind::Joined { .. }
        | GuessKind::HyphenDropped(_)
        | GuessKind::Unfinished(_)
        | GuessKind::ShortLine(_)
        | GuessKind::Subhead(_) => say_body(&guess.kind, zh),
        _ => say_heading(&guess.kind, zh),
    };
    match guess.line {
        Some(line) if zh => (format!("第 {line} 行：{message}"), hint),
        Some(line) => (format!("Line {line}: {message}"), hint),
        None => (message, hint),
    }
}

/// One of two pairs of sentences, by language.
fn pick(zh: bool, chinese: (String, &str), english: (String, &str)) -> (String, String) {
    let (message, hint) = if zh { chinese } else { english };
    (message, hint.to_owned())
}

fn say_heading(kind: &GuessKind, zh: bool) -> (String, String) {
    let text = kind.quoted();
    match kind {
        GuessKind::Rubric(_) => pick(
            zh,
            (format!("“{text}”当作全组稿件的栏目。"), "若它是引题或主题，请改到稿件里。"),
            (
                format!("“{text}” was taken for the rubric over all the stories."),
                "If it is a kicker or a headline, move it into its story.",
            ),
        ),
        GuessKind::SecondRubric(_) => pick(
            zh,
            (
                format!("“{text}”像是另一个栏目，一个文件只有一个栏目，已放进下一篇的引题。"),
                "需要时把两组稿件分成两个文件。",
            ),
            (
                format!(
                    "“{text}” looks like another rubric; a file has one, so it became the next story's kicker."
                ),
                "Split the file where the second group begins, if you need both.",
            ),
        ),
        GuessKind::Kicker(_) => pick(
            zh,
            (format!("“{text}”当作引题。"), "若它是主题，请与下一行对调。"),
            (
                format!("“{text}” was taken for the kicker."),
                "If it is the headline, change it over with the next line.",
            ),
        ),
        GuessKind::KickerSplit { kicker, headline } => pick(
            zh,
            (format!("一行标题分成了引题“{kicker}”和主题“{headline}”。"), "若是一个完整的主题，请并回去。"),
            (
                format!("One heading was parted into the kicker “{kicker}” and the headline “{headline}”."),
                "If it is one headline, join it again.",
            ),
        ),
        GuessKind::Deck(_) => pick(
            zh,
            (format!("“{text}”当作副题。"), "若不是副题，请改到正文或主题。"),
            (
                format!("“{text}” was taken for the deck."),
                "If it is not, move it to the text or to the headline.",
            ),
        ),
        GuessKind::PlainHeadline(_) => pick(
            zh,
            (format!("没有标题记号，“{text}”当作主题。"), "请核对主题。"),
            (format!("“{text}” has no heading mark and was taken for the headline."), "Check the headline."),
        ),
        GuessKind::HeadlineMissing => pick(
            zh,
            ("这篇稿件没有找到主题。".to_owned(), "请补上主题再提交。"),
            ("No headline was found for this story.".to_owned(), "Write one before you submit the story."),
        ),
        _ => pick(
            zh,
            (
                format!("从“{text}”起当作一篇新稿件，它也可能是上一篇的小标题。"),
                "若是小标题，请把两篇并成一篇。",
            ),
            (
                format!(
                    "A new story was begun at “{text}”, which could also be a subhead of the one before."
                ),
                "If it is a subhead, join the two stories.",
            ),
        ),
    }
}

fn say_body(kind: &GuessKind, zh: bool) -> (String, String) {
    let text = kind.quoted();
    match kind {
        GuessKind::Joined { before, after } => pick(
            zh,
            (format!("“……{before}”与“{after}……”原是一段，已接上。"), "请核对接处有没有缺字。"),
            (
                format!("“…{before}” and “{after}…” were one paragraph and were joined."),
                "Check that nothing is missing where they meet.",
            ),
        ),
        GuessKind::HyphenDropped(_) => pick(
            zh,
            (format!("行末断开的单词“{text}”已还原。"), "若这个词本来带连字符，请补上。"),
            (
                format!("The word “{text}”, divided at a line's end, was made whole."),
                "Put the hyphen back if the word has one.",
            ),
        ),
        GuessKind::Unfinished(_) => pick(
            zh,
            (format!("“……{text}”没有说完，文件里没有找到下文。"), "请找到下文补上，或改写结尾。"),
            (
                format!("“…{text}” stops in mid-sentence, and the rest is not in the file."),
                "Find the rest, or write an ending.",
            ),
        ),
        GuessKind::ShortLine(_) => pick(
            zh,
            (format!("短行“{text}”留在正文里，自成一段。"), "若是标题、署名或图说，请移到该去的地方。"),
            (
                format!("The short line “{text}” was kept as a paragraph."),
                "If it is a heading, a byline or a caption, move it where it belongs.",
            ),
        ),
        _ => pick(
            zh,
            (format!("“{text}”当作文中小标题，留在正文里。"), "若它是另一篇的主题，请从这里分成两篇。"),
            (
                format!("“{text}” was taken for a subhead and kept in the text."),
                "If it is another story's headline, part the story here.",
            ),
        ),
    }
}

fn say_people(kind: &GuessKind, zh: bool) -> (String, String) {
    let text = kind.quoted();
    match kind {
        GuessKind::Names(_) => pick(
            zh,
            (format!("“{text}”当作署名。"), "请核对人名。"),
            (format!("“{text}” was taken for people's names."), "Check the names."),
        ),
        GuessKind::NamesParted(_) => pick(
            zh,
            (format!("连写的人名分成了“{text}”。"), "请核对人名断开的地方。"),
            (format!("Names written together were parted: “{text}”."), "Check where one name ends."),
        ),
        GuessKind::SpacedOut(_) => pick(
            zh,
            (format!("空开排的字合成了人名“{text}”。"), "请核对人名。"),
            (format!("Spaced-out characters were joined to the name “{text}”."), "Check the name."),
        ),
        GuessKind::BylineInside(_) => pick(
            zh,
            (format!("正文中间的“{text}”当作署名取出。"), "若它属于正文，请放回去。"),
            (
                format!("“{text}” stood within the text and was taken for a byline."),
                "Put it back if it belongs to the text.",
            ),
        ),
        GuessKind::Source(_) => pick(
            zh,
            (format!("“{text}”当作消息来源。"), "请核对消息头。"),
            (format!("“{text}” was taken for the source line."), "Check the source line."),
        ),
        GuessKind::Caption(_) => pick(
            zh,
            (format!("这一段当作图说：“{}”。", short(&text)), "若是正文，请移回去。"),
            (
                format!("This paragraph was taken for a caption: “{}”.", short(&text)),
                "If it is text, move it back.",
            ),
        ),
        GuessKind::CreditInText(_) => pick(
            zh,
            (format!("段末的“{text}”归图片，这一段留在正文。"), "若这一段是图说，请移到图片下。"),
            (
                format!("“{text}” was taken for a picture's credit; its paragraph stays in the text."),
                "If the paragraph is a caption, move it to its picture.",
            ),
        ),
        GuessKind::CreditFromByline(_) => pick(
            zh,
            (format!("图片署名取自作者“{text}”。"), "若照片是别人拍的，请改图片署名。"),
            (
                format!("The picture is credited to the writer, “{text}”."),
                "If someone else took it, change the credit.",
            ),
        ),
        _ => pick(
            zh,
            (format!("有一张图片没有图说（{text}）。"), "请补上图说和摄影署名，否则这一版不能签样。"),
            (
                format!("A picture has no caption ({text})."),
                "Add its caption and credit; without them the page cannot be signed.",
            ),
        ),
    }
}

fn say_left_out(kind: &GuessKind, zh: bool) -> (String, String) {
    let text = kind.quoted();
    match kind {
        GuessKind::Encoding(_) => pick(
            zh,
            (format!("文件没有注明编码，按 {text} 读出。"), "若有乱码，请另存为 UTF-8 再打开。"),
            (
                format!("The file does not say its encoding; it was read as {text}."),
                "If characters are wrong, save it as UTF-8 and open it again.",
            ),
        ),
        GuessKind::Jump(_) => pick(
            zh,
            (format!("转版提示“{text}”没有收进正文。"), "转版由版面自动标注。"),
            (format!("The jump line “{text}” was left out."), "The page writes its own jump lines."),
        ),
        GuessKind::Furniture(_) => pick(
            zh,
            (format!("“{text}”是报眉、热线或版面责任人，没有收进稿件。"), "若属于稿件，请手工加上。"),
            (
                format!("“{text}” is page furniture and was left out."),
                "Add it by hand if it belongs to a story.",
            ),
        ),
        GuessKind::Markup(_) => pick(
            zh,
            (format!("排版记号或网址“{text}”没有收进稿件。"), "若要印出，请写进正文。"),
            (
                format!("The mark-up or address “{text}” was left out."),
                "Write it into the text if it should be printed.",
            ),
        ),
        _ => pick(
            zh,
            (format!("“{text}”没有收进署名或正文。"), "若要印出，请手工加上。"),
            (
                format!("“{text}” is in neither the byline nor the text."),
                "Add it by hand if it should be printed.",
            ),
        ),
    }
}

/// The beginning of a long quotation.
fn short(text: &str) -> String {
    if text.chars().count() <= 30 { text.to_owned() } else { text.chars().take(29).chain(['…']).collect() }
}

/// Why a text file gave no reading, and what to do.
pub(crate) fn say_error(error: &IntakeError, zh: bool) -> (String, String) {
    match error {
        IntakeError::Empty => pick(
            zh,
            ("文件里没有文字。".to_owned(), "请确认选对了文件。"),
            ("The file holds no text.".to_owned(), "Check that it is the right file."),
        ),
        IntakeError::TooLarge { bytes, limit } => pick(
            zh,
            (
                format!("文件有 {} MB，超过了 {} MB 的上限。", bytes / 1_000_000, limit / 1_000_000),
                "稿件不会这么大：请确认选对了文件，或把它分成几份。",
            ),
            (
                format!("The file is {} MB; the limit is {} MB.", bytes / 1_000_000, limit / 1_000_000),
                "Copy is never so large: check that it is the right file, or split it.",
            ),
        ),
        IntakeError::Binary { format } => {
            let name = format.map_or_else(String::new, |name| format!(" {name} "));
            pick(
                zh,
                (
                    format!(
                        "这不是文本文件{}。",
                        format.map_or_else(String::new, |name| format!("，而是 {name} 文件"))
                    ),
                    "请另存为纯文本（.txt）或 Markdown（.md）再打开。",
                ),
                (
                    if format.is_some() {
                        format!("This is a{name}file, not a text file.")
                    } else {
                        "This is not a text file.".to_owned()
                    },
                    "Save it as plain text (.txt) or Markdown (.md) and open that.",
                ),
            )
        }
        IntakeError::Truncated { encoding, offset } => pick(
            zh,
            (
                format!("文件不完整：{encoding} 文字在第 {offset} 字节处断在半个字上。"),
                "请重新传一份完整的文件。",
            ),
            (
                format!("The file is cut off: its {encoding} text ends inside a character at byte {offset}."),
                "Have the whole file sent again.",
            ),
        ),
        IntakeError::Damaged { encoding, offset } => pick(
            zh,
            (
                format!("文件已损坏：{encoding} 文字在第 {offset} 字节处读不出来。"),
                "请重新传一份，或在原来的软件里另存为 UTF-8。",
            ),
            (
                format!("The file is damaged: byte {offset} is no {encoding} text."),
                "Have it sent again, or save it as UTF-8 where it was written.",
            ),
        ),
        IntakeError::Undecodable => pick(
            zh,
            ("认不出文件的文字编码。".to_owned(), "请在原来的软件里另存为 UTF-8 再打开。"),
            (
                "The file's encoding was not recognised.".to_owned(),
                "Save it as UTF-8 where it was written and open that.",
            ),
        ),
        IntakeError::NoStory => pick(
            zh,
            ("文件里没有找到稿件。".to_owned(), "文件需要有主题或正文。"),
            ("No story was found in the file.".to_owned(), "A file needs a headline or some text."),
        ),
    }
}

/// Why a file is no usable picture, and what to do.
pub(crate) fn say_photo_error(error: &PhotoError, zh: bool) -> (String, String) {
    match error {
        PhotoError::Empty => pick(
            zh,
            ("图片文件是空的。".to_owned(), "请重新传这张图片。"),
            ("The picture file is empty.".to_owned(), "Have the picture sent again."),
        ),
        PhotoError::TooLarge { bytes, limit } => pick(
            zh,
            (
                format!("图片文件有 {} MB，超过了 {} MB 的上限。", bytes / 1_000_000, limit / 1_000_000),
                "请缩小图片再添加。",
            ),
            (
                format!(
                    "The picture file is {} MB; the limit is {} MB.",
                    bytes / 1_000_000,
                    limit / 1_000_000
                ),
                "Make the picture smaller and add it again.",
            ),
        ),
        PhotoError::TooManyPixels { width, height, limit } => pick(
            zh,
            (
                format!("图片有 {width} × {height} 像素，超过了 {} 百万像素的上限。", limit / 1_000_000),
                "请缩小图片再添加。",
            ),
            (
                format!(
                    "The picture has {width} × {height} pixels; the limit is {} megapixels.",
                    limit / 1_000_000
                ),
                "Make the picture smaller and add it again.",
            ),
        ),
        PhotoError::UnknownFormat => pick(
            zh,
            ("这不是能读的图片格式。".to_owned(), "请用 JPEG、PNG、TIFF 或 WebP。"),
            ("This is not a picture format that can be read.".to_owned(), "Use JPEG, PNG, TIFF or WebP."),
        ),
        PhotoError::Truncated { format } => pick(
            zh,
            (format!("{} 图片不完整，文件没有传完。", name(*format)), "请重新传这张图片。"),
            (
                format!("The {} picture is cut off: the file ends too early.", name(*format)),
                "Have the picture sent again.",
            ),
        ),
        PhotoError::Damaged { format } => pick(
            zh,
            (format!("{} 图片已损坏，打不开。", name(*format)), "请重新传这张图片，或从原图另存一份。"),
            (
                format!("The {} picture is damaged.", name(*format)),
                "Have it sent again, or save it anew from the original.",
            ),
        ),
    }
}

/// What was doubtful in a picture's metadata, and what to do.
pub(crate) fn say_photo_notice(notice: &PhotoNotice, zh: bool) -> (String, String) {
    match notice {
        PhotoNotice::ValueCut { field } => pick(
            zh,
            (format!("图片自带的“{field}”末尾断在半个字上，断开的字已去掉。"), "请核对图说和署名的结尾。"),
            (
                format!("The picture's “{field}” ends inside a character, which was dropped."),
                "Check how the caption and the credit end.",
            ),
        ),
        PhotoNotice::EncodingGuessed { encoding } => pick(
            zh,
            (format!("图片自带的文字没有注明编码，按 {encoding} 读出。"), "若有乱码，请改写图说和署名。"),
            (
                format!("The picture does not say its words' encoding; they were read as {encoding}."),
                "If characters are wrong, write the caption and the credit anew.",
            ),
        ),
        PhotoNotice::MarkerLies { encoding } => pick(
            zh,
            (format!("图片注明的文字编码不对，按 {encoding} 读出。"), "若有乱码，请改写图说和署名。"),
            (
                format!("The picture names a wrong encoding for its words; they were read as {encoding}."),
                "If characters are wrong, write the caption and the credit anew.",
            ),
        ),
        PhotoNotice::Undecodable { field } => pick(
            zh,
            (format!("图片自带的“{field}”里有读不出来的字。"), "请改写这一项。"),
            (format!("The picture's “{field}” holds characters that cannot be read."), "Write it anew."),
        ),
        PhotoNotice::Disagreement { .. }
        | PhotoNotice::BlockDamaged { .. }
        | PhotoNotice::DateUnreadable { .. } => say_photo_doubt(notice, zh),
    }
}

fn say_photo_doubt(notice: &PhotoNotice, zh: bool) -> (String, String) {
    match notice {
        PhotoNotice::Disagreement { field, taken, left } => pick(
            zh,
            (
                format!("图片里两处“{field}”不一样：用了“{}”，没有用“{}”。", short(taken), short(left)),
                "请核对哪一个对。",
            ),
            (
                format!(
                    "The picture says two things as its “{field}”: “{}” was taken, “{}” was not.",
                    short(taken),
                    short(left)
                ),
                "Check which is right.",
            ),
        ),
        PhotoNotice::DateUnreadable { text } => pick(
            zh,
            (format!("图片自带的日期“{}”读不出来。", short(text)), "请问作者是哪天拍的。"),
            (format!("The picture's date “{}” is no date.", short(text)), "Ask when it was taken."),
        ),
        _ => pick(
            zh,
            ("图片自带的文字有一部分损坏，只读出了完好的部分。".to_owned(), "请核对图说、署名和日期。"),
            (
                "Some of the picture's own words are damaged; what is whole was read.".to_owned(),
                "Check the caption, the credit and the date.",
            ),
        ),
    }
}

fn name(format: PhotoFormat) -> &'static str {
    match format {
        PhotoFormat::Jpeg => "JPEG",
        PhotoFormat::Png => "PNG",
        PhotoFormat::Tiff => "TIFF",
        PhotoFormat::WebP => "WebP",
    }
}
