"""The migrations of the store, run by records.migrate."""
