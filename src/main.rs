//! The command line; see `reptile-sketch --help`.

fn main() -> std::process::ExitCode {
    reptile_sketch::cli::main()
}
