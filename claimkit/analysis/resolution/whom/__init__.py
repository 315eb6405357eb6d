"""Who is behind a source that no single name settles: candidates, features, networks, answers."""
