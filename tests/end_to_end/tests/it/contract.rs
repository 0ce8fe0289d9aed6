//! The command line as other programs drive it: names, fields, exit codes, sizes, people, both languages.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::program::{Cli, Folder, Run, ended};
use crate::specimen::{self, ADMIN, CHIEF, EDITOR, REPORTER, sample};

/// A library that is not there, for what needs none.
fn nowhere(folder: &Folder) -> Cli {
    Cli::on(folder.path("none"))
}

/// Runs it with something on standard input.
fn fed(cli: &Cli, input: &[u8], arguments: &[&str]) -> Run {
    let mut command = cli.command();
    command.arg("--json").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The code of wrong usage: exit 2, nothing on standard output, and the two lines of every refusal.
fn misused(run: &Run) -> &str {
    assert_eq!((run.exit, run.out.as_str()), (2, ""), "{run:?}");
    run.code()
}

#[test]
fn the_arithmetic_of_the_page() {
    let folder = Folder::new();
    let cli = nowhere(&folder);
    let text = folder.file("two lines.txt", "秋收忙。\n\n  秋种忙。  \n");
    let counted: [(&[&str], Value); 9] = [
        (&["--measure", "83字", "--size", "30"], json!({ "characters": 24 })),
        (&["--measure", "83", "--size", "30"], json!({ "characters": 2 })),
        (&["--measure", "117", "--size", "9"], json!({ "characters": 13 })),
        (&["--measure", "116.56pt", "--size", "9"], json!({ "characters": 13 })),
        (&["--measure", "69字", "--columns", "3"], json!({ "characters": 22, "remainder": 1 })),
        (&["--headline", "30,21", "--white", "3"], json!({ "rows": 8 })),
        (&["--headline", "30，21", "--white", "3"], json!({ "rows": 8 })),
        (&["--hole", "13字x20", &text], json!({ "rows": 2, "over_rows": -18, "over_characters": -241 })),
        (&["--hole", "13字×1", &text], json!({ "rows": 2, "over_rows": 1, "over_characters": 4 })),
    ];
    for (asked, answer) in counted {
        assert_eq!(cli.ask("", &[&["fit"], asked].concat()), answer, "{asked:?}");
    }
    let refused: [&[&str]; 8] = [
        &["--measure", "0", "--size", "9"],
        &["--measure", "abc", "--size", "9"],
        &["--measure", "99999999999999999999字", "--size", "9"],
        &["--measure", "69字", "--columns", "0"],
        &["--measure", "69字", "--columns", "100"],
        &["--headline", "30,", "--white", "3"],
        &["--hole", "13字", &text],
        &["--hole", "13字x-1", &text],
    ];
    for asked in refused {
        let run = cli.run("", &[&["fit"], asked].concat());
        assert_eq!(misused(&run), "bad-value", "{asked:?}");
        // Which option it is, is said.
        assert!(asked.iter().any(|word| word.starts_with("--") && run.err.contains(*word)), "{run:?}");
    }
    assert!(!cli.library.exists());
}

#[test]
fn a_paragraph_is_set_at_a_measure_in_any_unit() {
    let folder = Folder::new();
    let cli = nowhere(&folder);
    let text = "10月以来，运城市新绛县北张镇西行庄村的汾河滩涂上，金黄的稻子随风起伏，丰收在望。";
    let file = folder.file("名字 有空格.txt", text);
    let set = |measure: &str, more: &[&str]| {
        let galley = ["galley", "--measure", measure, "--size", "9", &file];
        cli.ask("", &[&galley[..], more].concat())
    };
    let galley = set("13字", &[]);
    assert_eq!((&galley["rows"], galley["lines"].as_array().map(Vec::len)), (&json!(4), Some(4)));
    assert_eq!((&galley["characters"], &galley["notices"]), (&json!(text.chars().count()), &json!([])));
    let said: String =
        galley["lines"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap()).collect();
    assert_eq!(said, text);
    for line in &galley["lines"].as_array().unwrap()[..3] {
        assert_eq!((&line["measure_pt"], &line["width_pt"]), (&json!(116.56), &json!(116.56)), "{line}");
    }
    assert_eq!(set("117", &[]), galley);
    assert_eq!(set("116.56pt", &[]), galley);
    for level in ["strict", "normal", "loose"] {
        assert_eq!(set("13字", &["--line-break", level])["rows"], galley["rows"], "{level}");
    }
    assert_eq!(set("13字", &["--line-break", "strict"]), galley);
    let indented = set("13字", &["--indent", "2字", "--no-justify"]);
    assert_eq!(indented["lines"][0]["measure_pt"], 98.63);
    assert_eq!(indented["lines"][0]["width_pt"], indented["lines"][0]["natural_pt"]);
    for stdin in [
        &["galley", "--measure", "13字", "--size", "9"][..],
        &["galley", "--measure", "13字", "--size", "9", "-"],
    ] {
        assert_eq!(fed(&cli, text.as_bytes(), stdin).answer(), galley);
    }
    for (option, value) in [("--indent", "13字"), ("--indent", "20字"), ("--measure", "0字"), ("--size", "0")]
    {
        let mut asked = vec!["galley", "--measure", "13字", "--size", "9", "--indent", "0", &file];
        let at = asked.iter().position(|word| *word == option).unwrap();
        asked[at + 1] = value;
        let run = cli.run("", &asked);
        assert_eq!(misused(&run), "bad-value", "{option} {value}");
        assert!(run.err.contains(&format!("{option} cannot be “{value}”.")), "{run:?}");
    }
    let gone = ["galley", "--measure", "13字", "--size", "9", "/nowhere/file"];
    assert_eq!(cli.run("", &gone).refusal(), "file");
    assert_eq!(fed(&cli, &[0xd5, 0xfd, 0xce, 0xc4], &gone[..5]).refusal(), "not-utf8");
    // A family that is not there is named, and another one stands in.
    let missing = set("13字", &["--font", "NoSuch"]);
    assert_eq!((&missing["rows"], missing["notices"].as_array().map(Vec::len)), (&json!(4), Some(1)));
    assert_eq!(missing["notices"][0]["code"], "family-missing");
    assert!(missing["notices"][0]["message"].as_str().unwrap().contains("“NoSuch”"), "{missing}");
    // A character that no font has is a notice, and the breaks are still answered.
    let rare = fed(&cli, "\u{10fffd}字".as_bytes(), &gone[..5]).answer();
    assert_eq!((&rare["rows"], &rare["notices"][0]["code"]), (&json!(1), &json!("missing-glyph")));
    assert!(!cli.library.exists());
}

#[test]
fn wrong_usage_is_exit_2_and_what_is_not_built_is_not_offered() {
    let folder = Folder::new();
    let cli = nowhere(&folder);
    let values = [
        "page new --issue x --number A --format A4",
        "galley --measure 13字 --size 9 --lang fr",
        "search x --limit many",
        "person add n --role king",
        "issue new --date 2022-13-40",
        "issue new --date gestern",
        "page plan x --place s --at x --span 1x1",
        "page plan x --place s --at 1,1 --span 2",
        "page proof x --out proof.tiff",
        "page export x --out - --profile x4",
        "page export x --out o --profile pdf",
        "galley --measure 13字 --size 9 --line-break gentle",
        "galley --measure abc --size 9",
        "fit --measure abc --size 9",
    ];
    let wrong = [
        "",
        "nothing",
        "story",
        "story list extra",
        "story show",
        "story new",
        "story new --headline h",
        "story return x",
        "story tag x",
        "page plan x",
        "page plan x --place s --at 1,1",
        "page plan x --remove s --place t --at 1,1 --span 1x1",
        "page jump x --story s",
        "page jump x --to y",
        "page jump x --story s --to y --back",
        "page export x --out o",
        "fit",
        "fit --size 9",
        "fit --measure 9 --size 9 --columns 2",
        "fit --headline 30 --columns 2",
        "fit --hole 13字x20 --size 9 file",
        "fit --measure 9 --white 3",
        "fit --hole 13字x20",
        "galley --size 9",
        "intake",
        "photo add",
        "person add n",
        "search",
        "search x --limit -1",
        "backup",
        "restore",
        "demo extra",
        "verify --nothing",
        "issue export x --out o",
        "issue export x --profile x4",
        "photo export x o",
    ];
    let coded = wrong.iter().map(|written| (*written, "usage"));
    let coded = coded.chain(values.iter().map(|written| (*written, "bad-value")));
    for (written, code) in coded {
        for locale in ["C.UTF-8", "zh_CN.UTF-8"] {
            let mut command = cli.command();
            command.arg("--json").args(written.split_whitespace()).env("LC_ALL", locale);
            let run = ended(command.stdin(Stdio::null()));
            assert_eq!(misused(&run), code, "{written}");
            assert_eq!(run.err.contains(['。', '：']), locale.starts_with("zh"), "{run:?}");
        }
    }
    for (asked, holds) in [("--help", "preflight"), ("--version", "broadsheet "), ("page --help", "auto")] {
        let run = ended(cli.command().args(asked.split_whitespace()));
        assert!(run.exit == 0 && run.out.contains(holds), "{run:?}");
    }
    // A person who types no more than the name is shown what there is.
    let run = ended(&mut cli.command());
    assert!(run.exit == 2 && run.err.contains("preflight"), "{run:?}");
    assert!(!cli.library.exists());
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The help is in the language of the system too, with its headings.
#[test]
fn help_is_told_in_the_language_of_the_system() {
    let folder = Folder::new();
    let cli = nowhere(&folder);
    for asked in ["--help", "-h", "story --help", "story new --help", "galley -h", "fit --help"] {
        let help = |locale: &str| {
            let run = ended(cli.command().args(asked.split_whitespace()).env("LC_ALL", locale));
            assert_eq!((run.exit, run.err.as_str()), (0, ""), "{run:?}");
            run.out
        };
        let (english, chinese) = (help("C.UTF-8"), help("zh_CN.UTF-8"));
        assert!(english.contains("Usage: broadsheet") && english.contains("Options:"), "{english}");
        assert!(chinese.contains("用法：broadsheet") && chinese.contains("选项："), "{chinese}");
        for word in ["Usage", "Options", "OPTIONS", "Commands", "Arguments", "Print", "default"] {
            assert!(!chinese.contains(word), "{word}: {chinese}");
        }
        // The same options in the same order.
        let options = |help: &str| -> Vec<String> {
            help.split_whitespace().filter(|word| word.starts_with("--")).map(str::to_owned).collect()
        };
        assert_eq!(options(&english), options(&chinese));
    }
}

/// A refusal in Chinese wherever the system speaks Chinese, by the rank of its settings; the code is the same.
#[test]
fn refusals_are_told_in_the_language_of_the_system() {
    let cli = specimen::library();
    let story = cli.ask("", &["story", "list"])[0]["id"].as_str().unwrap().to_owned();
    let page = specimen::page(cli);
    let refused: [(&str, &[&str]); 8] = [
        ("not-found", &["story", "show", "none"]),
        ("person-needed", &["story", "hold", &story]),
        ("person-unknown", &["--as", "Nobody", "story", "hold", &story]),
        ("role-needed", &["--as", REPORTER, "page", "auto", &page]),
        ("wrong-state", &["--as", EDITOR, "story", "release", &story]),
        ("file", &["preflight", "/nowhere/file.pdf"]),
        ("already-exists", &["--as", CHIEF, "issue", "new", "--date", "2022-11-18"]),
        ("not-empty", &["restore", cli.library.to_str().unwrap()]),
    ];
    let settings: [(&[(&str, &str)], bool); 6] = [
        (&[("LC_ALL", "zh_CN.UTF-8")], true),
        (&[("LC_MESSAGES", "zh_CN.UTF-8")], true),
        (&[("LANG", "zh_TW")], true),
        (&[("LANG", "en_US.UTF-8")], false),
        (&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], false),
        (&[], false),
    ];
    for (code, command) in refused {
        for (environment, zh) in settings {
            let mut run = cli.command();
            for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
                run.env_remove(name);
            }
            let run = ended(run.envs(environment.iter().copied()).args(command));
            assert_eq!(run.refusal(), code, "{command:?}");
            let lines: Vec<&str> = run.err.lines().collect();
            // What was typed stands in a message as it was typed; a hint is the program's own words.
            assert_eq!(has_han(lines[1]), zh, "{environment:?}: {run:?}");
        }
    }
}

fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Asserts that an object has at least the fields of the contract.
fn has(value: &Value, names: &str) {
    let there = fields(value);
    for name in names.split(' ') {
        assert!(there.contains(&name), "{name} is missing: {value}");
    }
}

#[test]
fn answers_have_the_fields_of_the_contract() {
    let cli = specimen::library();
    let list = |noun: &str| {
        let list = cli.ask("", &[noun, "list"]);
        assert!(list.as_array().unwrap().iter().all(|item| item["id"].is_string()), "{noun}");
        list
    };
    let show = |noun: &str, id: &Value| cli.ask("", &[noun, "show", id.as_str().unwrap()]);
    let stories = list("story");
    assert_eq!(stories.as_array().unwrap().len(), 6);
    let with_photo = stories.as_array().unwrap().iter().find(|story| story["photos"] == 1).unwrap();
    let story = show("story", &with_photo["id"]);
    has(
        &story,
        "id slug state kicker headline deck source bylines body photos rubric characters tags reviews",
    );
    has(&story["reviews"][0], "by role at opinion void");
    has(&story["photos"][0], "id caption credit");
    assert_eq!(fields(&story["photos"][0]["credit"]), ["names", "role"]);
    assert!(story["kicker"].is_null() && story["source"].is_null());
    let photo = show("photo", &story["photos"][0]["id"]);
    has(&photo, "id caption headline creator credit copyright city date");
    has(&list("photo")[0], "id caption credit");
    assert_eq!(fields(&list("person")[0]), ["id", "name", "roles"]);
    let page = show("page", &list("page")[0]["id"]);
    has(&page, "id number date state stories notices hash");
    has(&page["stories"][0], "id over_rows over_characters");
    assert_eq!(
        (&page["number"], &page["date"], &page["state"]),
        (&json!("A03"), &json!("2022-11-18"), &json!("signed"))
    );
    let issue = show("issue", &list("issue")[0]["id"]);
    has(&issue, "id date title pages");
    let verified = cli.ask("", &["verify"]);
    assert_eq!((fields(&verified), &verified["ok"]), (vec!["events", "ok"], &json!(true)));
    let hit = &cli.ask("", &["search", "制鼓"])[0];
    assert_eq!(fields(hit), ["date", "headline", "id", "slug", "snippet"]);
    let read = cli.ask("", &["intake", "--dry-run", sample("evening-news-page/page.md").to_str().unwrap()]);
    assert_eq!(fields(&read), ["notices", "rubric", "stories"]);
    assert_eq!(
        fields(&read["stories"][0]),
        ["body", "bylines", "deck", "headline", "kicker", "photos", "source"]
    );
}

