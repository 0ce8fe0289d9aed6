//! The reference suite: cases in, what they are set to out. See `tests/suite/README.md`.

#[cfg(test)]
mod claims;
#[cfg(test)]
mod galley;
#[cfg(test)]
mod image;
#[cfg(test)]
mod module;
#[cfg(test)]
mod module_dump;
#[cfg(test)]
mod page;
#[cfg(test)]
mod page_dump;
#[cfg(test)]
mod press;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod references;
#[cfg(test)]
mod report;
#[cfg(test)]
mod rivers;
#[cfg(test)]
mod run;
#[cfg(test)]
mod text;

use std::collections::{BTreeMap, BTreeSet};

use crate::references::TEXTS;

#[test]
fn every_case_is_set_as_it_is_kept() {
    let failures = run::failures();
    if failures.is_empty() {
        return;
    }
    let (report, told) = (report::write(&failures), report::told(&failures));
    panic!(
        "{} differ; side by side in {}\nBLESS=1 keeps what is found: look first\n{told}",
        failures.len(),
        report.display()
    );
}

#[test]
fn every_claim_has_a_case_and_every_case_a_claim() {
    let mut cases: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut twice = Vec::new();
    for folder in TEXTS {
        for file in text::File::all(&page::root().join(folder)) {
            for case in &file.cases {
                let claims = case.claims().into_iter().map(str::to_owned).collect();
                if cases.insert(format!("{}: {}", file.name(), case.name), claims).is_some() {
                    twice.push(format!("{}: two cases are called {}", file.name(), case.name));
                }
            }
        }
    }
    for case in page::all() {
        cases.insert(format!("pages/{}", case.name), case.claims().map(str::to_owned).collect());
    }
    let wrong = [twice, claims::unproved(&page::root(), &cases)].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_of_a_page_is_lost_or_overlaps() {
    for case in page::all() {
        let set = case.set();
        let wrong = [page_dump::lost(&set), page_dump::overlapping(&set), page_dump::silent(&set)].concat();
        assert!(wrong.is_empty(), "{}: {}", case.name, wrong.join("\n"));
    }
}

#[test]
fn no_headline_is_louder_than_the_leads_where_the_program_makes_up() {
    for case in page::all().iter().filter(|case| case.is_made_up_by_the_program()) {
        let sizes: Vec<_> = case.set().composed.fits.iter().map(|fit| fit.headline.size).collect();
        assert!(sizes[1..].iter().all(|size| *size <= sizes[0]), "{}: {sizes:?}", case.name);
    }
}
