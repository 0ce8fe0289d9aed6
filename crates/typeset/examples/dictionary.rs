//! Makes the dictionary that headlines are divided by: `assets/words/zh.fst` (a word and how often it was counted) and
//! `assets/words/zh.hmm` (how likely a character begins, ends or continues a word that is not in it).
//!
//! `cargo run -p broadsheet-typeset --example dictionary -- dict.txt hmm.model assets/words`, with the two files of
//! jieba: a line a word (`word count tag`), and the probabilities of its hidden Markov model.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use fst::MapBuilder;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dictionary, model, folder] = arguments.as_slice() else {
        return Err("dictionary DICT.TXT HMM.MODEL FOLDER".into());
    };
    let folder = Path::new(folder);
    fs::write(folder.join("zh.fst"), words(&fs::read_to_string(dictionary)?)?)?;
    fs::write(folder.join("zh.hmm"), characters(&fs::read_to_string(model)?)?)?;
    Ok(())
}

fn words(dictionary: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
    for line in dictionary.lines() {
        let mut parts = line.split(' ');
        let (Some(word), Some(count)) = (parts.next(), parts.next()) else { continue };
        counted.insert(word, count.parse()?);
    }
    let mut map = MapBuilder::memory();
    map.extend_iter(counted)?;
    Ok(map.into_inner()?)
}

/// The number of characters, the characters in ascending order (two bytes each), and for each the logarithms of its
/// probabilities in the states begin, end, middle and single (four bytes each); all little-endian.
fn characters(model: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    const NEVER: f32 = -3.14e30;
    let emissions = model.lines().skip_while(|line| !line.starts_with("#prob_emit"));
    let mut rows: BTreeMap<u16, [f32; 4]> = BTreeMap::new();
    for (state, line) in emissions.filter(|line| !line.starts_with('#')).enumerate() {
        for pair in line.split(',') {
            let Some((character, logarithm)) = pair.split_once(':') else { continue };
            let Some(Ok(unit)) = character.chars().next().map(|c| u16::try_from(u32::from(c))) else {
                continue;
            };
            rows.entry(unit).or_insert([NEVER; 4])[state] = logarithm.parse::<f64>()?.max(-3.14e30) as f32;
        }
    }
    let mut bytes = u32::try_from(rows.len())?.to_le_bytes().to_vec();
    bytes.extend(rows.keys().flat_map(|unit| unit.to_le_bytes()));
    bytes.extend(rows.values().flatten().flat_map(|logarithm| logarithm.to_le_bytes()));
    Ok(bytes)
}