#[test]
fn what_makes_a_thing_answers_its_id_and_who_may_is_asked() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("a library"));
    let body = folder.file("body.txt", "正文。");
    let story = ["story", "new", "--headline", "题", "--body-file", &body];
    // Before anybody is named, anybody may file; nobody reviews.
    let first = cli.make("", &story);
    assert_eq!(cli.run("", &["story", "approve", &first]).refusal(), "person-needed");
    let made = cli.ask("", &["person", "add", "总编 甲", "--role", "chief"]);
    assert_eq!(fields(&made), ["id"]);
    assert_eq!(cli.ask("", &["person", "list"])[0]["roles"], json!(["chief", "admin"]));
    // From now on a change says who makes it, and an admin names the others.
    assert_eq!(cli.run("", &story).refusal(), "person-needed");
    assert_eq!(cli.run("", &["person", "add", "乙", "--role", "reporter"]).refusal(), "person-needed");
    cli.make("总编 甲", &["person", "add", "乙", "--role", "reporter", "--role", "proofreader"]);
    assert_eq!(cli.run("乙", &["person", "add", "丙", "--role", "reporter"]).refusal(), "role-needed");
    assert_eq!(misused(&cli.run("总编 甲", &["person", "add", "丙", "--role", "king"])), "bad-value");
    assert_eq!(
        cli.run("总编 甲", &["person", "add", "乙", "--role", "reporter"]).refusal(),
        "already-exists"
    );
    assert_eq!(cli.run("丙", &story).refusal(), "person-unknown");
    cli.make(" 乙 ", &story);
    let issue = cli.make("总编 甲", &["issue", "new", "--date", "2030-01-01", "--title", "晚报"]);
    cli.make("总编 甲", &["page", "new", "--issue", &issue, "--number", "A01", "--format", "对开"]);
    for date in ["2030-02-30", "gestern", "2030-1", ""] {
        let run = cli.run("总编 甲", &["issue", "new", "--date", date]);
        assert_eq!(misused(&run), "bad-value", "{date}");
        assert!(run.err.contains("--date") && run.err.contains("YYYY-MM-DD"), "{run:?}");
    }
    // Reading, proving and copying never ask who it is.
    let copy = folder.path("copy");
    for command in
        [&["verify"][..], &["story", "list"], &["search", "正"], &["backup", copy.to_str().unwrap()]]
    {
        cli.ask("", command);
    }
    assert_eq!(cli.run("", &["demo"]).refusal(), "library-has-content");
}

