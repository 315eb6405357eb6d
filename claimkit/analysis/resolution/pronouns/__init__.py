"""Whom a pronoun means, by rules and a learned comparison; `whom` has the last word."""
