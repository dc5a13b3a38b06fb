"""What the formats for paper share: the data of their templates, the key, fonts, and how pages are made of them."""