#[test]
fn a_spread_is_planned_by_both_of_its_numbers() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let issue = cli.make(EDITOR, &["issue", "new", "--date", "2022-11-19"]);
    let plan = |number: &str, format: &str| {
        cli.run(EDITOR, &["page", "new", "--issue", &issue, "--number", number, "--format", format])
    };
    let unknown = plan("A04-A05", "八开通版");
    assert_eq!(misused(&unknown), "bad-value");
    assert!(unknown.err.contains("四开通版") && unknown.err.contains("berliner-spread"), "{unknown:?}");
    let half = plan("A04", "四开通版");
    assert_eq!(half.refusal(), "invalid-field");
    assert!(half.err.contains("A04-A05"), "{half:?}");
    let page: Value = serde_json::from_str(&plan("A04-A05", "四开通版").out).unwrap();
    let page = page["id"].as_str().unwrap();
    assert_eq!(plan("A05", "四开").refusal(), "already-exists");
    let story = cli.ask("", &["story", "list"])[0]["id"].as_str().unwrap().to_owned();
    // Columns 2 to 11 of twelve.
    let place = ["page", "plan", page, "--place", &story, "--at", "2,5", "--span", "10x40"];
    assert_eq!(cli.ask(EDITOR, &place)["number"], "A04-A05");
    let off = ["page", "plan", page, "--place", &story, "--at", "4,5", "--span", "10x40"];
    assert_eq!(cli.run(EDITOR, &off).refusal(), "invalid-field");
    let proof = cli.ask(EDITOR, &["page", "proof", page]);
    assert!(proof["file"].as_str().unwrap().ends_with("20221119-A04-A05-proof1.pdf"), "{proof}");
}

#[test]
fn an_id_is_whole_and_of_its_own_kind() {
    let cli = specimen::library();
    let page = specimen::page(cli);
    let story = cli.ask("", &["story", "list"])[0]["id"].as_str().unwrap().to_owned();
    for wrong in
        ["", "none", &story[..8], &story[..35], &format!("{story}0"), "0184855a-52c6-7000-8000-00000000ffff"]
    {
        for noun in ["story", "photo", "page", "issue"] {
            assert_eq!(cli.run("", &[noun, "show", wrong]).refusal(), "not-found", "{noun} {wrong}");
        }
    }
    assert_eq!(cli.run("", &["page", "show", &story]).refusal(), "not-found");
    assert_eq!(cli.run("", &["story", "show", &page]).refusal(), "not-found");
}

#[test]
fn tags_are_given_together_or_not_at_all() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let story = cli.make(EDITOR, &["story", "new", "--headline", "题", "--body-file", &body]);
    let tag = |person: &str, tags: &[&str]| cli.run(person, &[&["story", "tag", &story], tags].concat());
    let before = cli.ask("", &["verify"]);
    assert_eq!(tag(EDITOR, &["汾河", "medtop:99999999"]).refusal(), "not-found");
    assert_eq!(tag(EDITOR, &["汾河", " "]).refusal(), "empty-field");
    // Somebody else's story: the new tag does not stay behind either.
    assert_eq!(tag(REPORTER, &["汾河"]).refusal(), "not-author");
    assert_eq!(cli.ask("", &["verify"]), before);
    let tagged = tag(EDITOR, &["汾河", "medtop:20000612", "农业", "汾河", "agriculture"]).answer();
    assert_eq!(tagged["tags"], json!(["medtop:20000210", "medtop:20000612", "汾河"]));
    assert_eq!(tag(EDITOR, &["农业", "鼓乐"]).answer()["tags"].as_array().unwrap().len(), 4);
}

