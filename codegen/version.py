"""The version of the program; the package's metadata and the headers of generated files take it from here."""

VERSION = "0.1.0"
