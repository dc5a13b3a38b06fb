"""The rules, one file each: its docstring is what `quizgen explain CODE` prints."""
