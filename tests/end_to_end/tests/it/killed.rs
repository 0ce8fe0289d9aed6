//! `kill -9` at any moment: whatever was acknowledged is there afterwards, once.

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::door::{Door, Visitor};
use crate::program::{Cli, Folder, below};

const ROUNDS: u64 = 30;
const WRITERS: usize = 3;

/// Someone who types into a story of their own, a mark at a time.
#[derive(Clone)]
struct Writer {
    story: String,
    number: usize,
    /// The version that is known.
    version: u64,
    /// How many marks are acknowledged.
    saved: u64,
}

impl Writer {
    /// The name of the next save: the same for every try.
    fn cmd_id(&self) -> String {
        format!("{:08x}-0000-7000-8000-{:012x}", self.number, self.saved + 1)
    }

    /// Saves the next mark, in front of the body; whether it was acknowledged.
    fn save(&mut self, visitor: &Visitor) -> bool {
        let text = format!("{}；", self.saved + 1);
        // The headline is one character: the first paragraph's text begins at 8.
        let slice = json!({ "content": [{ "type": "text", "text": text }] });
        let steps = json!([{ "stepType": "replace", "from": 8, "to": 8, "slice": slice }]);
        let args = json!({ "id": self.story, "version": self.version, "steps": steps });
        match visitor.call("", &self.cmd_id(), "story_edit", args) {
            Ok((status, answer)) => {
                assert_eq!(status, 200, "{answer}");
                self.version = answer["version"].as_u64().unwrap();
                self.saved += 1;
                true
            }
            Err(_) => false,
        }
    }

    /// The marks that the library holds, oldest first.
    fn marks(&self, visitor: &Visitor) -> Vec<u64> {
        let story = visitor.ask("", "", "story", json!({ "id": self.story }));
        let body = story["body"][0].as_str().unwrap();
        let mut marks: Vec<u64> = body.split('；').filter_map(|mark| mark.parse().ok()).collect();
        marks.reverse();
        marks
    }
}

/// Every writer saves until the server is gone. Each save that is acknowledged is heard.
fn save_until_it_is_gone(
    writers: Vec<Writer>,
    visitor: &Visitor,
) -> (Receiver<()>, Vec<thread::JoinHandle<Writer>>) {
    let (say, hear) = mpsc::channel();
    let at_work = writers.into_iter().map(|mut writer| {
        let (say, visitor) = (say.clone(), visitor.clone());
        thread::spawn(move || {
            while writer.save(&visitor) {
                let _ = say.send(());
            }
            writer
        })
    });
    (hear, at_work.collect())
}

#[test]
fn every_acknowledged_save_is_there_after_the_server_was_killed() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("library"));
    let body = folder.file("body.txt", "末。");
    let new = ["story", "new", "--headline", "题", "--body-file", &body];
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|number| Writer { story: cli.make("", &new), number, version: 1, saved: 0 })
        .collect();
    let (mut seed, mut lost_answers) = (20_221_118, 0);
    for round in 0..ROUNDS {
        let mut door = Door::open(&cli);
        let (heard, at_work) = save_until_it_is_gone(writers, &door.visitor());
        for _ in 0..=below(&mut seed, 24) {
            heard.recv_timeout(Duration::from_secs(30)).expect("saves are acknowledged");
        }
        let moment = Instant::now() + Duration::from_micros(below(&mut seed, 6_000));
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        door.kill();
        writers = at_work.into_iter().map(|writer| writer.join().unwrap()).collect();

        let door = Door::open(&cli);
        let visitor = door.visitor();
        for writer in &mut writers {
            let acknowledged: Vec<u64> = (1..=writer.saved).collect();
            let kept = writer.marks(&visitor);
            assert_eq!(kept[..acknowledged.len().min(kept.len())], acknowledged, "round {round}");
            assert!(kept.len() <= acknowledged.len() + 1, "round {round}: {kept:?}");
            lost_answers += kept.len() - acknowledged.len();
            // The save that nobody heard of, asked for again: it is there once, whichever way it went.
            assert!(writer.save(&visitor));
            assert_eq!(writer.marks(&visitor), (1..=writer.saved).collect::<Vec<_>>(), "round {round}");
        }
        assert_eq!(cli.ask("", &["verify"])["ok"], true, "round {round}");
    }
    // Some kills fell between the write and its answer: else the moments would prove little.
    assert!(lost_answers > 0, "no kill fell between a write and its answer");
}

#[test]
fn every_answered_command_is_there_after_commands_were_killed() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("library"));
    let body = folder.file("body.txt", "正文。");
    let new = ["--json", "story", "new", "--headline", "题", "--body-file", &body];
    let begun = Instant::now();
    let mut answered: Vec<String> = vec![cli.make("", &new[1..])];
    let mut whole = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let mut seed = 7;
    let mut stopped = 0;
    for _ in 0..24 {
        let begun = Instant::now();
        let mut child = cli.command().args(new).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let moment = begun + Duration::from_micros(below(&mut seed, whole * 2));
        while Instant::now() < moment && child.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        if child.try_wait().unwrap().is_some() {
            // The quickest that ended by itself tells how long one takes: the machine may have been busy before.
            whole = whole.min(u64::try_from(begun.elapsed().as_micros()).unwrap());
        }
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        stopped += usize::from(output.status.code().is_none());
        if let Ok(answer) = serde_json::from_slice::<Value>(&output.stdout) {
            answered.push(answer["id"].as_str().unwrap().to_owned());
        }
    }
    assert!(stopped > 0 && answered.len() > 1, "{stopped} killed, {} answered", answered.len());
    let kept = cli.ask("", &["story", "list"]);
    let kept: Vec<&str> =
        kept.as_array().unwrap().iter().map(|story| story["id"].as_str().unwrap()).collect();
    assert!(answered.iter().all(|id| kept.contains(&id.as_str())));
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
}
