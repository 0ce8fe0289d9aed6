//! Network drives are refused: SQLite's write-ahead log needs memory that all its readers share, and locks that
//! hold (<https://www.sqlite.org/wal.html>, "all processes using a database must be on the same host computer").

use std::path::Path;

use crate::error::StoreError;

/// Passes folders on this machine's own disks.
pub(crate) fn refuse_network(dir: &Path) -> Result<(), StoreError> {
    match network_kind(dir) {
        Some(kind) => Err(StoreError::NetworkDrive { path: dir.to_owned(), kind }),
        None => Ok(()),
    }
}

/// The kind of network file system that the folder, or the nearest one above it that is there, lies on.
#[cfg(target_os = "linux")]
fn network_kind(dir: &Path) -> Option<String> {
    let whole = std::path::absolute(dir).ok()?;
    let there = whole.ancestors().find_map(|above| above.canonicalize().ok())?;
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = mounted(&mounts, &there)?;
    is_network(kind).then(|| kind.to_owned())
}

/// A share by its name: `\\server\share`.
#[cfg(windows)]
fn network_kind(dir: &Path) -> Option<String> {
    use std::path::{Component, Prefix};
    let whole = std::path::absolute(dir).ok()?;
    match whole.components().next()? {
        Component::Prefix(prefix) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)) => {
            Some("UNC".to_owned())
        }
        _ => None,
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
fn network_kind(_dir: &Path) -> Option<String> {
    None
}

/// The file system that `path` lies on, from `/proc/self/mountinfo` (proc(5)): the last mounted of the deepest
/// mount points above it. Nothing for the root itself: what a machine has started from is its own disk.
#[cfg(target_os = "linux")]
fn mounted<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let mut nearest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((mount, source)) = line.split_once(" - ") else { continue };
        let Some(point) = mount.split(' ').nth(4).map(unescaped) else { continue };
        let Some(kind) = source.split(' ').next() else { continue };
        let depth = Path::new(&point).components().count();
        if path.starts_with(&point) && nearest.is_none_or(|(deepest, _)| depth >= deepest) {
            nearest = Some((depth, kind));
        }
    }
    nearest.filter(|(depth, _)| *depth > 1).map(|(_, kind)| kind)
}

/// A mount point as it is: blanks, tabs, line ends and backslashes are written in octal there.
#[cfg(target_os = "linux")]
fn unescaped(point: &str) -> String {
    point.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

/// Whether files of this kind live on another machine.
#[cfg(target_os = "linux")]
fn is_network(kind: &str) -> bool {
    const KINDS: [&str; 21] = [
        "9p",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "vboxsf",
    ];
    KINDS.contains(&kind)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
28 27 0:30 / /mnt/desk\\040share rw - nfs4 server:/export rw
29 27 0:31 / /mnt rw,relatime - ext4 /dev/vdb rw
30 29 0:32 / /mnt/pictures rw - cifs //server/pictures rw
31 30 0:33 / /mnt/pictures/local rw shared:1 - xfs /dev/vdc rw
32 27 0:34 / /home rw - fuse.sshfs me@host: rw
";

    #[test]
    fn the_deepest_mount_above_a_folder_decides() {
        let kind = |path: &str| mounted(MOUNTS, Path::new(path)).filter(|kind| is_network(kind));
        assert_eq!(kind("/mnt/desk share/paper"), Some("nfs4"));
        assert_eq!(kind("/mnt/pictures"), Some("cifs"));
        assert_eq!(kind("/mnt/pictures/local/paper"), None);
        assert_eq!(kind("/mnt/other"), None);
        assert_eq!(kind("/home/desk/paper"), Some("fuse.sshfs"));
        assert_eq!(kind("/homes/desk"), None);
        assert_eq!(kind("/srv"), None);
    }

    #[test]
    fn a_machine_may_be_started_from_what_looks_like_a_share() {
        let rooted = "1 0 0:1 / / rw - 9p none rw\n";
        assert_eq!(mounted(rooted, Path::new("/srv/paper")), None);
    }
}