#[test]
fn several_files_are_taken_in_together_or_not_at_all() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let (one, two) = (
        folder.file("a b/c d.txt", "第一篇\n\n正文，写的是秋收。"),
        folder.file("two.md", "# 第二篇\n\n正文。"),
    );
    let (binary, bare) =
        (folder.file("rnd.txt", [0, 159, 146, 150, 0, 1, 2]), sample("photos/IPTC-Empty.jpg"));
    let before = cli.ask("", &["verify"]);
    let run = cli.run(REPORTER, &["intake", &one, &binary]);
    assert_eq!(run.refusal(), "binary-file");
    assert!(run.err.contains("rnd.txt"), "{run:?}");
    let run = cli.run(REPORTER, &["photo", "add", bare.to_str().unwrap(), &one]);
    assert_eq!(run.refusal(), "unknown-photo-format");
    assert!(run.err.contains("c d.txt"), "{run:?}");
    assert_eq!(
        cli.run(REPORTER, &["photo", "add", bare.to_str().unwrap(), "--story", "none"]).refusal(),
        "not-found"
    );
    assert_eq!(cli.ask("", &["verify"]), before);

    let read = cli.ask("", &["intake", "--dry-run", &two, &one]);
    assert_eq!((&read[0]["file"], &read[1]["file"]), (&json!(two), &json!(one)));
    assert_eq!(cli.ask("", &["verify"]), before);
    let single = cli.ask(REPORTER, &["intake", &two]);
    assert!(single["file"].is_null() && single["stories"][0]["id"].is_string(), "{single}");
    let photos = cli.ask(REPORTER, &["photo", "add", bare.to_str().unwrap(), bare.to_str().unwrap()]);
    assert!(photos.as_array().unwrap().iter().all(|photo| photo["id"].is_string()) && photos[1].is_object());
    assert_eq!(
        fed(&cli, b"# Heading\n\nText.", &["--as", REPORTER, "intake", "-"]).answer()["stories"][0]["headline"],
        "Heading"
    );
}

#[test]
fn odd_copy_is_kept_as_it_is_or_refused() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("library"));
    let new = |headline: &str, body: &[u8]| {
        let file = folder.file("odd.txt", body);
        cli.run("", &["story", "new", "--headline", headline, "--body-file", &file])
    };
    let show = |run: Run| cli.ask("", &["story", "show", run.answer()["id"].as_str().unwrap()]);
    let story = show(new("题", "\u{feff}第一段。\r\n\r\n  AI 芯片 3.5万 。\u{3000}\n".as_bytes()));
    assert_eq!(
        (&story["body"], &story["characters"]),
        (&json!(["第一段。", "AI 芯片 3.5万 。"]), &json!(10))
    );
    let story = show(new("a\nb\tc", "a\0b".as_bytes()));
    assert_eq!((&story["headline"], &story["body"]), (&json!("a b c"), &json!(["a b"])));
    let story = show(new("𠮷野家", "👩‍👩‍👧 אב e\u{301}".as_bytes()));
    assert_eq!((&story["slug"], &story["body"]), (&json!("𠮷野家"), &json!(["👩‍👩‍👧 אב e\u{301}"])));
    assert_eq!(new("题", &[0xff, 0xfe, 0x80]).refusal(), "not-utf8");
    assert_eq!(new(&"题".repeat(1001), "正文".as_bytes()).refusal(), "too-long");
    assert_eq!(new("题", "长".repeat(100_001).as_bytes()).refusal(), "too-long");
    show(new(&"题".repeat(1000), "长".repeat(100_000).as_bytes()));
    let run =
        ended(cli.command().args(["--json", "story", "new", "--headline", "题", "--body-file", "/tmp"]));
    assert_eq!(run.refusal(), "file");
    assert_eq!(cli.ask("", &["verify"]), json!({ "events": 4, "ok": true }));
}

