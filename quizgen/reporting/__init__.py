"""The report of a review: a page for who decides whether the questions may be used."""
