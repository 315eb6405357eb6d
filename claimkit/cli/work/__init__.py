"""What each command does, behind its options: everything here is imported at the top, when the command is called."""
