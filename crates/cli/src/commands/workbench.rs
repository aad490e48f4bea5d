//! `unequal workbench`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use unequal_workbench::{Exported, Server, ServerLimits, export};

use crate::failure::Failure;
use crate::files::deliver;

/// Where the workbench is unless it is told otherwise.
const PORT: u16 = 4680;
/// Name of the module for a browser beside the program.
const MODULE: &str = "engine.wasm";

#[derive(Args)]
pub struct Workbench {
    /// Port to listen at; 0 is any free one.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Address to listen at. Beyond this computer (such as 0.0.0.0) a token is needed, which stands in the printed address.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
    /// Write the workbench as a static site into a folder instead, to be put on any web server.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["port", "bind", "no_open"])]
    export: Option<PathBuf>,
    /// The module for a browser that goes into the site [default: engine.wasm beside the program]; `just site` builds it.
    #[arg(long, value_name = "FILE", requires = "export")]
    engine: Option<PathBuf>,
}

impl Workbench {
    /// Serves until it is stopped, or writes the site.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        match &self.export {
            Some(folder) => self.write(folder),
            None => self.serve(),
        }
    }

    fn serve(&self) -> Result<ExitCode, Failure> {
        let server = Server::bind(SocketAddr::new(self.bind, self.port), ServerLimits::default())?;
        let link = server.link();
        deliver(None, format!("The workbench is at {link}\nCtrl-C stops it.\n").into_bytes())?;
        if !self.no_open {
            // Where there is no browser, the address is printed.
            let _ = open::that_detached(&link);
        }
        server.run()?;
        Ok(ExitCode::SUCCESS)
    }

    fn write(&self, folder: &Path) -> Result<ExitCode, Failure> {
        let module = self.engine.clone().or_else(beside_the_program);
        let Exported { files, bytes, with_module } = export(folder, module.as_deref())?;
        let mut words = format!("{files} files, {:.1} MB, in {}\n", bytes as f64 / 1e6, folder.display());
        if !with_module {
            words
                .push_str("without engine.wasm, which answers in the reader\u{2019}s browser: `just site` builds it\n");
        }
        deliver(None, words.into_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The module beside the program, if there is one.
fn beside_the_program() -> Option<PathBuf> {
    let module = std::env::current_exe().ok()?.parent()?.join(MODULE);
    module.is_file().then_some(module)
}
