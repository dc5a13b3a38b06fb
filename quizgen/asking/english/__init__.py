"""English questions from statements: subject replacement, inversion, and did + base.

A statement is understood only as far as that is sure: an opening adverbial, a subject, a finite verb right behind it.
Anything else gives no wording here, and the ladder of wordings goes on to the next one.
"""