/// A text of blanks is no text, at every field: what must be there is refused without it, the rest is absent.
#[test]
fn a_blank_text_is_an_absent_one() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文，写的是秋收。");
    let blanks = [" ", "\u{3000}\t ", ""];
    let issue = cli.make(CHIEF, &["issue", "new", "--date", "2030-01-01"]);
    let before = cli.ask("", &["verify"]);
    for blank in blanks {
        let refused: [(&str, &str, &[&str]); 5] = [
            ("empty-field", REPORTER, &["story", "new", "--headline", blank, "--body-file", &body]),
            ("empty-field", ADMIN, &["person", "add", blank, "--role", "reporter"]),
            (
                "empty-field",
                CHIEF,
                &["page", "new", "--issue", &issue, "--number", blank, "--format", "四开"],
            ),
            ("person-needed", blank, &["story", "new", "--headline", "题", "--body-file", &body]),
            ("not-found", REPORTER, &["story", "show", blank]),
        ];
        for (code, person, command) in refused {
            let mut run = cli.command();
            run.args(["--json", "--as", person]).args(command);
            assert_eq!(ended(&mut run).refusal(), code, "{command:?}");
        }
    }
    assert_eq!(cli.ask("", &["verify"]), before);
    let new = ["story", "new", "--headline", " 题 ", "--body-file", &body];
    let optional = ["--kicker", " ", "--deck", "\u{3000}", "--source", "", "--byline", " "];
    let story = cli.make(REPORTER, &[&new[..], &optional].concat());
    let show = || cli.ask("", &["story", "show", &story]);
    let shown = show();
    for field in ["kicker", "deck", "source", "rubric"] {
        assert!(shown[field].is_null(), "{field}: {shown}");
    }
    assert_eq!((&shown["headline"], &shown["bylines"]), (&json!("题"), &json!([])));
    let edit = |more: &[&str]| cli.run(REPORTER, &[&["story", "edit", &story], more].concat());
    edit(&["--kicker", "引题", "--source", "本报讯"]).answer();
    assert_eq!(edit(&["--headline", " "]).refusal(), "empty-field");
    assert_eq!((&show()["kicker"], &show()["source"]), (&json!("引题"), &json!("本报讯")));
    edit(&["--kicker", " ", "--source", "\u{3000}"]).answer();
    assert!(show()["kicker"].is_null() && show()["source"].is_null());
    cli.ask(REPORTER, &["story", "submit", &story]);
    assert_eq!(
        cli.run(EDITOR, &["story", "return", &story, "--reason", "\u{3000}"]).refusal(),
        "reason-missing"
    );
    let approved = cli.ask(EDITOR, &["story", "approve", &story, "--opinion", " "]);
    assert!(approved["reviews"][0]["opinion"].is_null(), "{approved}");
    // An issue without a name of its own has the paper's.
    let titled = cli.make(CHIEF, &["issue", "new", "--date", "2030-01-02", "--title", " "]);
    assert_eq!(cli.ask("", &["issue", "show", &titled])["title"], "样报");
    let page = ["page", "new", "--issue", &titled, "--number", "A01", "--format", "四开", "--section", " "];
    let page = cli.make(CHIEF, &page);
    assert!(cli.ask("", &["page", "show", &page])["section"].is_null());
}

/// Every text in an answer.
fn texts<'v>(value: &'v Value, place: &str, found: &mut Vec<(String, &'v str)>) {
    match value {
        Value::String(text) => found.push((place.to_owned(), text)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, place, found)),
        Value::Object(fields) => {
            // The document is the editor's own.
            for (name, value) in fields.iter().filter(|(name, _)| *name != "doc") {
                texts(value, &format!("{place}.{name}"), found);
            }
        }
        _ => {}
    }
}

/// What is not there is null, never an empty text.
#[test]
fn what_is_absent_is_null() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("library"));
    // Nobody is named, the paper has no name, a story has no headline, and of a picture there are only the words.
    let copy =
        folder.file("copy.txt", "编辑同志：\n\n小区门口的路灯坏了一个多月，一直没有人修，希望尽快处理。");
    let with_photo = folder.file("photo.md", "# 秋收\n\n正文，写的是秋收。\n\n▲村民在晾晒玉米。张良 摄");
    cli.ask("", &["intake", &copy]);
    cli.ask("", &["intake", &with_photo]);
    let issue = cli.make("", &["issue", "new", "--date", "2030-01-01"]);
    let page = cli.make("", &["page", "new", "--issue", &issue, "--number", "A01", "--format", "四开"]);
    let story = cli.ask("", &["story", "list"])[0]["id"].as_str().unwrap().to_owned();
    let place = ["page", "plan", &page, "--place", &story, "--at", "1,1", "--span", "2x20"];
    cli.ask("", &place);
    cli.ask("", &["page", "proof", &page]);
    let id = |noun: &str, at: usize| cli.ask("", &[noun, "list"])[at]["id"].as_str().unwrap().to_owned();
    let asked: [&[&str]; 10] = [
        &["story", "list"],
        &["story", "show", &id("story", 0)],
        &["story", "show", &id("story", 1)],
        &["photo", "list"],
        &["photo", "show", &id("photo", 0)],
        &["issue", "list"],
        &["issue", "show", &issue],
        &["page", "list"],
        &["page", "show", &page],
        &["search", "路灯"],
    ];
    for command in asked {
        let answer = cli.ask("", command);
        let mut found = Vec::new();
        texts(&answer, "", &mut found);
        assert!(found.len() > 1);
        let empty: Vec<_> = found.iter().filter(|(_, text)| text.is_empty()).collect();
        assert!(empty.is_empty(), "{command:?}: {empty:?}");
    }
    let listed = cli.ask("", &["story", "list"]);
    let bare = listed.as_array().unwrap().iter().find(|story| story["photos"] == 0).unwrap();
    assert!(bare["headline"].is_null() && bare["kicker"].is_null() && bare["author"].is_null(), "{bare}");
    let photo = cli.ask("", &["photo", "show", &id("photo", 0)]);
    for field in ["file_name", "mime", "bytes", "sha256", "px_width", "px_height"] {
        assert!(photo[field].is_null(), "{field}: {photo}");
    }
}

