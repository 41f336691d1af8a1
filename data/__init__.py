"""The region table and the sample rounds."""
