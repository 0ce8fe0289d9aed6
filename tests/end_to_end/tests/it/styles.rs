//! A title's own style sheet and press profile, from the command line to the plate; who looks at the plate is pikepdf.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Cli, Folder};
use crate::specimen::{self, ADMIN, CHIEF, EDITOR};

/// The ICC file that comes with the program, described as another one: `desc` is an ASCII text in it.
pub(crate) fn icc() -> Vec<u8> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/icc");
    let mut icc = std::fs::read(assets.join("newsprint-snap-tr002-tac240.icc")).unwrap();
    let text = icc.windows(4).rposition(|window| window == b"desc").unwrap() + 12;
    icc[text..text + 7].copy_from_slice(b"GAZETTE");
    icc
}

/// A sheet of the title's own, made of one that the program shows.
pub(crate) fn sheet(cli: &Cli) -> Value {
    let mut sheet = cli.ask("", &["style", "show", "evening"]);
    sheet["name"] = json!("城事报");
    sheet["rubric"]["ink"] = json!({ "c": 0, "m": 100, "y": 80, "k": 5 });
    sheet["press"]["profile"] = json!("gazette");
    sheet["press"]["file_name"] = json!("CS_{page}_{date}");
    sheet["press"]["spots"] =
        json!([{ "name": "PANTONE 186 C", "stands_for": { "c": 0, "m": 100, "y": 80, "k": 5 } }]);
    sheet["press"]["overprint"] = json!({ "text": 1, "rules_mm": 0 });
    sheet
}

fn profile_add<'a>(icc: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let named =
        ["profile", "add", icc, "--name", "gazette", "--condition", "GAZETTE 2022", "--ink-limit", "220"];
    [&named, more].concat()
}

