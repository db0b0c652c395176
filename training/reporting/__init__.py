"""What the evaluation's report is made of: one module for each kind of section."""
