"""The form: criteria, rubrics and scorecards, read strictly from YAML."""