/// A step on a story's way is told a person on one line; a program gets the story.
#[test]
fn a_step_is_told_on_one_line() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let story = cli.make(REPORTER, &["story", "new", "--headline", "秋收", "--body-file", &body]);
    let steps: [(&str, &[&str], &str, &str); 6] = [
        (REPORTER, &["submit"], "submitted", "待审"),
        (EDITOR, &["return", "--reason", "补充数字"], "returned", "退稿"),
        (REPORTER, &["submit"], "submitted", "待审"),
        (EDITOR, &["approve"], "approved", "已审"),
        (EDITOR, &["hold"], "held", "待用"),
        (EDITOR, &["release"], "approved", "已审"),
    ];
    for locale in ["C.UTF-8", "zh_CN.UTF-8"] {
        for (person, step, english, chinese) in steps {
            let mut command = cli.command();
            command.env("LC_ALL", locale).args(["--as", person, "story", step[0], &story]).args(&step[1..]);
            let run = ended(&mut command);
            let expected = if locale.starts_with("zh") {
                format!("{story}“秋收”：{chinese}（{person}）\n")
            } else {
                format!("{story} “秋收”: {english} (by {person})\n")
            };
            assert_eq!((run.exit, run.err.as_str(), run.out.as_str()), (0, "", expected.as_str()));
        }
        // Once more in the other language: an edit makes it a draft again.
        cli.ask(EDITOR, &["story", "edit", &story, "--kicker", locale]);
    }
    let answer = cli.ask(REPORTER, &["story", "submit", &story]);
    assert_eq!((&answer["id"], &answer["state"]), (&json!(story), &json!("submitted")));
}

#[test]
fn any_run_of_characters_is_found_once_in_whatever_part_it_stands() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("library"));
    let body = folder.file("body.txt", "绛州大鼓响起来。\nThe Reuters desk, 2022年。");
    let story = cli.make(
        "",
        &[
            "story",
            "new",
            "--headline",
            "丰收在望",
            "--kicker",
            "新绛县",
            "--deck",
            "汾河两岸",
            "--body-file",
            &body,
        ],
    );
    cli.make(
        "",
        &["story", "new", "--headline", "另一篇", "--body-file", &folder.file("b.txt", "无关，鼓。")],
    );
    for found in [
        "县",
        "新绛",
        "收在",
        "丰收在望",
        "汾河两岸",
        "两",
        "州大鼓响",
        "起来",
        "reuters",
        "ＲＥＵＴＥＲＳ",
        "uter",
        "2022",
        "2022年",
        "大鼓响起来。",
    ] {
        let hits = cli.ask("", &["search", found]);
        assert_eq!(
            (hits.as_array().unwrap().len(), hits[0]["id"].as_str()),
            (1, Some(story.as_str())),
            "{found}"
        );
    }
    for not_there in ["绛新", "鼓大", "", " ", "，", "*", "\"", "丰收在望了", "NEAR(a b)"] {
        assert_eq!(cli.ask("", &["search", not_there]), json!([]), "{not_there}");
    }
    // The newest first, and no more than asked.
    assert_eq!(cli.ask("", &["search", "鼓"])[1]["id"].as_str(), Some(story.as_str()));
    for (limit, count) in [("0", 0), ("1", 1), ("2", 2), ("4294967295", 2)] {
        assert_eq!(cli.ask("", &["search", "鼓", "--limit", limit]).as_array().unwrap().len(), count);
    }
    // What was edited away is no longer found, what came is.
    cli.ask("", &["story", "edit", &story, "--headline", "秋种正忙"]);
    assert_eq!(cli.ask("", &["search", "丰收在望"]), json!([]));
    assert_eq!(cli.ask("", &["search", "种正"])[0]["headline"], "秋种正忙");
}

