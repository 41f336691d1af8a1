"""The command `pilih`: the street from files to a verified plan, for terminals, schedulers and scripts."""

from commands import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