/// What pikepdf sees of a plate.
fn seen(file: &str) -> Value {
    const LOOK: &str = r#"
import hashlib, json, pikepdf, sys
pdf = pikepdf.open(sys.argv[1])
[intent] = pdf.Root.OutputIntents
names, overprints, states, marked, size = set(), False, [], False, 0
for object in pdf.objects:
    if isinstance(object, pikepdf.Array) and len(object) > 1 and object[0] == pikepdf.Name.Separation:
        names.add(str(object[1])[1:])
    if isinstance(object, pikepdf.Dictionary):
        for _, value in object.items():
            if isinstance(value, pikepdf.Array) and len(value) > 1 and value[0] == pikepdf.Name.Separation:
                names.add(str(value[1])[1:])
# Whether any text but the slug line, which is 6.5 points high and beside the page, overprints.
for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
    match str(operator):
        case "q": states.append(marked)
        case "Q": marked = states.pop()
        case "gs": marked = True
        case "Tf": size = float(operands[1])
        case "Tj" | "TJ": overprints |= marked and size > 7
print(json.dumps({
    "condition": str(intent.OutputConditionIdentifier), "described": str(intent.Info),
    "registry": "/RegistryName" in intent, "spots": sorted(names), "overprints": overprints,
    "profile": hashlib.sha256(intent.DestOutputProfile.read_bytes()).hexdigest(),
}))
"#;
    let own = "/usr/bin/python3";
    let python = if Path::new(own).exists() { own } else { "python3" };
    let output = Command::new(python).args(["-c", LOOK, file]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn sha256(file: &str) -> String {
    let output = Command::new("sha256sum").arg(file).output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

#[test]
fn the_titles_own_sheet_and_profile_go_from_their_files_to_the_plate() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let icc = folder.file("gazette.icc", icc());
    let own = folder.file("own.json", sheet(&cli).to_string());
    // The sheet's profile must be there first.
    assert_eq!(cli.run(ADMIN, &["style", "add", &own]).refusal(), "not-found");
    let taken = cli.ask(ADMIN, &profile_add(&icc, &["--description", "城事报 新闻纸"]));
    assert_eq!(
        (&taken["name"], &taken["ink_limit"], &taken["in_use"]),
        (&json!("gazette"), &json!(220), &json!(false))
    );
    let taken = cli.ask(CHIEF, &["style", "add", &own]);
    assert_eq!((&taken["name"], &taken["profile"]), (&json!("城事报"), &json!("gazette")));
    // The specimen's page was signed before: by the title's new style it is another file, and that is said.
    let page = cli.ask("", &["page", "list"])[0]["id"].as_str().unwrap().to_owned();
    let out = folder.path("plate.pdf").to_str().unwrap().to_owned();
    let export = || cli.ask("", &["page", "export", &page, "--out", &out, "--profile", "x4"]);
    let says = |answer: &Value| {
        answer["notices"].as_array().unwrap().iter().any(|one| one["code"] == "not-as-signed")
    };
    assert!(!says(&export()));
    assert_eq!(cli.ask(ADMIN, &["title", "set", "--style", "城事报"])["style"], "城事报");
    assert_eq!(cli.ask("", &["title", "show"])["style"], "城事报");
    assert!(says(&export()));
    let plate = seen(&out);
    assert_eq!(
        plate,
        json!({ "condition": "GAZETTE 2022", "described": "城事报 新闻纸", "registry": false,
            "spots": ["All", "PANTONE 186 C"], "overprints": false, "profile": sha256(&icc) })
    );
    // A proof is named by the title's pattern, and so is the issue's file.
    let proof = cli.ask(EDITOR, &["page", "proof", &page]);
    assert!(proof["file"].as_str().unwrap().contains("/CS_A03_20221118-proof"), "{proof}");
    let issue = cli.ask("", &["page", "show", &page])["issue"].as_str().unwrap().to_owned();
    let all = folder.path("issue").to_str().unwrap().to_owned();
    let sent = cli.ask("", &["issue", "export", &issue, "--out", &all, "--profile", "x4"]);
    assert_eq!(sent["files"][0]["file"], "CS_A03_20221118.pdf");
    // All of it is proved, and comes back from a backup.
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
    let backup = folder.path("backup").to_str().unwrap().to_owned();
    cli.ask("", &["backup", &backup]);
    let other = Cli::on(folder.path("restored"));
    other.ask("", &["restore", &backup]);
    let lists = |cli: &Cli| (cli.ask("", &["style", "list"]), cli.ask("", &["profile", "list"]));
    assert_eq!(lists(&other), lists(&cli));
    assert_eq!(lists(&cli).1[1]["in_use"], true);
    let again = folder.path("again.pdf").to_str().unwrap().to_owned();
    other.ask("", &["page", "export", &page, "--out", &again, "--profile", "x4"]);
    assert_eq!(sha256(&again), sha256(&out));
}

#[test]
fn what_cannot_be_taken_in_is_refused_and_changes_nothing() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let events = || cli.ask("", &["verify"])["events"].clone();
    let before = events();
    let whole = icc();
    let cut = folder.file("cut.icc", &whole[..2000]);
    let text = folder.file("text.icc", "no profile");
    let good = folder.file("good.icc", &whole);
    assert_eq!(cli.run(ADMIN, &profile_add(&cut, &[])).refusal(), "profile-cut-short");
    assert_eq!(cli.run(ADMIN, &profile_add(&text, &[])).refusal(), "profile-not-icc");
    assert_eq!(cli.run(EDITOR, &profile_add(&good, &[])).refusal(), "role-needed");
    let json = folder.file("own.json", "{ \"name\": \"own\", }");
    assert_eq!(cli.run(ADMIN, &["style", "add", &json]).refusal(), "style-not-json");
    let mut wrong = sheet(&cli);
    wrong["press"]["colour"] = json!(4);
    let wrong = folder.file("wrong.json", wrong.to_string());
    let run = cli.run(ADMIN, &["style", "add", &wrong]);
    assert_eq!(run.refusal(), "style-unknown-field");
    assert!(run.err.contains("wrong.json: ") && run.err.contains("colour"), "{}", run.err);
    assert_eq!(cli.run(ADMIN, &["title", "set", "--style", "noon"]).refusal(), "not-found");
    assert_eq!(cli.run("", &["style", "show", "noon"]).refusal(), "not-found");
    assert_eq!(events(), before);
}