#[test]
fn a_page_is_made_up_by_columns_and_rows() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文，写的是秋收。");
    let long = folder.file("long.txt", "秋收秋种忙，".repeat(12_000));
    let story = cli.make(EDITOR, &["story", "new", "--headline", "题", "--body-file", &body]);
    let too_long = cli.make(EDITOR, &["story", "new", "--headline", "长", "--body-file", &long]);
    let issue = cli.make(CHIEF, &["issue", "new", "--date", "2022-11-19"]);
    let page = cli.make(EDITOR, &["page", "new", "--issue", &issue, "--number", "A01", "--format", "四开"]);
    // What nobody has handed in yet is not taken.
    assert_eq!(cli.ask(EDITOR, &["page", "auto", &page])["stories"], json!([]));
    for story in [&story, &too_long] {
        cli.ask(EDITOR, &["story", "submit", story]);
    }
    // What is longer than the page stays in the tray.
    let auto = cli.ask(EDITOR, &["page", "auto", &page]);
    assert_eq!((auto["stories"].as_array().unwrap().len(), &auto["stories"][0]["id"]), (1, &json!(story)));
    assert!(auto["tray"].as_array().unwrap().iter().any(|row| row["id"] == json!(too_long)));
    let place = |at: &str, span: &str| {
        cli.run(EDITOR, &["page", "plan", &page, "--place", &story, "--at", at, "--span", span])
    };
    for (at, span) in [("1,1", "2x20"), ("6,88", "1x1"), ("1，1", "6×88")] {
        let area = place(at, span).answer()["make_up"]["modules"][0]["area"].clone();
        let written = format!(
            "{},{} {}x{}",
            area["col"].as_u64().unwrap() + 1,
            area["row"].as_u64().unwrap() + 1,
            area["cols"],
            area["rows"]
        );
        assert_eq!(written, format!("{at} {span}").replace('，', ",").replace('×', "x"));
    }
    let before = cli.ask("", &["verify"]);
    for (at, span) in
        [("0,1", "1x1"), ("1,0", "1x1"), ("x,y", "1x1"), ("1", "1x1"), ("1,1", "2"), ("99999,1", "1x1")]
    {
        assert_eq!(misused(&place(at, span)), "bad-value", "{at} {span}");
    }
    for (at, span) in [("7,1", "1x1"), ("1,1", "0x3"), ("1,1", "7x3"), ("1,1", "2x89"), ("6,88", "1x2")] {
        assert_eq!(place(at, span).refusal(), "invalid-field", "{at} {span}");
    }
    let proof = folder.path("proof.tiff");
    let proof = proof.to_str().unwrap();
    assert_eq!(misused(&cli.run(EDITOR, &["page", "proof", &page, "--out", proof])), "bad-value");
    assert_eq!(misused(&cli.run(EDITOR, &["page", "proof", &page, "--out", "-"])), "bad-value");
    assert_eq!(cli.run(ADMIN, &["page", "plan", &page, "--remove", &story]).refusal(), "role-needed");
    assert_eq!(cli.ask("", &["verify"]), before);
    for (name, begins) in [("proof.pdf", &b"%PDF-"[..]), ("proof.PNG", b"\x89PNG")] {
        let out = folder.path(name);
        let taken = cli.ask(EDITOR, &["page", "proof", &page, "--out", out.to_str().unwrap()]);
        assert_eq!(taken["file"].as_str(), out.to_str());
        assert!(fs::read(out).unwrap().starts_with(begins), "{name}");
    }
    cli.ask(EDITOR, &["page", "plan", &page, "--remove", &story]);
    assert_eq!(cli.run(EDITOR, &["page", "plan", &page, "--remove", &story]).refusal(), "not-found");
}

#[test]
fn any_file_is_preflighted_and_a_fail_is_told_and_answered() {
    let folder = Folder::new();
    let cli = nowhere(&folder);
    let out = folder.path("plate.pdf").to_str().unwrap().to_owned();
    let page = specimen::page(specimen::library());
    specimen::library().ask("", &["page", "export", &page, "--out", &out, "--profile", "x4"]);
    let passed = cli.ask("", &["preflight", &out]);
    assert_eq!(passed, json!({ "verdict": "pass", "profile": "PDF/X-4", "findings": [] }));
    assert_eq!(fed(&cli, &fs::read(&out).unwrap(), &["preflight", "-"]).answer(), passed);
    // The same page, no longer what it says it is.
    let bytes = fs::read(&out).unwrap();
    let spoilt: Vec<u8> = String::from_utf8_lossy(&bytes)
        .contains("/OutputIntents")
        .then(|| {
            let at = bytes.windows(14).position(|word| word == b"/OutputIntents").unwrap();
            [&bytes[..at], b"/OutputIntentz", &bytes[at + 14..]].concat()
        })
        .unwrap();
    let run = cli.run("", &["preflight", &folder.file("spoilt.pdf", spoilt)]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.exit, &found["verdict"]), (1, &json!("fail")), "{run:?}");
    has(&found["findings"][0], "code severity message page");
    for (bytes, code) in [(&b"text"[..], "not-a-pdf"), (b"", "empty-file")] {
        let run = cli.run("", &["preflight", &folder.file("no.pdf", bytes)]);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!((run.exit, run.code(), &found["verdict"]), (1, code, &json!("fail")), "{run:?}");
        assert_eq!(found["findings"][0]["code"], code);
    }
    // As the file of a page it is held against the page's size, and against how its title prints it.
    let paper = specimen::copied(&folder);
    let issue = paper.make(CHIEF, &["issue", "new", "--date", "2022-11-19"]);
    let made = |format: &str, number: &str| {
        paper.make(EDITOR, &["page", "new", "--issue", &issue, "--number", number, "--format", format])
    };
    let codes = |page: &str, file: &str| {
        let run = paper.run("", &["preflight", file, "--page", page]);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        let codes = found["findings"].as_array().unwrap().iter().map(|one| one["code"].clone());
        (found["verdict"].clone(), codes.collect::<Vec<_>>())
    };
    assert_eq!(codes(&made("四开", "A01"), &out), (json!("pass"), vec![]));
    assert_eq!(codes(&made("对开", "A02"), &out), (json!("fail"), vec![json!("wrong-size")]));
    assert_eq!(paper.run("", &["preflight", &out, "--page", "nothing"]).refusal(), "not-found");
    let missing = folder.path("missing.pdf");
    assert_eq!(cli.run("", &["preflight", missing.to_str().unwrap()]).refusal(), "file");
}
