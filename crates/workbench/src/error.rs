//! Why the workbench does not start, or its site is not written.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use unequal_study::StudyError;
use unequal_world::WorldError;

/// Why the workbench does not start, or its site is not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkbenchError {
    /// The address is not to be had.
    #[error("cannot listen at {address}: {source}; choose another port with --port, or any free one with --port 0")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// No threads, or no random numbers.
    #[error("cannot start the server: {0}")]
    Start(io::Error),
    /// The embedded data.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A data file of the site.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A file that cannot be read or written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The module for a browser cannot be read.
    #[error("cannot read {}: {source}; `just site` builds it", path.display())]
    Module {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file that is no WebAssembly module.
    #[error("{} is no WebAssembly module; `just site` builds one", path.display())]
    NoModule {
        /// The file.
        path: PathBuf,
    },
}
